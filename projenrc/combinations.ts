/**
 * What keys of one struct say together, for the schema that editors read: what is required where
 * another one says something, and what excludes what. By the name of the struct; each with the code
 * by which synth refuses it. What depends on other structs, on clusters' versions or on defaults is
 * not for a schema to say.
 */
type Schema = Record<string, unknown>;

const oneIsSaid = (...keys: string[]): Schema => ({
  anyOf: keys.map(key => ({ required: [key] })),
});

/** One of two is said, and not both. */
const oneOfBoth = (...keys: string[]): Schema => ({
  oneOf: keys.map(key => ({ required: [key] })),
});

/** Where a condition holds, none of these keys is said. */
const without = (...keys: string[]): Schema => ({
  properties: Object.fromEntries(keys.map(key => [key, false])),
});

const is = (key: string, value: unknown): Schema => ({
  required: [key],
  properties: { [key]: { const: value } },
});

const IN_VIRTUAL_SERVICE = ['routes', 'timeout', 'retries', 'headers', 'mirror', 'fault'];

/** A file that says all about its clusters itself. */
const ALONE = {
  not: oneIsSaid('clusterDefaults', 'inventory', 'rollout'),
};

const ALL = { type: 'array', items: [{ const: '*' }] };

export const COMBINATIONS: { readonly [struct: string]: Schema } = {
  MeshFile: {
    allOf: [
      // MESH203
      {
        if: { not: oneIsSaid('include', 'inventory') },
        then: { properties: { clusters: { minItems: 2 } } },
      },
      // MESH103, MESH212
      {
        if: ALONE,
        then: {
          properties: {
            clusters: { items: { required: ['istio'], dependencies: { zone: ['region'] } } },
          },
        },
      },
    ],
  },
  ServiceSourceProps: {
    allOf: [
      // MESH103, MESH185
      {
        if: is('render', 'helm'),
        then: { required: ['release', 'namespace'] },
        else: without('release', 'valuesFiles'),
      },
      { if: { required: ['render'] }, then: without('exclude') },
    ],
  },
  // MESH262
  GatewayDeploymentProps: {
    if: { required: ['replicas'] },
    then: without('minReplicas', 'maxReplicas', 'targetCpuPercent'),
  },
  // MESH714
  CacertsProps: {
    if: { required: ['certificatesDirectory'] },
    then: without('certificates'),
  },
  ServiceProps: {
    allOf: [
      // MESH342
      {
        if: { not: { required: ['workloadNamespace'] } },
        then: { properties: { namespace: { pattern: '^(?!kube-)' } } },
      },
      // MESH408
      { if: is('authorization', 'enforce'), then: { required: ['localCallers'] } },
      // MESH511
      {
        if: is('gatewayRoute', 'sni'),
        then: {
          properties: { subsets: { maxItems: 0 }, members: false, aliases: { maxItems: 0 } },
        },
      },
      // MESH448
      {
        if: { required: ['spiffeIds'] },
        then: without('serviceAccounts', 'serviceAccountsByCluster'),
      },
      // MESH370
      { if: is('ownVirtualService', true), then: without(...IN_VIRTUAL_SERVICE) },
      // MESH440
      { if: { required: ['members'] }, then: { properties: { clusters: { maxItems: 1 } } } },
      // MESH456
      {
        if: is('kubernetesName', true),
        then: { properties: { subsets: { maxItems: 0 } } },
      },
    ],
  },
  // MESH308
  ServicePort: { if: { required: ['targetPortName'] }, then: without('targetPort') },
  // MESH403, MESH404, MESH405
  GrantProps: {
    if: is('everyone', true),
    then: without('clusters', 'namespaces', 'serviceAccounts', 'spiffeIds'),
    else: {
      required: ['clusters', 'namespaces'],
      ...oneOfBoth('serviceAccounts', 'spiffeIds'),
      if: { properties: { namespaces: ALL } },
      then: { properties: { serviceAccounts: ALL } },
    },
  },
  LocalCallers: oneOfBoth('serviceAccounts', 'spiffeIds'),
  // MESH335
  FailoverProps: {
    if: { required: ['weights'] },
    then: { properties: { order: { maxItems: 0 } } },
  },
  // MESH340
  HeaderMatch: { oneOf: ['exact', 'prefix', 'regex'].map(key => ({ required: [key] })) },
  // MESH341
  RetryProps: {
    if: is('attempts', 0),
    then: without('perTryTimeout', 'retryOn', 'methods'),
  },
  TcpKeepaliveProps: { minProperties: 1 },
  LoadBalancerProps: { maxProperties: 1 },
  FaultProps: { minProperties: 1 },
  // MESH371
  CallerSettings: oneIsSaid('timeout', 'retries', 'headers', 'fault', 'trafficPolicy'),
  // MESH372
  MirrorProps: oneIsSaid('service', 'subset'),
  // MESH373
  HeaderChanges: { minProperties: 1 },
  HeaderOperations: {
    anyOf: [
      { required: ['set'], properties: { set: { minProperties: 1 } } },
      { required: ['add'], properties: { add: { minProperties: 1 } } },
      { required: ['remove'], properties: { remove: { minItems: 1 } } },
    ],
  },
  // MESH143
  RolloutProps: {
    anyOf: [
      ...['istio', 'revision', 'upgrade'].map(key => ({ required: [key] })),
      { required: ['clusters'], properties: { clusters: { minItems: 1 } } },
    ],
  },
};
