// What cannot be carried over is told, with its place; nothing is guessed.
import { parse } from 'yaml';
import { imported, Imported, sampleWorld, withObjects } from './sample';
import { readClusters } from '../../src/analysis/world/read-world';
import { World } from '../../src/analysis/world/world';
import { importWorld } from '../../src/import/import-world';
import { importedYaml } from '../../src/import/mesh-yaml';
import { FormName } from '../../src/import/old-mesh';
import { FORM_READERS, runImport, wellShaped } from '../../src/import/run-import';
import { Problems } from '../../src/problems/problems';

const ISTIO = 'networking.istio.io/v1';

function notes({ problems }: Pick<Imported, 'problems'>): string[] {
  return problems.all.map(({ code, message }) => `${code} ${message}`);
}

/** Without the objects of a cluster that match. */
const without = (
  { clusters }: World,
  cluster: string,
  isGone: (one: World['clusters'][number]['manifests'][number]) => boolean,
): World => ({
  clusters: clusters.map(one =>
    one.name === cluster ? { ...one, manifests: one.manifests.filter(m => !isGone(m)) } : one,
  ),
});

const entry = (host: string, spec: object, name = 'more') => ({
  apiVersion: ISTIO,
  kind: 'ServiceEntry',
  metadata: { name, namespace: 'foo' },
  spec: {
    hosts: [host],
    location: 'MESH_INTERNAL',
    resolution: 'STATIC',
    ports: [{ number: 80, name: 'http', protocol: 'HTTP' }],
    endpoints: [{ address: '203.0.113.20', ports: { http: 15443 } }],
    ...spec,
  },
});

const guide = (...objects: object[]) =>
  imported(withObjects(sampleWorld('guide'), 'cluster1', ...objects), 'guide');

