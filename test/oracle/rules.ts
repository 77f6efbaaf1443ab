import { isIP } from 'net';
import { KubernetesObject, title } from './schema';

/**
 * The CEL rules and limits of Istio's CRDs and Istio's own validation (pkg/config/validation) for
 * the kinds that we write, restated from their source code. It shares no code with src/.
 */
export function judgeRules(objects: readonly KubernetesObject[]): string[] {
  return objects.flatMap(object =>
    [...metadataRules(object), ...(RULES[object.kind]?.(object.spec ?? {}) ?? [])].map(
      problem => `${title(object)}: ${problem}`,
    ),
  );
}

const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const RULES: Record<string, (spec: any) => string[]> = {
  ServiceEntry: serviceEntry,
  Gateway: gateway,
  DestinationRule: destinationRule,
  VirtualService: virtualService,
  Sidecar: sidecar,
  AuthorizationPolicy: authorizationPolicy,
};

function metadataRules({ kind, metadata: { name, labels = {} } }: KubernetesObject): string[] {
  const isName =
    kind === 'Gateway'
      ? LABEL.test(name) && name.length <= 63
      : name.split('.').every(label => LABEL.test(label)) && name.length <= 253;
  return [
    ...(isName ? [] : [`name "${name}"`]),
    ...Object.values(labels)
      .filter(value => !/^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/.test(value))
      .map(value => `label value "${value}"`),
  ];
}

function serviceEntry(spec: any): string[] {
  const {
    hosts = [],
    addresses = [],
    ports = [],
    endpoints = [],
    resolution = 'NONE',
    workloadSelector,
    exportTo = [],
  } = spec;
  const names = ports.map((port: any) => port.name);
  return when([
    [hosts.length < 1 || hosts.length > 256, '1 to 256 hosts'],
    [hosts.includes('*'), 'host "*"'],
    [
      addresses.length > 256 || addresses.some((a: string) => a.length > 64),
      'addresses too many or too long',
    ],
    [
      addresses.some((a: string) => a.includes('/')) && !['NONE', 'STATIC'].includes(resolution),
      'CIDR with DNS',
    ],
    [addresses.some((a: string) => !isIP(a.split('/')[0])), 'address is no IP'],
    [ports.length > 256, 'too many ports'],
    [
      ports.some((p: any) => !Number.isInteger(p.number) || p.number < 1 || p.number > 65535),
      'port number',
    ],
    [
      ports.some(
        (p: any) => p.targetPort !== undefined && (p.targetPort < 1 || p.targetPort > 65535),
      ),
      'target port',
    ],
    [ports.some((p: any) => !LABEL.test(p.name) || p.name.length > 63), 'port name'],
    [
      ports.some(
        (p: any) =>
          ![
            'HTTP',
            'HTTPS',
            'GRPC',
            'HTTP2',
            'MONGO',
            'TCP',
            'TLS',
            'REDIS',
            'MYSQL',
            'GRPC-WEB',
          ].includes(p.protocol.toUpperCase()),
      ),
      'protocol',
    ],
    [
      new Set(ports.map((p: any) => p.number)).size !== ports.length ||
        new Set(names).size !== names.length,
      'ports not unique',
    ],
    [workloadSelector !== undefined && endpoints.length > 0, 'selector and endpoints'],
    [
      workloadSelector !== undefined && Object.keys(workloadSelector.labels ?? {}).length === 0,
      'empty selector',
    ],
    [resolution === 'NONE' && endpoints.length > 0, 'NONE with endpoints'],
    [
      resolution === 'STATIC' && workloadSelector === undefined && endpoints.length === 0,
      'STATIC without endpoints',
    ],
    [
      resolution === 'STATIC' && endpoints.some((e: any) => !isIP(e.address)),
      'STATIC with a host name',
    ],
    [endpoints.length > 4096, 'too many endpoints'],
    [endpoints.some((e: any) => !e.address && !e.network), 'endpoint without address and network'],
    [
      endpoints.some((e: any) => Object.keys(e.ports ?? {}).some(name => !names.includes(name))),
      'endpoint port is no port name',
    ],
    [
      endpoints.some((e: any) => Object.keys(e.ports ?? {}).length > 128),
      'too many endpoint ports',
    ],
    [
      endpoints.some((e: any) => Object.keys(e.ports ?? {}).some(name => name.length >= 63)),
      'endpoint port name',
    ],
    [endpoints.some((e: any) => (e.address ?? '').length > 256), 'endpoint address'],
    [
      Object.values<string>(workloadSelector?.labels ?? {}).some(
        value => value.length > 63 || value.includes('*'),
      ),
      'selector value',
    ],
    [exportTo.length > 1 && exportTo.includes('*'), '"*" beside others in exportTo'],
    [new Set(exportTo).size !== exportTo.length, 'exportTo twice'],
  ]);
}

function gateway({ servers = [] }: any): string[] {
  return when([
    [servers.length < 1, 'no server'],
    [servers.some((s: any) => s.hosts.length < 1), 'no host'],
    [
      new Set(servers.map((s: any) => s.port.name)).size !== servers.length,
      'port names not unique',
    ],
    [servers.some((s: any) => s.port.targetPort !== undefined), 'targetPort in a Gateway'],
    [
      servers.some(
        (s: any) => ['TLS', 'HTTPS'].includes(s.port.protocol) !== (s.tls !== undefined),
      ),
      'tls and protocol disagree',
    ],
  ]);
}

