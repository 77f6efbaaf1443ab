import { readdirSync, readFileSync } from 'fs';
import * as path from 'path';
import { parse, parseAllDocuments } from 'yaml';

/* eslint-disable @typescript-eslint/no-explicit-any -- objects of the API, as they come */
type KubernetesObject = any;

/** The files of a Secret `cacerts`. */
export type CacertsFiles = Readonly<Record<string, string>>;

/** What a faithful API server would have after everything was applied, by code of its own. */
export function liveCluster(directory: string, cacerts: CacertsFiles): KubernetesObject[] {
  const values = (name: string) =>
    parse(readFileSync(path.join(directory, 'helm', `${name}.yaml`), 'utf8'));
  const applied = filesBelow(path.join(directory, 'manifests')).flatMap(file =>
    parseAllDocuments(readFileSync(file, 'utf8')).map(document => document.toJS()),
  );
  const world = parse(readFileSync(path.join(directory, 'world.yaml'), 'utf8'));
  const gateway = (world.gateways ?? []).flatMap((one: any) =>
    gatewayObjects(values(one.name), one),
  );
  return [
    ...applied,
    ...istiodObjects(values('istiod'), world.istio),
    ...gateway,
    ...secretObjects(cacerts),
    ...OF_OTHERS,
  ].map(asServed);
}

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.yaml'))
    .sort()
    .map(file => path.join(folder, file));

/** What the server, controllers and webhooks add. */
function asServed(object: KubernetesObject, index: number): KubernetesObject {
  const { kind, metadata } = object;
  const added: { readonly [kind: string]: () => object } = {
    Namespace: () => ({ spec: { finalizers: ['kubernetes'] }, status: { phase: 'Active' } }),
    Service: () => ({
      spec: servedService(object.spec, index),
      status: object.status ?? { loadBalancer: {} },
    }),
    Deployment: () => ({
      spec: servedDeployment(object.spec),
      status: { observedGeneration: 1, replicas: 1, availableReplicas: 1, readyReplicas: 1 },
    }),
  };
  return {
    ...object,
    ...added[kind]?.(),
    metadata: {
      ...metadata,
      uid: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
      resourceVersion: String(100 + index),
      creationTimestamp: '2026-11-01T10:00:00Z',
      generation: 1,
      managedFields: [{ manager: 'kubectl', operation: 'Apply', fieldsV1: {} }],
      labels: {
        ...metadata.labels,
        ...(kind === 'Namespace' ? { 'kubernetes.io/metadata.name': metadata.name } : {}),
        'added.example.com/by': 'somebody',
      },
      annotations: { ...metadata.annotations, 'added.example.com/why': 'for a reason' },
    },
  };
}

const servedService = (spec: any, index: number) => ({
  clusterIP: `10.96.0.${index}`,
  clusterIPs: [spec.clusterIP ?? `10.96.0.${index}`],
  sessionAffinity: 'None',
  type: 'ClusterIP',
  internalTrafficPolicy: 'Cluster',
  ...spec,
  ports: spec.ports.map((port: any) => ({ protocol: 'TCP', ...port })),
});

function servedDeployment(spec: any) {
  const { template } = spec;
  return {
    progressDeadlineSeconds: 600,
    revisionHistoryLimit: 10,
    strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' } },
    ...spec,
    template: {
      metadata: { creationTimestamp: null, ...template.metadata },
      spec: {
        dnsPolicy: 'ClusterFirst',
        restartPolicy: 'Always',
        schedulerName: 'default-scheduler',
        securityContext: {},
        terminationGracePeriodSeconds: 30,
        ...template.spec,
        containers: template.spec.containers.map((container: any) => ({
          imagePullPolicy: 'Always',
          resources: {},
          terminationMessagePath: '/dev/termination-log',
          ...container,
          ports: container.ports?.map((port: any) => ({ protocol: 'TCP', ...port })),
        })),
      },
    },
  };
}

