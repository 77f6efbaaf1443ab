import { Testing } from 'cdk8s';
import { stringify } from 'yaml';
import { BASE, problemsOf, summarize, withCluster } from './base';
import {
  ClusterFile,
  ClusterProps,
  DnsMode,
  ExistingIstioProps,
  MulticlusterMesh,
} from '../../src';

/** What cluster1 needs, as somebody else would have it. */
const MESH_CONFIG = {
  trustDomain: 'cluster.local',
  rootNamespace: 'istio-system',
  defaultConfig: { proxyMetadata: { ISTIO_META_DNS_CAPTURE: 'true' } },
};
const ISTIOD = { global: { network: 'cluster1' }, meshConfig: MESH_CONFIG };
const GATEWAY = {
  labels: { istio: 'eastwestgateway' },
  env: { ISTIO_META_REQUESTED_NETWORK_VIEW: 'cluster1' },
  service: { ports: [{ name: 'tls', port: 15443, targetPort: 15443 }] },
};
const CONFIG_MAP = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'istio', namespace: 'istio-system' },
  data: { mesh: stringify(MESH_CONFIG), meshNetworks: 'networks: {}' },
};
const RIGHT: ExistingIstioProps = {
  meshConfig: stringify(CONFIG_MAP),
  istiodValues: stringify(ISTIOD),
  gatewayValues: stringify(GATEWAY),
};

const problems = (existingIstio: ExistingIstioProps, props: Partial<ClusterProps> = {}) =>
  summarize(problemsOf(withCluster({ existingIstio, ...props }))).map(problem =>
    problem.replace('clusters[0].', ''),
  );

test.each<[string, ExistingIstioProps]>([
  ['nothing that is known', {}],
  ['everything', RIGHT],
  ['a mesh config by itself', { meshConfig: stringify(MESH_CONFIG) }],
  [
    'defaults of Istio that are not said',
    {
      istiodValues: stringify({
        ...ISTIOD,
        meshConfig: { defaultConfig: MESH_CONFIG.defaultConfig },
      }),
    },
  ],
  [
    'values of the Sail operator',
    {
      istiodValues: stringify({
        apiVersion: 'sailoperator.io/v1',
        kind: 'Istio',
        spec: { values: ISTIOD },
      }),
    },
  ],
  [
    'values of Flux',
    {
      istiodValues: stringify({
        apiVersion: 'helm.toolkit.fluxcd.io/v2',
        kind: 'HelmRelease',
        spec: { values: ISTIOD },
      }),
    },
  ],
  [
    'an IstioOperator, with the mesh config beside the values',
    {
      istiodValues: stringify({
        apiVersion: 'install.istio.io/v1alpha1',
        kind: 'IstioOperator',
        spec: { meshConfig: MESH_CONFIG, values: { global: ISTIOD.global } },
      }),
    },
  ],
  [
    'a gateway with the labels that its name gives it',
    { gatewayValues: stringify({ ...GATEWAY, labels: {}, name: 'istio-eastwestgateway' }) },
  ],
  [
    'what helm prints of user-supplied values',
    { istiodValues: `USER-SUPPLIED VALUES:\n${stringify(ISTIOD)}` },
  ],
  [
    'placeholders of a pipeline, which are not ours',
    { istiodValues: stringify({ ...ISTIOD, hub: '${HUB}' }) },
  ],
])('an Istio of somebody else with %s is right', (_, existingIstio) => {
  expect(problems(existingIstio)).toEqual([]);
});

const config = (change: object): ExistingIstioProps => ({
  meshConfig: stringify({ ...MESH_CONFIG, ...change }),
});
const istiod = (change: object): ExistingIstioProps => ({
  istiodValues: stringify({ ...ISTIOD, ...change }),
});
const gateway = (change: object): ExistingIstioProps => ({
  gatewayValues: stringify({ ...GATEWAY, ...change }),
});

