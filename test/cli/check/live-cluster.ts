import { existsSync, readdirSync, readFileSync } from 'fs';
import { isIP, isIPv6 } from 'net';
import * as path from 'path';
import { parseAllDocuments } from 'yaml';
import { dnsInForce } from './live-dns';

/* eslint-disable @typescript-eslint/no-explicit-any -- objects of the API, as they come */
type KubernetesObject = any;

/** The files of a Secret `cacerts`. */
export type CacertsFiles = Readonly<Record<string, string>>;

/** What a faithful API server would have after everything was applied, by code of its own. */
export function liveCluster(directory: string, cacerts: CacertsFiles): KubernetesObject[] {
  const documents = (...folders: string[]) =>
    folders.flatMap(folder => filesBelow(path.join(directory, folder)).flatMap(documentsOf));
  const applied = documents('manifests');
  const [{ gateways = [], istio = installedBy(directory) } = {} as any] = documents('world.yaml');
  const operated = [...documents('gitops'), ...applied].filter(({ kind }) =>
    /^(HelmRelease|Istio)$/.test(kind),
  );
  const installed = [...documents('helm'), ...operated.map(({ spec }) => spec.values)];
  const istiods = installed.filter(values => values?.global?.multiCluster?.clusterName);
  const labelled = applied.find(
    ({ metadata }) => metadata.labels?.['topology.istio.io/network'] !== undefined,
  );
  const root: string =
    istiods[0]?.global.istioNamespace ?? labelled?.metadata.name ?? 'istio-system';
  const objects = [
    ...applied,
    ...istiods.flatMap(values => istiodObjects(values, istio)),
    ...(istiods.length === 0 && istio ? [istiodOf(root, istio)] : []),
    ...gateways.flatMap((one: any) =>
      gatewayObjects(installed.find(values => values?.name === one.name) ?? BY_OTHERS, one),
    ),
    ...secretObjects(cacertsOf([...applied, ...documents('other')]) ?? cacerts, root),
    ...OF_OTHERS,
  ];
  return [...objects, ...dnsInForce(objects, documents('other'))].map(asServed);
}

/** What a tool makes of the version in its objects, whichever they are. */
function installedBy(directory: string): string | undefined {
  const [, version] =
    filesBelow(path.join(directory, 'gitops'))
      .concat(filesBelow(path.join(directory, 'manifests/control-plane')))
      .map(file =>
        /chart: istiod\n[^]*?(?:targetRevision|version): ~?v?([\d.]+)|kind: Istio\n[^]*?version: v([\d.]+)/
          .exec(readFileSync(file, 'utf8'))
          ?.filter(one => one !== undefined),
      )
      .find(found => found) ?? [];
  return version;
}

const filesBelow = (folder: string): string[] =>
  /\.\w+$/.test(folder) || !existsSync(folder)
    ? [folder].filter(file => existsSync(file))
    : readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter(file => /\.(yaml|json)$/.test(file))
        .sort()
        .map(file => path.join(folder, file));

const documentsOf = (file: string): KubernetesObject[] =>
  parseAllDocuments(readFileSync(file, 'utf8')).map(document => document.toJS());

/** What was written for the Secret, whose key is encrypted. */
function cacertsOf(objects: readonly KubernetesObject[]): CacertsFiles | undefined {
  const found = objects.find(({ metadata }) => metadata?.name === 'cacerts');
  return found?.stringData ?? found?.spec?.template?.data;
}

/** Values of a gateway that somebody else installed. */
const BY_OTHERS = {
  labels: { istio: 'eastwestgateway' },
  env: {},
  service: { type: 'LoadBalancer', ports: [{ port: 15443 }] },
};

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
  const { global, meshConfig = {}, revision, pilot, env } = values;
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
    istiodOf(namespace, version, revision, variables),
    configMap('istio', { mesh: JSON.stringify(mesh), meshNetworks: 'networks: {}' }),
    configMap('istio-sidecar-injector', { values: JSON.stringify(injected, undefined, 2) }),
  ];
}

function istiodOf(
  namespace: string,
  version: string,
  revision?: string,
  variables: object = {},
): KubernetesObject {
  const labels = { app: 'istiod', 'istio.io/rev': revision ?? 'default' };
  const tag = /\.\d+\./.test(version) ? version : `${version}.3`;
  return deployment(`istiod${revision ? `-${revision}` : ''}`, namespace, labels, {
    name: 'discovery',
    image: `docker.io/istio/pilot:${tag}-distroless`,
    env: Object.entries(variables).map(([name, value]) => ({ name, value: String(value) })),
  });
}

/** As the chart `gateway` of Istio has them, with the addresses that were written. */
function gatewayObjects(
  { env, labels, service: { type, ports } }: any,
  { name, namespace, addresses = [], localAddresses = [] }: any,
): KubernetesObject[] {
  const hosts: string[] = addresses.map((one: string) =>
    isIPv6(one) ? one : one.replace(/:\d+$/, ''),
  );
  const variables = Object.entries(env).map(([variable, value]) => ({ name: variable, value }));
  const clusterIP = localAddresses.find(isIP);
  return [
    deployment(
      name,
      namespace,
      { 'sidecar.istio.io/inject': 'true', ...labels },
      { name: 'istio-proxy', image: 'auto', env: variables },
    ),
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, namespace },
      spec: { type, ports, selector: labels, ...(clusterIP ? { clusterIP } : {}) },
      status: {
        loadBalancer: {
          ingress: hosts.map(host => (isIP(host) ? { ip: host } : { hostname: host })),
        },
      },
    },
    ...(ports.some((one: any) => one.nodePort) ? hosts : []).map((address, i) => ({
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name: `node-${i}` },
      status: { addresses: [{ type: 'ExternalIP', address }] },
    })),
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

const secretObjects = (files: CacertsFiles, namespace: string): KubernetesObject[] => [
  {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'cacerts', namespace },
    data: Object.fromEntries(
      Object.entries(files).map(([name, text]) => [name, Buffer.from(text).toString('base64')]),
    ),
  },
  {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'istio-ca-root-cert', namespace },
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