test.each<[string, () => Imported, string]>([
  [
    'the address of a gateway of nobody',
    () =>
      guide(entry('a.b.global', { endpoints: [{ address: '192.0.2.9', ports: { http: 15443 } }] })),
    'MESH955 ServiceEntry foo/more leads to 192.0.2.9, which is no gateway of the clusters that are given',
  ],
  [
    'an egress gateway',
    () =>
      guide(
        entry('httpbin.bar.global', {
          resolution: 'DNS',
          endpoints: [
            { address: '203.0.113.20', network: 'external', ports: { http: 15443 } },
            {
              address: 'istio-egressgateway.istio-system.svc.cluster.local',
              ports: { http: 15443 },
            },
          ],
        }),
      ),
    'MESH956 ServiceEntry foo/more leads calls through the egress gateway istio-egressgateway.istio-system.svc.cluster.local',
  ],
  [
    'a host of another form',
    () => guide(entry('legacy.example', {})),
    'MESH956 ServiceEntry foo/more has the host legacy.example, which is no <name>.<namespace>.global',
  ],
  [
    'settings of calls',
    () =>
      guide({
        apiVersion: ISTIO,
        kind: 'DestinationRule',
        metadata: { name: 'httpbin', namespace: 'foo' },
        spec: {
          host: 'httpbin.bar.global',
          trafficPolicy: { tls: { mode: 'ISTIO_MUTUAL' }, outlierDetection: {} },
          subsets: [{ name: 'v1', labels: { cluster: 'cluster2' } }],
        },
      }),
    'MESH956 DestinationRule foo/httpbin has outlierDetection, subsets for httpbin.bar.global',
  ],
  [
    'routes',
    () =>
      guide({
        apiVersion: ISTIO,
        kind: 'VirtualService',
        metadata: { name: 'httpbin', namespace: 'foo' },
        spec: {
          hosts: ['httpbin.bar.global'],
          http: [{ route: [{ destination: { host: 'httpbin.bar.global' } }] }],
        },
      }),
    'MESH956 VirtualService foo/httpbin routes calls to httpbin.bar.global',
  ],
  [
    'a Service that is not there',
    () => guide(entry('nobody.bar.global', {})),
    'MESH953 the Service nobody.bar is not in the manifests of cluster "cluster2"',
  ],
  [
    'who calls a Service that is not there',
    () => guide(entry('nobody.bar.global', {})),
    'MESH957 without its Service, nobody can tell who could call nobody.bar',
  ],
  [
    'pods that are not there',
    () =>
      imported(
        without(
          sampleWorld('guide'),
          'cluster2',
          one => one.name === 'httpbin' && one.kind === 'Deployment',
        ),
        'guide',
      ),
    'MESH953 the pods of Service bar/httpbin are not in the manifests of cluster "cluster2", so their service accounts are not known',
  ],
  [
    'pods without a sidecar',
    () => {
      const world = without(
        sampleWorld('guide'),
        'cluster2',
        one => one.kind === 'Namespace' && one.name === 'bar',
      );
      const labels = { 'istio-injection': 'disabled' };
      const bar = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'bar', labels } };
      return imported(withObjects(world, 'cluster2', bar), 'guide');
    },
    'MESH956 Service bar/httpbin: Deployment "httpbin" behind Service "httpbin" is in namespace "bar", where `istio-injection` is "disabled" (MESH159)',
  ],
  [
    'a mesh config that is not there',
    () =>
      imported(
        without(sampleWorld('mcs'), 'west', one => one.kind === 'ConfigMap'),
        'mcs',
      ),
    `MESH954 nobody gave the mesh config of cluster "west", so it is taken to be Istio's default`,
  ],
  [
    'an import of nobody',
    () =>
      imported(
        withObjects(sampleWorld('mcs'), 'west', {
          apiVersion: 'multicluster.x-k8s.io/v1alpha1',
          kind: 'ServiceImport',
          metadata: { name: 'ghost', namespace: 'shop' },
        }),
        'mcs',
      ),
    'MESH955 no cluster that is given has a ServiceExport for ServiceImport shop/ghost',
  ],
  [
    'a group that nobody knows',
    () =>
      imported(
        withObjects(sampleWorld('mcs'), 'west', {
          apiVersion: 'flomesh.io/v1alpha1',
          kind: 'ServiceExport',
          metadata: { name: 'stock', namespace: 'shop' },
        }),
        'mcs',
      ),
    'MESH956 ServiceExport shop/stock is of the group "flomesh.io", which is not known',
  ],
  [
    'callers without a sidecar',
    () => imported(sampleWorld('mcs'), 'mcs'),
    'MESH962 Deployment legacy/tool has no sidecar (the namespace legacy has istio-injection=disabled), and could call cart.shop, stock.shop',
  ],
  [
    'clusters that differ',
    () =>
      imported(
        withObjects(
          without(
            sampleWorld('mcs'),
            'west',
            one => one.kind === 'Service' && one.name === 'stock',
          ),
          'west',
          {
            apiVersion: 'v1',
            kind: 'Service',
            metadata: { name: 'stock', namespace: 'shop' },
            spec: {
              selector: { app: 'stock' },
              ports: [{ name: 'grpc', port: 80, targetPort: 8080 }],
            },
          },
        ),
        'mcs',
      ),
    'MESH961 stock.shop has other ports in west than in east, which are written',
  ],
  [
    'a remote cluster that is not given',
    () =>
      imported({ clusters: sampleWorld('multi-primary').clusters.slice(0, 1) }, 'multi-primary'),
    'MESH955 Secret istio-system/istio-remote-secret-cluster2 is for the cluster "cluster2", which is not given',
  ],
  [
    'a policy with paths',
    () => imported(sampleWorld('multi-primary'), 'multi-primary'),
    'MESH958 AuthorizationPolicy bank/accounts goes on deciding who may call accounts.bank: from west it lets in some calls of an account only',
  ],
  [
    'a filter that nobody understands',
    () =>
      imported(
        withObjects(sampleWorld('mcs'), 'west', {
          apiVersion: 'networking.istio.io/v1alpha3',
          kind: 'EnvoyFilter',
          metadata: { name: 'all', namespace: 'istio-system' },
          spec: { configPatches: [] },
        }),
        'mcs',
      ),
    'MESH957 whether all workloads of west could call cart.shop is not known: EnvoyFilter istio-system/all changes the proxy',
  ],
  [
    'the gateway of a peer',
    () => imported(sampleWorld('federation'), 'federation'),
    'MESH953 the address of the gateway of cluster "west" is not known',
  ],
  [
    'a peer that is not given',
    () => imported({ clusters: sampleWorld('federation').clusters.slice(0, 1) }, 'federation'),
    'MESH955 ImportedServiceSet east-mesh-system/west-mesh is of a peer that is none of the clusters that are given',
  ],
  [
    'a policy that saw the gateway of the peer',
    () =>
      imported(
        withObjects(sampleWorld('federation'), 'west', {
          apiVersion: 'security.istio.io/v1',
          kind: 'AuthorizationPolicy',
          metadata: { name: 'ratings', namespace: 'west-bookinfo' },
          spec: {
            selector: { matchLabels: { app: 'ratings' } },
            rules: [
              { from: [{ source: { principals: ['west.local/ns/west-mesh-system/sa/ingress'] } }] },
            ],
          },
        }),
        'federation',
      ),
    'MESH957 AuthorizationPolicy west-bookinfo/ratings decides who may call ratings.west-bookinfo, and saw the gateway of the peer in the place of the callers',
  ],
  [
    'what nobody could call',
    () =>
      imported(
        without(sampleWorld('guide'), 'cluster2', ({ kind }) => kind === 'Gateway'),
        'guide',
      ),
    'MESH955 ServiceEntry foo/httpbin-bar leads to 203.0.113.20, which is no gateway of the clusters that are given',
  ],
  [
    'a service behind a policy that lets nobody in',
    () =>
      imported(
        withObjects(sampleWorld('guide'), 'cluster2', {
          apiVersion: 'security.istio.io/v1',
          kind: 'AuthorizationPolicy',
          metadata: { name: 'nobody', namespace: 'bar' },
          spec: { selector: { matchLabels: { app: 'httpbin' } } },
        }),
        'guide',
      ),
    'MESH964 nobody could call httpbin.bar.global from cluster1: AuthorizationPolicy bar/nobody: there are policies that allow calls, and none allows this one',
  ],
  [
    'a Service that Kubernetes would refuse',
    () =>
      imported(
        withObjects(sampleWorld('guide'), 'cluster2', {
          apiVersion: 'v1',
          kind: 'Service',
          metadata: { name: 'odd', namespace: 'bar' },
          spec: { selector: 'app', ports: 'http' },
        }),
        'guide',
      ),
    'MESH956 Service bar/odd is not one: spec.selector must be object',
  ],
])('%s', (_, run, note) => {
  expect(notes(run())).toContain(note);
});

