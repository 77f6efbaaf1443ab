import * as fc from 'fast-check';
import {
  AuthorizationMode,
  CallerSettings,
  ClusterProps,
  DnsMode,
  FailoverProps,
  GatewayAddress,
  GatewayRoute,
  GrantProps,
  IstiodProps,
  LocalCallers,
  MulticlusterMeshProps,
  Platform,
  Protocol,
  RouteProps,
  ServiceProps,
  SubsetProps,
} from '../../src';

const NAMES = ['c0', 'c1', 'c2', 'c3'];
const NAMESPACES = ['shop', 'data', 'web', 'ops'];
const SUBSETS = [
  { name: 'v1', labels: { version: 'v1' } },
  { name: 'v2', labels: { version: 'v2' } },
];

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const some = (names: readonly string[]) => fc.subarray([...names], { minLength: 1 });

const address = (i: number) =>
  fc.oneof(
    {
      weight: 9,
      arbitrary: fc.constantFrom(
        GatewayAddress.ip(`8.8.${i}.1`),
        GatewayAddress.ip(`2a00:${i + 1}::1`),
        GatewayAddress.nodePort(`8.8.${i}.2`, 31443),
        GatewayAddress.ip(`8.8.${i}.3`, 443),
      ),
    },
    { weight: 1, arbitrary: fc.constant(GatewayAddress.hostname(`gw${i}.example.com`)) },
  );

const cluster = (name: string, i: number): fc.Arbitrary<ClusterProps> =>
  fc.record({
    name: fc.constant(name),
    istio: fc.constantFrom('1.20', '1.24', '1.25', '1.29.2'),
    region: fc.constantFrom(undefined, 'a', `r${i}`, `r${i}`),
    trustDomain: fc.constantFrom(undefined, undefined, `td${i}`),
    gateway: fc.record({
      addresses: fc.uniqueArray(address(i), { minLength: 1, maxLength: 2, selector: String }),
      namespace: maybe(fc.constantFrom('istio-system', 'gateways')),
      otherGatewayHosts: maybe(fc.constantFrom([], ['*.local'], ['*.shop.mesh.internal', 'x.y'])),
      labels: fc.constantFrom<ClusterProps['labels']>(
        undefined,
        undefined,
        undefined,
        { istio: 'eastwestgateway', role: 'edge' },
        { istio: 'egressgateway' },
      ),
    }),
    egressGateway: fc.constantFrom(undefined, undefined, undefined, undefined, undefined, {
      address: '10.0.0.9',
    }),
    draining: fc.boolean().map(x => x && i === 3),
    sidecars: fc.constantFrom(undefined, [{ namespace: 'web' }]),
    existingNamespaces: fc.constantFrom(undefined, ['shop'], ['data', 'istio-system']),
    istiod: fc.constantFrom<IstiodProps | undefined>(
      undefined,
      undefined,
      { revision: 'blue' },
      { revision: 'blue', revisionTag: 'stable', upgrade: { istio: '1.30', revision: 'green' } },
      { upgrade: { istio: '1.30', revision: 'green' } },
      { revision: 'blue', revisionTag: 'default' },
    ),
    namespaces: fc.constantFrom(undefined, undefined, [{ name: 'apps', labels: { team: 'a' } }]),
    namespaceLabels: maybe(fc.constant({ mesh: 'yes' })),
    dns: fc.constantFrom(
      undefined,
      { mode: DnsMode.NONE },
      { mode: DnsMode.FORWARD, serverIp: '10.9.0.53' },
    ),
    platform: fc.constant(Platform.AKS),
  });

const localCallers: fc.Arbitrary<LocalCallers[]> = fc.array(
  fc.record({
    namespace: fc.constantFrom(...NAMESPACES),
    serviceAccounts: fc.constantFrom(['*'], ['x', 'y']),
  }),
  { maxLength: 2 },
);

const service = (index: number): fc.Arbitrary<ServiceProps> =>
  fc
    .record({
      name: fc.constant(`s${index}`),
      // a key of every object, seldom
      portName: fc.constantFrom(...Array(8).fill('grpc'), 'constructor'),
      namespace: fc.constantFrom('shop', 'data'),
      clusters: some(NAMES),
      ports: fc.subarray(
        [
          { number: 80, protocol: Protocol.HTTP, targetPort: 8080 },
          { number: 81, protocol: Protocol.GRPC, targetPortName: 'grpc' },
          { number: 3306, protocol: Protocol.MYSQL },
        ],
        { minLength: 1 },
      ),
      selector: fc.constantFrom<ServiceProps['selector']>(
        { app: 'x' },
        { app: `s${index}` },
        { tier: `t${index}` },
      ),
      serviceAccounts: some(['x', 'y']),
      virtualIps: fc.constantFrom<string[] | undefined>(undefined, [`240.1.0.${index + 1}`]),
      workloadNamespace: fc.constantFrom(undefined, undefined, 'apps'),
      aliases: fc.constantFrom<string[] | undefined>(undefined, undefined, [`alias${index}.shop`]),
      subsets: fc.constantFrom<SubsetProps[] | undefined>(undefined, SUBSETS, [
        SUBSETS[0],
        { ...SUBSETS[1], clusters: ['c1'] },
      ]),
      routes: fc.constantFrom<RouteProps[] | undefined>(undefined, undefined, [
        {
          destinations: [
            { subset: 'v1', weight: 60 },
            { subset: 'v2', weight: 40 },
          ],
        },
      ]),
      gatewayRoute: fc.constantFrom(undefined, undefined, undefined, GatewayRoute.SNI),
      authorization: fc.constantFrom(...Object.values(AuthorizationMode)),
      localCallers,
      sharesPods: fc.constantFrom(undefined, undefined, undefined, true),
      failover: fc.constantFrom<FailoverProps | undefined>(
        undefined,
        undefined,
        { order: ['c2', 'c0', 'c1'] },
        { weights: { c0: 1, c1: 2, c2: 996, c3: 1 } },
      ),
      timeout: fc.constantFrom(undefined, '5s'),
      headers: fc.constantFrom(undefined, undefined, { request: { set: { 'x-a': '%%' } } }),
      callerSettings: fc.constantFrom<CallerSettings[] | undefined>(
        ...Array(6).fill(undefined),
        [{ clusters: ['c0'], trafficPolicy: { connectionPool: { maxConnections: 9 } } }],
        [
          {
            clusters: ['c1'],
            namespaces: ['web'],
            trafficPolicy: { connectionPool: { tcpKeepalive: { time: '1m' } } },
          },
        ],
      ),
    })
    .map(({ portName, ports, ...props }) =>
      consistent({
        ...props,
        ports: ports.map(port =>
          'targetPortName' in port ? { ...port, targetPortName: portName } : port,
        ),
      }),
    );

