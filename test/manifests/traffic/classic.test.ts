import { Testing } from 'cdk8s';
import { parse } from 'yaml';
import { ClusterFile, GatewayAddress, MulticlusterMesh, MulticlusterMeshProps } from '../../../src';
import { classicMesh, classicMeshWithEverything } from '../../golden/descriptions';

/**
 * What the charts and the documentation of each release say, written out. Nothing is computed here.
 */

const both = (namespace: string) => `valueOrDefault .DeploymentMeta.Namespace "${namespace}"`;
const SQUARE = ['global', `[[ ${both('default')} ]].global`];
const CURLY = ['global', `{{ ${both('default')} }}.global`];
const APP = { app: 'istio-ingressgateway', istio: 'ingressgateway' };
const PLAIN = { istio: 'ingressgateway' };

interface Release {
  readonly selector: object;
  readonly filter: 'filters' | 'config' | 'typed_config';
  readonly search: string[];
  readonly isHelm: boolean;
  readonly hasSuffix?: true;
  readonly hasSelfSigned?: true;
  readonly command: string;
}
const HELM2 =
  'helm template $ISTIO/install/kubernetes/helm/istio --name istio --namespace istio-system -f helm/values-istio-multicluster-gateways.yaml | kubectl apply -f -';
const APPLY = 'istioctl manifest apply -f other/values-istio-multicluster-gateways.yaml';
const INSTALL = 'istioctl install -f other/values-istio-multicluster-gateways.yaml';
const HELM: Omit<Release, 'search' | 'selector'> = {
  filter: 'filters',
  isHelm: true,
  hasSelfSigned: true,
  command: HELM2,
};
const OPERATOR: Omit<Release, 'command'> = {
  selector: PLAIN,
  filter: 'config',
  search: ['global'],
  isHelm: false,
};

const RELEASES: ReadonlyArray<[string, Release]> = [
  ['1.1', { ...HELM, selector: PLAIN, search: SQUARE }],
  ['1.1.17', { ...HELM, selector: PLAIN, search: SQUARE }],
  ['1.2', { ...HELM, selector: APP, search: CURLY }],
  ['1.3', { ...HELM, selector: APP, search: CURLY }],
  ['1.4', { ...HELM, selector: APP, search: CURLY }],
  ['1.5', { ...OPERATOR, search: CURLY, hasSelfSigned: true, command: APPLY }],
  ['1.6.0', { ...OPERATOR, search: CURLY, command: INSTALL }],
  ['1.6.1', { ...OPERATOR, command: INSTALL }],
  ['1.6.11', { ...OPERATOR, command: INSTALL }],
  ['1.6.12', { ...OPERATOR, hasSuffix: true, command: INSTALL }],
  ['1.6', { ...OPERATOR, hasSuffix: true, command: INSTALL }],
  ['1.7.0', { ...OPERATOR, command: INSTALL }],
  ['1.7.3', { ...OPERATOR, command: INSTALL }],
  ['1.7.4', { ...OPERATOR, hasSuffix: true, command: INSTALL }],
  ['1.7.5', { ...OPERATOR, filter: 'typed_config', hasSuffix: true, command: INSTALL }],
  ['1.7', { ...OPERATOR, filter: 'typed_config', hasSuffix: true, command: INSTALL }],
];

function cluster1(props: MulticlusterMeshProps): { objects: any[]; values: any; readme: string } {
  const chart = new MulticlusterMesh(Testing.app(), 'mesh', props).chart('cluster1');
  const files = chart.node.findAll().filter((c): c is ClusterFile => c instanceof ClusterFile);
  return {
    objects: chart.toJson(),
    values: parse(files.find(f => f.path.endsWith('.yaml'))!.content),
    readme: files.find(f => f.path === 'README.md')!.content,
  };
}
const find = (objects: any[], kind: string, name?: string) =>
  objects.find(o => o.kind === kind && (name === undefined || o.metadata.name === name));