/** As the chart `istiod` of Istio has them. */
function istiodObjects(values: any, version: string): KubernetesObject[] {
  const { global, meshConfig, revision, pilot, env } = values;
  const suffix = revision ? `-${revision}` : '';
  const namespace = global.istioNamespace;
  const rev = revision ?? 'default';
  const variables = {
    REVISION: rev,
    CLUSTER_ID: global.multiCluster.clusterName,
    ...env,
    ...pilot?.env,
  };
  const configMap = (name: string, data: object) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: `${name}${suffix}`, namespace },
    data,
  });
  const mesh = {
    defaultProviders: { metrics: ['prometheus'] },
    enablePrometheusMerge: true,
    rootNamespace: namespace,
    ...meshConfig,
    defaultConfig: {
      discoveryAddress: `istiod.${namespace}.svc:15012`,
      ...meshConfig.defaultConfig,
    },
  };
  const injected = { global: { ...global, hub: 'docker.io/istio', proxy: {} }, revision: rev };
  return [
    deployment(
      `istiod${suffix}`,
      namespace,
      { app: 'istiod', 'istio.io/rev': rev },
      {
        name: 'discovery',
        image: `docker.io/istio/pilot:${version}.3-distroless`,
        env: Object.entries(variables).map(([name, value]) => ({ name, value: String(value) })),
      },
    ),
    configMap('istio', { mesh: JSON.stringify(mesh), meshNetworks: 'networks: {}' }),
    configMap('istio-sidecar-injector', { values: JSON.stringify(injected, undefined, 2) }),
  ];
}

/** As the chart `gateway` of Istio has them, behind a load balancer. */
function gatewayObjects(values: any, { name, namespace, addresses = [] }: any): KubernetesObject[] {
  const env = Object.entries(values.env).map(([variable, value]) => ({ name: variable, value }));
  const ingress = addresses.map((address: string) => {
    const [host] = address.split(':');
    return /^[\d.]+$/.test(host) ? { ip: host } : { hostname: host };
  });
  const labels = { 'sidecar.istio.io/inject': 'true', ...values.labels };
  return [
    deployment(name, namespace, labels, { name: 'istio-proxy', image: 'auto', env }),
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, namespace },
      spec: { type: values.service.type, ports: values.service.ports, selector: values.labels },
      status: { loadBalancer: { ingress } },
    },
  ];
}

const deployment = (name: string, namespace: string, labels: object, container: object) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, namespace, labels },
  spec: {
    replicas: 1,
    selector: { matchLabels: labels },
    template: { metadata: { labels }, spec: { containers: [container] } },
  },
});

const secretObjects = (files: CacertsFiles): KubernetesObject[] => [
  {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'cacerts', namespace: 'istio-system' },
    data: Object.fromEntries(
      Object.entries(files).map(([name, text]) => [name, Buffer.from(text).toString('base64')]),
    ),
  },
  {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'istio-ca-root-cert', namespace: 'istio-system' },
    data: { 'root-cert.pem': files['root-cert.pem'] },
  },
];

/** One of each kind that may not be there at all, which has nothing to do with the mesh. */
const istioObject = (group: string, kind: string, spec: object): KubernetesObject => ({
  apiVersion: `${group}.istio.io/v1`,
  kind,
  metadata: { name: 'of-others', namespace: 'elsewhere' },
  spec,
});
const OF_OTHERS: readonly KubernetesObject[] = [
  istioObject('networking', 'ServiceEntry', { hosts: ['api.example.com'] }),
  istioObject('networking', 'DestinationRule', { host: 'api' }),
  istioObject('networking', 'VirtualService', { hosts: ['api'] }),
  istioObject('networking', 'Gateway', {
    selector: { istio: 'ingressgateway' },
    servers: [{ port: { number: 443 }, hosts: ['*'] }],
  }),
  istioObject('security', 'AuthorizationPolicy', { action: 'DENY' }),
  istioObject('security', 'PeerAuthentication', { mtls: { mode: 'DISABLE' } }),
];
