import { fullHost, mostSpecific } from './host';
import { all, any, not, Request, Truth, truth } from './logic';
import { MeshConfig } from './mesh-config';
import { Scope } from './scope';
import { isExportedTo } from './services';
import { covers, Labels, Manifest } from '../world/manifest';

/** Where a rule of a VirtualService sends a call. @internal */
export interface Destination {
  readonly host: string;
  readonly subset: string;
  /** undefined for the port that was called */
  readonly port?: number;
}

/** What a VirtualService does with a call. @internal */
export interface Routing {
  readonly manifest: Manifest;
  readonly rules: readonly RoutedRule[];
  /** whether a call may match none of the rules */
  readonly mayMissAll: Truth;
}

/** @internal */
export interface RoutedRule {
  /** e.g. `http[0]` */
  readonly path: string;
  /** `some` when only some calls get here */
  readonly matches: Truth;
  /** names of the request headers that it changes, in lower case */
  readonly headers: readonly string[];
  readonly destinations: readonly Destination[];
}

/** Who calls which port, and how. @internal */
export interface RoutedCall {
  readonly port: number;
  readonly isHttp: boolean;
  readonly host: string;
  readonly namespace: string;
  readonly labels: Labels;
  readonly request: Request;
}

/**
 * The VirtualService of a host, as a proxy sees it: of those with the host itself the first, in the
 * order private, exported to its namespace, public, otherwise that with the longest wildcard
 * (Istio: `SelectVirtualServices`, `computeWildcardHostVirtualServiceIndex`, route.go).
 *
 * @param services in the order of `byAge`
 * @internal
 */
export function virtualServiceOf(
  host: string,
  scope: Scope,
  services: readonly Manifest[],
  mesh: MeshConfig,
): Manifest | undefined {
  const exportOf = ({ spec }: Manifest): readonly string[] =>
    spec.exportTo?.length > 0 ? spec.exportTo : mesh.exportTo.virtualService;
  const isPrivate = (one: Manifest) =>
    exportOf(one).every(to => to === '.' || to === one.namespace);
  const seen = services.filter(
    one =>
      isOfMesh(one) &&
      isExportedTo(exportOf(one), one.namespace, scope.namespace) &&
      scope.seesRoute(one.namespace, hostsOf(one)),
  );
  const sorted = [
    ...seen.filter(isPrivate),
    ...seen.filter(one => !isPrivate(one) && !exportOf(one).includes('*')),
    ...seen.filter(one => exportOf(one).includes('*')),
  ];
  const byHost = new Map<string, Manifest>();
  for (const one of sorted) {
    for (const name of hostsOf(one)) {
      byHost.set(name, byHost.get(name) ?? one);
    }
  }
  return mostSpecific(host, byHost);
}

const isOfMesh = ({ spec }: Manifest): boolean =>
  !spec.gateways?.length || spec.gateways.includes('mesh');

/** The hosts of a VirtualService, short names written out. @internal */
export const hostsOf = ({ spec, namespace }: Manifest): string[] =>
  (spec.hosts ?? []).map((host: string) => fullHost(host.toLowerCase(), namespace));

/** What a VirtualService does with a call to a port. @internal */
export function routingOf(manifest: Manifest, call: RoutedCall): Routing | undefined {
  const rules: any[] = (call.isHttp ? manifest.spec.http : rawRules(manifest)) ?? [];
  if (rules.length === 0) {
    return undefined;
  }
  const section = call.isHttp ? 'http' : 'tcp';
  const routed: RoutedRule[] = [];
  let missed: Truth = 'yes';
  rules.forEach((rule, i) => {
    const own = matchesRule(rule, call);
    const matches = all([missed, own]);
    if (matches !== 'no') {
      routed.push({
        path: `${section}[${i}]`,
        matches,
        headers: [rule, ...(rule.route ?? [])].flatMap(changedHeaders),
        destinations: destinationsOf(rule, manifest, call),
      });
    }
    missed = all([missed, not(own)]);
  });
  return { manifest, rules: routed, mayMissAll: missed };
}