test.each<[string, ExistingIstioProps]>([
  [
    'MESH284 at existingIstio.meshConfig: `trustDomain` is "other", not "cluster.local"',
    config({ trustDomain: 'other' }),
  ],
  [
    'MESH284 at existingIstio.istiodValues: `trustDomain` is "other", not "cluster.local"',
    istiod({ meshConfig: { ...MESH_CONFIG, trustDomain: 'other' } }),
  ],
  [
    'MESH286 at existingIstio.istiodValues: `global.network` is missing, not "cluster1"',
    istiod({ global: {} }),
  ],
  [
    'MESH287 at existingIstio.meshConfig: `defaultConfig.proxyMetadata.ISTIO_META_DNS_CAPTURE` is missing, not "true"',
    config({ defaultConfig: {} }),
  ],
  [
    'MESH288 at existingIstio.meshConfig: `rootNamespace` is "istio-config", not "istio-system"',
    config({ rootNamespace: 'istio-config' }),
  ],
  [
    'MESH288 at existingIstio.istiodValues: `PILOT_ENABLE_SERVICEENTRY_SELECT_PODS` is "false", not "true"',
    istiod({ pilot: { env: { PILOT_ENABLE_SERVICEENTRY_SELECT_PODS: 'false' } } }),
  ],
  [
    'MESH288 at existingIstio.istiodValues: `PILOT_ENABLE_SERVICEENTRY_SELECT_PODS` is "false", not "true"',
    istiod({ env: { PILOT_ENABLE_SERVICEENTRY_SELECT_PODS: false } }),
  ],
  [
    'MESH289 at existingIstio.gatewayValues: label "istio" is "ingress", not "eastwestgateway"',
    gateway({ labels: { istio: 'ingress' } }),
  ],
  [
    'MESH289 at existingIstio.gatewayValues: label "istio" is missing, not "eastwestgateway"',
    gateway({ labels: {} }),
  ],
  [
    'MESH289 at existingIstio.gatewayValues: `env.ISTIO_META_REQUESTED_NETWORK_VIEW` is missing, not "cluster1"',
    gateway({ env: {} }),
  ],
  [
    'MESH289 at existingIstio.gatewayValues: `networkGateway` is "cluster1"',
    gateway({ networkGateway: 'cluster1' }),
  ],
  [
    'MESH289 at existingIstio.gatewayValues: `service.ports` has no port 15443 with the target port 15443',
    gateway({ service: { ports: [{ name: 'tls', port: 443, targetPort: 15443 }] } }),
  ],
  [
    'MESH289 at existingIstio.gatewayValues: `service.ports` has no port 15443 with the target port 15443',
    gateway({ service: undefined }),
  ],
  [
    'MESH290 at existingIstio.meshConfig: the text is not one YAML document with a map',
    { meshConfig: '' },
  ],
  [
    'MESH290 at existingIstio.istiodValues: the text is not one YAML document with a map',
    { istiodValues: 'null\n' },
  ],
  [
    'MESH290 at existingIstio.istiodValues: the text is not one YAML document with a map',
    { istiodValues: 'a: 1\n---\nb: 2\n' },
  ],
  [
    'MESH290 at existingIstio.meshConfig: the text is not one YAML document with a map',
    { meshConfig: stringify({ ...CONFIG_MAP, data: {} }) },
  ],
])('%s', (problem, existingIstio) => {
  expect(problems(existingIstio)).toEqual([problem]);
});

test('MESH285: each alias is looked for', () => {
  const aliases = { trustDomainAliases: ['one', 'two'] };
  expect(problems(config({ trustDomainAliases: ['two', 'three'] }), aliases)).toEqual([
    'MESH285 at existingIstio.meshConfig: `trustDomainAliases` does not have "one"',
  ]);
  expect(problems(istiod({}), aliases)).toHaveLength(2);
});

test('the sidecars answer only where the mesh leaves it to them', () => {
  expect(problems(config({ defaultConfig: {} }), { dns: { mode: DnsMode.NONE } })).toEqual([]);
});

test('MESH291: what would be a Helm value is refused', () => {
  const settings = {
    istiod: { helmValues: {}, upgrade: { istio: '1.30', revision: 'next' }, revision: 'blue' },
    gateway: { ...BASE.clusters[0].gateway!, deployment: { replicas: 3 } },
  };
  expect(problems(RIGHT, settings)).toEqual(
    ['gateway.deployment', 'istiod.helmValues', 'istiod.upgrade'].map(
      place =>
        `MESH291 at ${place}: \`${place.split('.')[1]}\` would be a Helm value, and somebody else installs Istio`,
    ),
  );
});

test('MESH508: the classic form asks for more than values', () => {
  const clusters = BASE.clusters.map(one => ({ ...one, istio: '1.4', existingIstio: {} }));
  expect(summarize(problemsOf({ ...BASE, clusters })).join()).toContain(
    'MESH508 at clusters[0].existingIstio: `existingIstio` needs Istio 1.20 or later',
  );
});

test('nothing is installed for it, its namespace is left alone, and the README says what it must have', () => {
  const props = withCluster({ existingIstio: {}, istiod: { revision: 'blue' } });
  const chart = new MulticlusterMesh(Testing.app(), 'mesh', props).chart('cluster1');
  const files = chart.node.findAll().filter((c): c is ClusterFile => c instanceof ClusterFile);
  expect(files.map(({ path }) => path)).toEqual(['README.md', 'world.yaml']);
  const names = chart
    .toJson()
    .flatMap(({ kind, metadata }) => (kind === 'Namespace' ? metadata.name : []));
  expect(names).toEqual(['bar']);
  const [{ content }] = files;
  expect(content).not.toContain('helm ');
  expect(content).toContain("get configmap istio-blue -o jsonpath='{.data.mesh}'");
  const [, required] = content.split('## What Istio must have');
  for (const line of [
    'network: cluster1',
    'trustDomain: cluster.local',
    'ISTIO_META_DNS_CAPTURE: "true"',
    'ISTIO_META_REQUESTED_NETWORK_VIEW: cluster1',
    'istio: eastwestgateway',
  ]) {
    expect(required).toContain(line);
  }
});