test('a version that the mesh cannot have, or that nobody says, is to be said', () => {
  const problems = new Problems();
  const { text } = runImport(sampleWorld('guide'), {}, 'guide', problems)!;
  expect(notes({ problems })).toContain(
    'MESH953 cluster "cluster1" has Istio 1.7.8, and a mesh needs 1.20 or later',
  );
  expect(parse(text).clusters[0].istio).toBe(
    '<version of Istio in cluster1, 1.20 or later; it has 1.7.8>',
  );
});

test('a description that is not valid is written, and told', () => {
  const shared = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'ledger-too', namespace: 'bar' },
    spec: { selector: { app: 'ledger' }, ports: [{ name: 'http', port: 80, targetPort: 3306 }] },
  };
  const world = withObjects(
    withObjects(sampleWorld('guide'), 'cluster2', shared),
    'cluster1',
    entry('ledger-too.bar.global', { exportTo: ['.'] }, 'too'),
  );
  expect(notes(imported(world, 'guide'))).toContainEqual(
    expect.stringMatching(/^MESH960 .* \(MESH422\)$/),
  );
});

test('names of files and objects are text, whatever is in them', () => {
  const evil = 'x"\n  - injected: true\n# \u2028 ${HOME} $(id) [a](b) <c>';
  const problems = new Problems();
  const named = sampleWorld('guide').clusters.map(one => ({
    ...one,
    manifests: one.manifests.map(m => ({ ...m, source: { ...m.source, file: `${evil}/a.yaml` } })),
  }));
  const form: FormName = 'guide';
  const { text } = runImport({ clusters: named }, { istio: '1.29' }, form, problems)!;
  expect(parse(text)).toEqual(parse(imported(sampleWorld('guide'), 'guide').text));
  expect(text).not.toMatch(/^\s*- injected/m);
});

/** Kinds with fields of their own that are looked at. */
const ODD: ReadonlyArray<[string, string, FormName, ...string[]]> = [
  ['federation.maistra.io/v1', 'ServiceMeshPeer', 'federation', 'remote', 'gateways', 'security'],
  ['federation.maistra.io/v1', 'ImportedServiceSet', 'federation', 'importRules', 'domainSuffix'],
  ['federation.maistra.io/v1', 'ExportedServiceSet', 'federation', 'exportRules'],
  ['maistra.io/v1', 'ServiceMeshMemberRoll', 'federation', 'members'],
  ['maistra.io/v2', 'ServiceMeshControlPlane', 'federation', 'security'],
  ['v1', 'Secret', 'multi-primary'],
  ['v1', 'Service', 'multi-primary', 'selector', 'ports', 'externalIPs'],
  ['apps/v1', 'Deployment', 'multi-primary', 'template'],
  ['v1', 'ConfigMap', 'multi-primary'],
  ['multicluster.x-k8s.io/v1alpha1', 'ServiceImport', 'mcs'],
  [ISTIO, 'ServiceEntry', 'guide', 'hosts', 'endpoints', 'ports'],
  [ISTIO, 'Gateway', 'guide', 'servers', 'selector'],
  ['networking.istio.io/v1alpha3', 'EnvoyFilter', 'guide'],
];

test.each(ODD)('%s %s of a wrong form breaks nothing', (apiVersion, kind, form, ...fields) => {
  const { clusters } = sampleWorld(form);
  for (const value of [null, 'text', [null], { name: 5, namespace: [] }]) {
    for (const spec of [value, ...fields.map(field => ({ [field]: value }))]) {
      const metadata = {
        name: 'west-mesh',
        namespace: 'east-mesh-system',
        labels: { 'istio/multiCluster': 'true' },
      };
      const text = JSON.stringify({ apiVersion, kind, metadata, spec, data: value });
      const [more] = readClusters([{ name: 'more', text }], undefined, new Problems()).clusters;
      const world = {
        clusters: clusters.map(one => ({
          ...one,
          manifests: [...more.manifests, ...one.manifests],
        })),
      };
      const reader = FORM_READERS.find(({ name }) => name === form)!;
      const run = () => {
        const problems = new Problems();
        const known = wellShaped(world, problems);
        return importedYaml(importWorld(known, reader, {}, problems).described);
      };
      expect(run).not.toThrow();
    }
  }
});
