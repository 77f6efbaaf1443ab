import { compareTexts } from '../../values/order';

/** Where something stands. @internal */
export interface Source {
  readonly file: string;
  readonly line: number;
}

/** As compilers write it, so that terminals and editors make a link of it. @internal */
export const sourceText = ({ file, line }: Source): string => `${file}:${line}`;

/** Labels of an object, a pod or an endpoint. @internal */
export type Labels = { readonly [key: string]: string };

/**
 * A Kubernetes object as it was read. Its form was checked by `form.ts`: what is there has the type
 * that its kind asks for.
 *
 * @internal
 */
export interface Manifest {
  /** API group, e.g. `networking.istio.io`; empty for the core group */
  readonly group: string;
  readonly kind: string;
  readonly name: string;
  /** empty for an object of the whole cluster */
  readonly namespace: string;
  readonly labels: Labels;
  readonly annotations: Labels;
  /** `creationTimestamp`, in ms; 0 where it is not given, as in a repository */
  readonly created: number;
  readonly spec: any;
  readonly status: any;
  /** all of it */
  readonly values: any;
  readonly source: Source;
  /** a field that it has and that nobody here knows how to take into account */
  readonly unknownField?: string;
}

/** Whether labels have all that a selector asks for. @internal */
export const covers = (selector: Labels, labels: Labels): boolean =>
  Object.entries(selector).every(([key, value]) => labels[key] === value);

/** Which object it is, whatever the version of its API. @internal */
export const objectKey = ({ group, kind, namespace, name }: Manifest): string =>
  `${group}/${kind} ${namespace}/${name}`;

/** Labels of the pods that a Deployment or the like makes. @internal */
export const templateLabels = ({ spec }: Manifest): Labels => spec.template?.metadata?.labels ?? {};

/** What leads to a Service from outside. @internal */
export function serviceAddresses({ spec, status }: Manifest): string[] {
  const balancers = (status.loadBalancer?.ingress ?? []).flatMap((one: any) => [
    one?.ip,
    one?.hostname,
  ]);
  return [...balancers, ...(spec.externalIPs ?? []), spec.loadBalancerIP].filter(
    address => typeof address === 'string' && address !== '',
  );
}

/** @internal */
export const objectText = ({
  kind,
  namespace,
  name,
}: Pick<Manifest, 'kind' | 'namespace' | 'name'>): string =>
  `${kind} ${namespace === '' ? '' : `${namespace}/`}${name}`;

/**
 * The order in which Istio looks at objects of a kind: the oldest first, and of equally old ones by
 * name, then namespace (Istio: `sortConfigByCreationTime` in pilot/pkg/model/config.go).
 *
 * @internal
 */
export function byAge(a: Manifest, b: Manifest): number {
  return (
    a.created - b.created || compareTexts(a.name, b.name) || compareTexts(a.namespace, b.namespace)
  );
}