function destinationRule({ trafficPolicy, subsets = [] }: any): string[] {
  const names = subsets.map((s: any) => s.name);
  const lb = trafficPolicy?.loadBalancer?.localityLbSetting ?? {};
  return when([
    [
      trafficPolicy !== undefined && Object.keys(trafficPolicy).length === 0,
      'empty traffic policy',
    ],
    [
      new Set(names).size !== names.length || names.some((n: string) => !LABEL.test(n)),
      'subset names',
    ],
    [
      (lb.failover || lb.failoverPriority) && !trafficPolicy.outlierDetection,
      'failover without outlierDetection',
    ],
    [lb.failover && lb.distribute, 'failover and distribute'],
    [lb.failoverPriority && lb.distribute, 'failoverPriority and distribute'],
    [
      (lb.distribute ?? []).some(
        (d: any) =>
          Object.values<number>(d.to).reduce((a, b) => a + b, 0) !== 100 ||
          Object.values<number>(d.to).includes(0),
      ),
      'shares',
    ],
    [
      trafficPolicy?.loadBalancer?.simple && trafficPolicy.loadBalancer.consistentHash,
      'simple and consistentHash',
    ],
    [
      trafficPolicy?.connectionPool && Object.keys(trafficPolicy.connectionPool).length === 0,
      'empty connection pool',
    ],
    [
      [trafficPolicy, ...(trafficPolicy?.portLevelSettings ?? [])].some(
        ({ connectionPool: pool, outlierDetection: ejection }: any = {}) =>
          [
            pool?.tcp?.connectTimeout,
            pool?.http?.idleTimeout,
            pool?.tcp?.maxConnectionDuration,
            ejection?.interval,
            ejection?.baseEjectionTime,
          ].some(isShort),
      ),
      'duration',
    ],
  ]);
}

function virtualService({ hosts = [], http = [], exportTo = [] }: any): string[] {
  const weights = http.map(({ route = [] }: any) =>
    route.length > 1 ? route.reduce((sum: number, r: any) => sum + (r.weight ?? 0), 0) : 100,
  );
  return when([
    [hosts.length < 1 || new Set(hosts).size !== hosts.length, 'hosts'],
    [http.some((h: any) => !h.route?.length), 'http without route'],
    [weights.some((sum: number) => sum !== 100), 'weights'],
    [http.slice(0, -1).some((h: any) => !h.match), 'route that is never reached'],
    [
      http.some((h: any) =>
        [h.timeout, h.retries?.perTryTimeout, h.fault?.delay?.fixedDelay].some(isShort),
      ),
      'timeout',
    ],
    [
      http.some((h: any) =>
        [h.headers?.request, h.headers?.response].some(
          (o: any = {}) =>
            [...Object.keys({ ...o.set, ...o.add }), ...(o.remove ?? [])].some(name =>
              /^(:|host$|$)/i.test(name),
            ) ||
            Object.values<string>({ ...o.set, ...o.add }).some(
              value => (value.match(/%/g) ?? []).length % 2 !== 0,
            ),
        ),
      ),
      'headers',
    ],
    [
      http.some((h: any) =>
        [h.mirrorPercentage, h.fault?.delay?.percentage, h.fault?.abort?.percentage].some(
          share => share && !(share.value > 0 && share.value <= 100),
        ),
      ),
      'percentage',
    ],
    [
      http.some(
        (h: any) =>
          h.retries &&
          (h.retries.attempts < 0 ||
            (h.retries.attempts === 0 && h.retries.perTryTimeout !== undefined)),
      ),
      'retries',
    ],
    [
      http.some((h: any) =>
        h.match?.some((m: any) =>
          Object.values<any>(m.headers ?? {}).some(c => Object.keys(c).length !== 1),
        ),
      ),
      'header match',
    ],
    [exportTo.length > 1 && exportTo.includes('*'), '"*" beside others in exportTo'],
  ]);
}

/** The rule of the CRDs for durations: at least a millisecond. */
function isShort(text: string | undefined): boolean {
  const [, hours = '0', minutes = '0', seconds = '0', millis = '0'] =
    /^(?:([\d.]+)h)?(?:([\d.]+)m)?(?:([\d.]+)s)?(?:([\d.]+)ms)?$/.exec(text ?? '') ?? [];
  return (
    text !== undefined &&
    Number(hours) * 3.6e6 + Number(minutes) * 6e4 + Number(seconds) * 1e3 + Number(millis) < 1
  );
}

function sidecar({ egress = [] }: any): string[] {
  return when([
    [egress.length < 1 || egress.some((e: any) => e.hosts.length < 1), 'no egress host'],
    [
      egress.some((e: any) => e.hosts.some((host: string) => !/^[^/]+\/[^/]+$/.test(host))),
      'egress host',
    ],
  ]);
}

function authorizationPolicy({ action, rules = [], selector }: any): string[] {
  return when([
    [action === 'DENY' && rules.length < 1, 'DENY without rules does nothing'],
    [
      rules.some((r: any) =>
        r.from?.some((f: any) =>
          Object.values<any>(f.source).some(list => list.length < 1 || list.includes('')),
        ),
      ),
      'empty source',
    ],
    [
      rules.some((r: any) =>
        r.to?.some((t: any) =>
          (t.operation.ports ?? []).some((port: string) => !/^[1-9]\d{0,4}$/.test(port)),
        ),
      ),
      'port',
    ],
    [Object.keys(selector?.matchLabels ?? {}).some(key => key.includes('*')), 'selector'],
  ]);
}

function when(rules: Array<[unknown, string]>): string[] {
  return rules.filter(([broken]) => broken).map(([, message]) => message);
}
