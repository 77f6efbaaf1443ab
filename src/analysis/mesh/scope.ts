import { isSubsetOf, isWildcard, overlaps } from './host';
import { isExportedTo, Service, ServicePort } from './services';
import { Manifest } from '../world/manifest';

/** What a proxy knows of the services of its cluster. @internal */
export interface Scope {
  readonly namespace: string;
  /** whose configuration it has: a Sidecar, if there is one for it */
  readonly sidecar?: Manifest;
  /** undefined where it does not know the host */
  service(host: string): Service | undefined;
  /** whether it looks at a VirtualService of a namespace for a host */
  seesRoute(namespace: string, hosts: readonly string[]): boolean;
}

/** The services of a cluster by host, in the order of {@link byAge}. @internal */
export type ServicesByHost = ReadonlyMap<string, readonly Service[]>;

/**
 * What a sidecar knows: what is exported to its namespace, as far as its Sidecar imports it (Istio:
 * `convertIstioListenerToWrapper` and `selectServices` in pilot/pkg/model/sidecar.go).
 *
 * @internal
 */
export function sidecarScope(
  namespace: string,
  sidecar: Manifest | undefined,
  services: ServicesByHost,
): Scope {
  const imports = importsOf(sidecar, namespace);
  return {
    namespace,
    sidecar,
    service: host => {
      const found = visible(services.get(host), namespace);
      for (const listener of imports) {
        const chosen = choose(
          found.filter(service => isImported(listener, service.namespace, host)),
          namespace,
        );
        if (chosen.length > 0) {
          return merged(chosen);
        }
      }
      return undefined;
    },
    seesRoute: (owner, hosts) =>
      imports.some(listener =>
        hosts.some(host => matches(listener, owner, imported => overlaps(host, imported))),
      ),
  };
}

/**
 * What a service would be that only a VirtualService leads to: such hosts are known without being
 * imported (Istio: `collectImportedServices`).
 *
 * @internal
 */
export function inferredService(
  host: string,
  namespace: string,
  services: ServicesByHost,
): Service | undefined {
  const found = visible(services.get(host), namespace);
  const own = found.filter(service => service.namespace === namespace);
  const kubernetes = found.filter(service => service.isKubernetes);
  const [chosen] = [own, kubernetes, found].filter(list => list.length > 0);
  return chosen && merged(chosen.filter(service => service.namespace === chosen[0].namespace));
}

/**
 * What a gateway knows: what is exported to its namespace; no Sidecar applies (Istio:
 * `DefaultSidecarScopeForGateway`).
 *
 * @internal
 */
export function gatewayScope(namespace: string, services: ServicesByHost): Scope {
  return {
    namespace,
    service: host => {
      const found = visible(services.get(host), namespace);
      const first = found.find(service => service.isKubernetes) ?? found[0];
      return first && merged(found.filter(service => service.namespace === first.namespace));
    },
    seesRoute: () => false,
  };
}

/** Those exported to the namespace by name come before those exported to all. */
function visible(services: readonly Service[] = [], namespace: string): readonly Service[] {
  const seen = services.filter(service =>
    isExportedTo(service.exportTo, service.namespace, namespace),
  );
  return seen.length < 2
    ? seen
    : [
        ...seen.filter(service => !service.exportTo.includes('*')),
        ...seen.filter(service => service.exportTo.includes('*')),
      ];
}

/** Those of one namespace: its own before others, Services before ServiceEntries. */
function choose(services: readonly Service[], namespace: string): readonly Service[] {
  const own = services.find(service => service.namespace === namespace);
  const first = own ?? services.find(service => service.isKubernetes) ?? services[0];
  return services.filter(service => service.namespace === first.namespace);
}

/**
 * One service of several of one host and namespace: the oldest, a Service first, with ports of the
 * others where these are alike (Istio: `appendSidecarServices`, `canMergeServices`). Of equally old
 * entries istiod takes any: it lists them in no order (`Services` of its serviceentry.Controller),
 * and sorts them by host and namespace.
 */
function merged(services: readonly Service[]): Service {
  const first = services.find(service => service.isKubernetes) ?? services[0];
  const others = services.filter(service => service !== first);
  const ports: ServicePort[] = [...first.ports];
  for (const port of others.filter(one => isAlike(first, one)).flatMap(one => one.ports)) {
    if (!ports.some(({ number }) => number === port.number)) {
      ports.push(port);
    }
  }
  const rival = others.find(one => isAsOld(first, one) && differs(first, one))?.manifest;
  return rival || ports.length > first.ports.length ? { ...first, ports, rival } : first;
}

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

function isAlike(a: Service, b: Service): boolean {
  return (
    a.isKubernetes === b.isKubernetes &&
    a.resolution === b.resolution &&
    isSame(a.manifest.labels, b.manifest.labels) &&
    isSame(a.selector, b.selector) &&
    isSame([...a.exportTo].sort(), [...b.exportTo].sort())
  );
}

const isAsOld = (a: Service, b: Service): boolean =>
  a.manifest.created === b.manifest.created &&
  a.isKubernetes === b.isKubernetes &&
  a.exportTo.includes('*') === b.exportTo.includes('*');

/** Whether it matters which of two a proxy knows. */
function differs(a: Service, b: Service): boolean {
  const settings = ({ isExternal, resolution, addresses, subjectAltNames }: Service) => [
    isExternal,
    resolution,
    addresses,
    subjectAltNames,
  ];
  const common = ({ ports }: Service, { ports: others }: Service) =>
    ports.filter(({ number }) => others.some(other => other.number === number));
  return (
    !isSame(settings(a), settings(b)) ||
    (isAlike(a, b)
      ? !isSame(common(a, b), common(b, a))
      : !isSame([...a.ports].sort(byNumber), [...b.ports].sort(byNumber)))
  );
}

const byNumber = (a: ServicePort, b: ServicePort): number => a.number - b.number;

/** The hosts of one egress listener, by namespace; `*` for all. */
interface Listener {
  readonly included: ReadonlyArray<readonly [namespace: string, host: string]>;
  readonly excluded: ReadonlyArray<readonly [namespace: string, host: string]>;
}

function importsOf(sidecar: Manifest | undefined, own: string): Listener[] {
  const listeners: any[] = sidecar?.spec.egress ?? [];
  const all = listeners.length > 0 ? listeners : [{ hosts: ['*/*'] }];
  return all.map(({ hosts = [] }) => {
    const pairs = hosts
      .filter((text: string) => text.split('/').length === 2)
      .map((text: string) => {
        const [namespace, host] = text.split('/');
        const isExcluded = namespace.startsWith('~');
        const named = isExcluded ? namespace.slice(1) || '*' : namespace;
        return { isExcluded, pair: [named === '.' ? own : named, host] as const };
      });
    const of = (wanted: boolean) =>
      pairs
        .filter(({ isExcluded }: { isExcluded: boolean }) => isExcluded === wanted)
        .map(({ pair }: { pair: readonly [string, string] }) => pair);
    return { included: of(false), excluded: of(true) };
  });
}

const isImported = (listener: Listener, namespace: string, host: string): boolean =>
  matches(listener, namespace, imported => importedBy(host, imported));

function matches(
  { included, excluded }: Listener,
  namespace: string,
  test: (host: string) => boolean,
): boolean {
  const any = (pairs: Listener['included']) =>
    pairs.some(([of, host]) => (of === '*' || of === namespace) && test(host));
  return any(included) && !any(excluded);
}

const importedBy = (host: string, imported: string): boolean =>
  isWildcard(host) || isWildcard(imported) ? isSubsetOf(host, imported) : host === imported;
