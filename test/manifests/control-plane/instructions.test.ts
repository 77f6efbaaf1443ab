import { ClusterProps, DnsMode, MulticlusterMeshProps, Platform } from '../../../src';
import { classic } from '../../../src/manifests/control-plane/classic';
import { clusterReadme } from '../../../src/manifests/control-plane/readme';
import { dnsCaution, dnsInstallation } from '../../../src/manifests/dns/instructions';
import { Mesh } from '../../../src/model/mesh';
import { classicMesh } from '../../golden/descriptions';
import { BASE, httpbin, resolve, withCluster } from '../../model/base';

/** What is said for a cluster in which all are as given. */
function first(props: MulticlusterMeshProps, change: Partial<ClusterProps> = {}) {
  const mesh = resolve({
    ...props,
    clusters: props.clusters.map(cluster => ({ ...cluster, ...change })),
  });
  return [mesh, mesh.clusters[0]] as const;
}

test('a mesh whose names something else resolves says what, and has nothing to run', () => {
  expect(dnsInstallation(...first(BASE, { dns: { mode: DnsMode.NONE } }))).toEqual({
    text: "DNS: not the mesh's business here. Something else must resolve `.mesh.internal`.",
    commands: [],
  });
  expect(dnsInstallation(...first(BASE)).commands).toEqual([]);
});

test('the API server applies, where it can, so that no annotation of kubectl can be too long', () => {
  const commands = (props: MulticlusterMeshProps) =>
    clusterReadme(...first(props)).match(/kubectl apply .*(-k|-R)/g);
  const server = 'kubectl apply --server-side --force-conflicts';
  expect(commands(BASE)).toEqual([`${server} -R`, `${server} -k`]);
  expect(commands(classicMesh('1.7'))!.join()).not.toContain('--server-side');
});

describe('the control plane of Istio 1.4', () => {
  test('is installed by itself where no DNS server has an address to keep', () => {
    const pinned = classic.install(...first(classicMesh('1.4')));
    const plain = classic.install(...first(classicMesh('1.4'), { dns: { mode: DnsMode.NONE } }));
    expect(plain).toHaveLength(1);
    expect(pinned.slice(1)).toEqual(plain);
    expect(plain[0].commands.join()).toContain('helm template');
  });

  test('shows who has which identity, one of a line, below the name of the cluster', () => {
    const [, cluster] = first(classicMesh('1.4'));
    expect(classic.identities(cluster)).toEqual([
      "echo 'cluster cluster1' > /tmp/cluster1-evidence",
      'kubectl get secrets -A --field-selector type=istio.io/key-and-cert -o \\',
      expect.stringMatching(
        /^ {2}go-template='\{\{range \.items\}\}identity .*\{\{end\}\}' >> \/tmp\/cluster1-evidence$/,
      ),
    ]);
  });
});

describe('what is not known of the DNS of a cluster is looked at first', () => {
  const caution = (props: Partial<ClusterProps>) =>
    dnsCaution(
      resolve({
        ...withCluster({
          ...props,
          dns: { mode: DnsMode.FORWARD, serverIp: '10.7.0.200', ...props.dns },
        }),
        services: [httpbin({ virtualIps: ['240.0.0.2'] })],
      }).clusters[0].dns,
    );
  const corefile = '.:53 {\n    kubernetes cluster.local\n}\n';

  test('each object by its name', () => {
    expect(caution({ platform: Platform.AKS, dns: { nodeLocalDns: true } })).toBe(
      ' It was not known what ConfigMap "coredns-custom" and ConfigMap "kube-dns" says already: look at `kubectl diff -k .` first.',
    );
    expect(caution({ dns: { corefile, nodeLocalDns: true } })).toBe(
      ' It was not known what ConfigMap "kube-dns" says already: look at `kubectl diff -k .` first.',
    );
  });

  test('an add-on is no object that kubectl knows', () => {
    expect(caution({ platform: Platform.EKS, dns: { corefile } })).toBe('');
    expect(caution({ dns: { corefile } })).toBe('');
  });
});

describe("an Istio of somebody else's", () => {
  const readme = (props: Partial<ClusterProps>, rotation?: Mesh['rotation']) => {
    const mesh = { ...resolve(withCluster({ existingIstio: {}, ...props })), rotation };
    return clusterReadme(mesh, mesh.clusters[0]);
  };
  const chartsIn = (text: string) => text.match(/^Chart .*$/gm);

  test('must have what the values of our gateways would say', () => {
    const [, required] = readme({}).split('## What Istio must have');
    expect(chartsIn(required)).toEqual([
      'Chart `istiod`:',
      'Chart `gateway`, for the east-west gateway:',
    ]);
    expect(required).not.toMatch(/^[A-Z][a-z]+ was/m);
    const egressGateway = { address: '10.0.0.9' };
    expect(chartsIn(readme({ egressGateway }))).toEqual([
      'Chart `istiod`:',
      'Chart `gateway`, for the east-west gateway:',
      'Chart `gateway`, for the egress gateway:',
    ]);
  });

  test('needs no gateway where there is none', () => {
    const [, required] = readme({ gateway: undefined }).split('## What Istio must have');
    expect(chartsIn(required)).toEqual(['Chart `istiod`:']);
    expect(required).toContain('```\n\nIt must not have: ');
  });

  test('is restarted where it runs, in a rotation', () => {
    expect(readme({}, 'restart')).toContain(
      'Restart the control plane and the gateways (`kubectl -n istio-system rollout restart deployment`), then ',
    );
  });
});