/**
 * Rules about choices that exclude each other have their own tests. Most of the descriptions made
 * here should be valid.
 */
function consistent({ failover, subsets, routes, ports, ...props }: ServiceProps): ServiceProps {
  const serves = (name: string) => props.clusters.includes(name);
  const isSni = props.gatewayRoute === GatewayRoute.SNI;
  return {
    ...props,
    ports:
      props.authorization === AuthorizationMode.ENFORCE
        ? ports.map(({ targetPortName, ...port }) => port)
        : ports,
    failover: failover && {
      order: failover.order?.filter(serves),
      weights:
        failover.weights &&
        Object.fromEntries(Object.entries(failover.weights).filter(([name]) => serves(name))),
    },
    subsets: isSni
      ? undefined
      : subsets?.map(subset => ({
          ...subset,
          clusters: subset.clusters?.every(serves) ? subset.clusters : undefined,
        })),
    routes:
      isSni || !subsets || !ports.some(port => port.protocol !== Protocol.MYSQL)
        ? undefined
        : routes,
    ...(ports.some(port => port.protocol !== Protocol.MYSQL)
      ? {}
      : { timeout: undefined, headers: undefined }),
    ...(isSni ? { workloadNamespace: undefined, aliases: undefined } : {}),
  };
}

/** Objects of the last one get the names that those of the first have in another namespace. */
const joined = ([first, second, last]: readonly ServiceProps[]) => [
  consistent({ ...first, namespace: 'shop', workloadNamespace: 'apps' }),
  second,
  { ...last, name: 's0-shop', namespace: 'apps' },
];

const ALL: fc.Arbitrary<string[]> = fc.constant(['*']);

const grant: fc.Arbitrary<GrantProps> = fc
  .record({
    services: some(['s0', 's1', 's2'].flatMap(name => [`${name}.shop`, `${name}.data`])),
    clusters: fc.oneof(some([...NAMES, 'caller']), ALL),
    namespaces: fc.oneof({ weight: 7, arbitrary: some(NAMESPACES) }, ALL),
    everyone: fc.integer({ min: 0, max: 15 }).map(x => x === 0),
    forgotten: fc.constantFrom(...Array(30), 'clusters', 'namespaces', 'serviceAccounts'),
  })
  .map(({ services, everyone, forgotten, ...names }) =>
    everyone
      ? { services, everyone }
      : { services, serviceAccounts: ['*'], ...names, [forgotten]: undefined },
  );

/** Without the settings for callers that no grant lets in. */
function forCallers(props: ServiceProps, grants: readonly GrantProps[]): ServiceProps {
  const key = `${props.name}.${props.namespace}`;
  const open = grants.filter(({ services }) => services.includes(key));
  const isLetIn = ({ clusters: [caller], namespaces = [] }: CallerSettings) =>
    open.some(
      ({ everyone, clusters = [], namespaces: from = [] }) =>
        everyone ||
        (clusters.some(name => name === '*' || name === caller) &&
          (from[0] === '*' || namespaces.every(name => from.includes(name)))),
    );
  return { ...props, callerSettings: props.callerSettings?.filter(isLetIn) };
}

const threeServices = fc.tuple(service(0), service(1), service(2));

/**
 * Meshes of Istio 1.20 and later, in nearly all that traffic can be told. Grants only what is
 * declared, so that most of the descriptions are valid.
 */
export const modern: fc.Arbitrary<MulticlusterMeshProps> = fc
  .record({
    clusters: fc.tuple(
      ...NAMES.map(cluster),
      fc.constantFrom<ClusterProps>(
        { name: 'caller', istio: '1.29', region: 'a' },
        { name: 'caller', istio: '1.22' },
      ),
    ),
    services: fc.oneof(
      { weight: 9, arbitrary: threeServices },
      { weight: 1, arbitrary: threeServices.map(joined) },
    ),
    granted: fc.array(grant, { maxLength: 4 }),
  })
  .map(({ clusters, services, granted, ...rest }) => {
    const domains = clusters.map(({ trustDomain = 'cluster.local' }) => trustDomain);
    const declared = new Set(services.map(({ name, namespace }) => `${name}.${namespace}`));
    const grants = granted
      .map(g => ({ ...g, services: g.services.filter(key => declared.has(key)) }))
      .filter(g => g.services.length > 0);
    return {
      ...rest,
      clusters: clusters.map(one => ({
        ...one,
        trustDomainAliases: [...new Set(domains)].filter(
          domain => domain !== (one.trustDomain ?? 'cluster.local'),
        ),
      })),
      suffix: 'mesh.internal',
      services: services.map(one => forCallers(one, grants)),
      grants,
    };
  });