describe.each(RELEASES)('Istio %s', (istio, release) => {
  const { objects, values, readme } = cluster1(classicMesh(istio));

  test('has one API version, and the objects of its charts by their names', () => {
    const ours = objects.filter(o => o.apiVersion.includes('istio.io'));
    expect([...new Set(ours.map(o => o.apiVersion))]).toEqual(['networking.istio.io/v1alpha3']);
    const names = ours.map(o => `${o.kind} ${o.metadata.namespace}/${o.metadata.name}`).sort();
    expect(names).toEqual([
      `DestinationRule istio-system/${release.isHelm ? 'istio-multicluster-destinationrule' : 'istio-multicluster-ingressgateway'}`,
      'EnvoyFilter istio-system/istio-multicluster-ingressgateway',
      ...(release.isHelm ? ['Gateway istio-system/istio-multicluster-egressgateway'] : []),
      'Gateway istio-system/istio-multicluster-ingressgateway',
      'ServiceEntry bar/httpbin-bar',
    ]);
    expect(find(objects, 'DestinationRule').spec).toEqual({
      host: '*.global',
      trafficPolicy: { tls: { mode: 'ISTIO_MUTUAL' } },
    });
    const servers = [
      {
        hosts: ['*.global'],
        port: { name: 'tls', number: 15443, protocol: 'TLS' },
        tls: { mode: 'AUTO_PASSTHROUGH' },
      },
    ];
    expect(find(objects, 'Gateway', 'istio-multicluster-ingressgateway').spec).toEqual({
      selector: release.selector,
      servers,
    });
    if (release.isHelm) {
      const selector = Object.fromEntries(
        Object.entries(release.selector).map(([key, value]) => [
          key,
          value.replace('ingress', 'egress'),
        ]),
      );
      expect(find(objects, 'Gateway', 'istio-multicluster-egressgateway').spec).toEqual({
        selector,
        servers,
      });
    }
  });

  test('rewrites the server name in the form that it reads', () => {
    const { spec } = find(objects, 'EnvoyFilter');
    const rewrite = { cluster_pattern: '\\.global$', cluster_replacement: '.svc.cluster.local' };
    const [sni, name] = ['sni_cluster', 'tcp_cluster_rewrite'].map(
      filter => `envoy.filters.network.${filter}`,
    );
    const type = {
      '@type':
        'type.googleapis.com/istio.envoy.config.filter.network.tcp_cluster_rewrite.v2alpha1.TcpClusterRewrite',
    };
    expect(spec).toEqual(
      release.filter === 'filters'
        ? {
            workloadLabels: release.selector,
            filters: [
              {
                listenerMatch: { portNumber: 15443, listenerType: 'GATEWAY' },
                insertPosition: { index: 'AFTER', relativeTo: sni },
                filterName: name,
                filterType: 'NETWORK',
                filterConfig: rewrite,
              },
            ],
          }
        : {
            workloadSelector: { labels: release.selector },
            configPatches: [
              {
                applyTo: 'NETWORK_FILTER',
                match: {
                  context: 'GATEWAY',
                  listener: { portNumber: 15443, filterChain: { filter: { name: sni } } },
                },
                patch: {
                  operation: 'INSERT_AFTER',
                  value: {
                    name,
                    ...(release.filter === 'config'
                      ? { config: rewrite }
                      : { typed_config: { ...type, ...rewrite } }),
                  },
                },
              },
            ],
          },
    );
  });

  test('is installed with the values and the command of its documentation', () => {
    const global = {
      podDNSSearchNamespaces: release.search,
      multiCluster: {
        enabled: true,
        ...(release.hasSuffix ? { globalDomainSuffix: 'global', includeEnvoyFilter: true } : {}),
      },
      controlPlaneSecurityEnabled: true,
    };
    const env = { ISTIO_META_REQUESTED_NETWORK_VIEW: 'external' };
    const security = release.hasSelfSigned ? { security: { selfSigned: false } } : {};
    expect(values).toEqual(
      release.isHelm
        ? {
            global,
            istiocoredns: { enabled: true },
            gateways: { 'istio-egressgateway': { enabled: true, env } },
            ...security,
          }
        : {
            apiVersion: 'install.istio.io/v1alpha1',
            kind: 'IstioOperator',
            spec: {
              addonComponents: { istiocoredns: { enabled: true } },
              components: { egressGateways: [{ name: 'istio-egressgateway', enabled: true }] },
              values: { global, gateways: { 'istio-egressgateway': { env } }, ...security },
            },
          },
    );
    expect(readme).toContain(`   ${release.command}\n`);
  });

  test('calls as documented: port http1, an address of its time, 15443, DNS, no network', () => {
    expect(find(objects, 'ServiceEntry').spec).toEqual({
      hosts: ['httpbin.bar.global'],
      location: 'MESH_INTERNAL',
      ports: [{ number: 8000, name: 'http1', protocol: 'http' }],
      resolution: 'DNS',
      addresses: [istio === '1.1' ? '127.255.0.2' : '240.0.0.2'],
      endpoints: [{ address: '203.0.113.20', ports: { http1: 15443 } }],
    });
  });
});

const IP = '10.0.1.7';
const NAME = 'istio-egressgateway.istio-system.svc.cluster.local';
test.each([
  ['1.1', NAME, 'DNS'],
  ['1.1', IP, 'DNS'],
  ['1.2', IP, 'STATIC'],
  ['1.4', NAME, 'DNS'],
  ['1.7', IP, 'STATIC'],
])(
  'Istio %s through an egress gateway at %s: %s, and only the remote gateway is external',
  (istio, egress, resolution) => {
    const { spec } = find(
      cluster1(classicMeshWithEverything(istio, egress)).objects,
      'ServiceEntry',
    );
    expect(spec.resolution).toBe(resolution);
    expect(spec.endpoints).toEqual([
      {
        address: '203.0.113.20',
        network: 'external',
        ports: { http1: 15443 },
        labels: { cluster: 'cluster2' },
      },
      { address: egress, ports: { http1: 15443 } },
    ]);
  },
);

test('a gateway that is a host name needs DNS, also behind an egress gateway at an address', () => {
  const mesh = classicMeshWithEverything('1.4', IP);
  const clusters = mesh.clusters.map(c =>
    c.name === 'cluster2'
      ? { ...c, gateway: { addresses: [GatewayAddress.hostname('gw.example.com')] } }
      : c,
  );
  expect(find(cluster1({ ...mesh, clusters }).objects, 'ServiceEntry').spec.resolution).toBe('DNS');
});