function changedHeaders({ headers }: any): string[] {
  const { set = {}, add = {}, remove = [] } = headers?.request ?? {};
  return [...Object.keys(set), ...Object.keys(add), ...remove].map(name => name.toLowerCase());
}

/** What is not HTTP goes by the rules for TCP; those for TLS need to see TLS. */
const rawRules = ({ spec }: Manifest): any[] => spec.tcp;

function destinationsOf(rule: any, { namespace }: Manifest, { port }: RoutedCall): Destination[] {
  const routes: any[] = rule.route ?? [];
  const weighed = routes.length > 1 ? routes.filter(({ weight }) => weight > 0) : routes;
  return weighed.map(({ destination = {} }) => ({
    host: fullHost((destination.host ?? '').toLowerCase(), namespace),
    subset: destination.subset ?? '',
    port: destination.port?.number ?? (routes.length > 0 ? port : undefined),
  }));
}

/** Without conditions a rule matches everything. */
function matchesRule(rule: any, call: RoutedCall): Truth {
  const matches: any[] = rule.match ?? [];
  return matches.length === 0 ? 'yes' : any(matches.map(match => matchesAll(match, call)));
}

function matchesAll(match: any, call: RoutedCall): Truth {
  const { request, host } = call;
  const gateways: string[] | undefined = match.gateways?.length ? match.gateways : undefined;
  const path = request.path?.split('?')[0];
  const query = (request.path?.split('?')[1] ?? '').split('&');
  const header = (name: string) =>
    request.headers && ((request.headers[name.toLowerCase()] ?? null) as string | null);
  return all([
    truth(match.port === undefined || match.port === call.port),
    truth(covers(match.sourceLabels ?? {}, call.labels)),
    truth(!match.sourceNamespace || match.sourceNamespace === call.namespace),
    truth(gateways === undefined || gateways.includes('mesh')),
    text(match.uri, path, match.ignoreUriCase),
    text(match.method, request.method),
    text(match.scheme, 'http'),
    authority(match.authority, host),
    ...Object.entries<any>(match.headers ?? {}).map(([name, form]) => present(form, header(name))),
    ...Object.entries<any>(match.withoutHeaders ?? {}).map(([name, form]) =>
      not(present(form, header(name))),
    ),
    ...Object.entries<any>(match.queryParams ?? {}).map(([name, form]) =>
      present(
        form,
        request.path === undefined
          ? undefined
          : (query.find(one => one.split('=')[0] === name)?.slice(name.length + 1) ?? null),
      ),
    ),
  ]);
}

/** Clients send the port too, or leave it out. */
const authority = (form: any, host: string): Truth =>
  form === undefined || Object.keys(form).length === 0
    ? 'yes'
    : any([text(form, host), 'exact' in form ? text({ prefix: `${form.exact}:` }, host) : 'no']);

/** @param value undefined if nobody knows, null if there is none */
function present(form: any, value: string | null | undefined): Truth {
  if (value === undefined) {
    return 'some';
  }
  if (value === null) {
    return 'no';
  }
  return form === null || Object.keys(form).length === 0 ? 'yes' : text(form, value);
}

function text(form: any, value: string | undefined, ignoresCase = false): Truth {
  if (!form || Object.keys(form).length === 0) {
    return 'yes';
  }
  if (value === undefined) {
    return form.prefix === '/' || form.regex === '.*' ? 'yes' : 'some';
  }
  const [given, of] = ignoresCase
    ? [value.toLowerCase(), (one: string) => one.toLowerCase()]
    : [value, (one: string) => one];
  if (form.exact !== undefined) {
    return truth(given === of(form.exact));
  }
  if (form.prefix !== undefined) {
    return truth(given.startsWith(of(form.prefix)));
  }
  return matchesExpression(form.regex, value);
}

/** Envoy takes the whole text, by RE2. What JavaScript cannot read is unclear. @internal */
export function matchesExpression(expression: string, value: string): Truth {
  try {
    return truth(new RegExp(`^(?:${expression})$`, 'u').test(value));
  } catch {
    return 'unclear';
  }
}
