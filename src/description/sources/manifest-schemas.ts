const TEXT = { type: 'string' };
const TEXTS = { type: 'object', additionalProperties: TEXT };
const map = (properties: object) => ({ type: 'object', properties });
const list = (items: object) => ({ type: 'array', items });

const METADATA = map({ name: TEXT, namespace: TEXT, labels: TEXTS, annotations: TEXTS });
const SERVICE = map({
  metadata: METADATA,
  spec: map({
    clusterIP: TEXT,
    selector: TEXTS,
    ports: list({
      ...map({
        name: TEXT,
        port: { type: 'integer' },
        protocol: TEXT,
        appProtocol: TEXT,
        targetPort: { type: ['integer', 'string'] },
      }),
      required: ['port'],
    }),
  }),
});
const CONTAINERS = list(
  map({ ports: list(map({ name: TEXT, containerPort: { type: 'integer' } })) }),
);
const POD = map({
  metadata: METADATA,
  spec: map({
    serviceAccountName: TEXT,
    serviceAccount: TEXT,
    hostNetwork: { type: 'boolean' },
    containers: CONTAINERS,
    initContainers: CONTAINERS,
  }),
});
const CONTROLLER = map({
  metadata: METADATA,
  spec: map({
    replicas: { type: 'integer' },
    serviceName: TEXT,
    ordinals: map({ start: { type: 'integer' } }),
    template: POD,
  }),
});

/** The parts of each kind that are used. Compiled into `generated/manifests.ts`. @internal */
export const MANIFEST_SCHEMAS = { service: SERVICE, pod: POD, controller: CONTROLLER };
