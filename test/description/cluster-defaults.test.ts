import { readFileSync, writeFileSync } from 'fs';
import * as path from 'path';
import { stringify } from 'yaml';
import {
  ClusterDefaults,
  ClusterProps,
  DnsMode,
  GatewayAddress,
  MulticlusterMeshProps,
  Platform,
} from '../../src';
import { readMesh } from '../../src/constructs/read-mesh';
import { STRUCTS, withClusterDefaults } from '../../src/description/cluster-defaults';
import { readMeshFile } from '../../src/description/file/read-mesh-file';
import { PlainDescription } from '../../src/description/plain-description';
import { MeshError } from '../../src/problems/mesh-error';
import { formatPlace } from '../../src/problems/place';
import { Problems } from '../../src/problems/problems';
import { temporaryFolder } from '../golden/golden';
import { BASE } from '../model/base';

const folder = temporaryFolder();
const gateway = (...addresses: string[]) => ({ addresses: addresses.map(GatewayAddress.of) });

/** The first cluster with its defaults, and what is wrong with those. */
function first(cluster: Partial<ClusterProps>, ...clusterDefaults: ClusterDefaults[]) {
  const props: MulticlusterMeshProps = { clusters: [{ name: 'a', ...cluster }], clusterDefaults };
  const problems = new Problems();
  const { props: described, writtenAt } = withClusterDefaults(props, problems);
  return {
    cluster: JSON.parse(JSON.stringify(described.clusters[0])),
    at: (...place: Array<string | number>) => formatPlace(writtenAt(['clusters', 0, ...place])),
    problems: problems.all.map(({ code, where, message }) => `${code} at ${where}: ${message}`),
  };
}

test('a later entry wins over an earlier one, and the cluster itself over all', () => {
  const { cluster, at } = first(
    { zone: 'own' },
    { istio: '1.27', region: 'one', zone: 'one' },
    { istio: '1.28', region: 'two' },
    { istio: '1.29' },
  );
  expect(cluster).toEqual({ name: 'a', istio: '1.29', region: 'two', zone: 'own' });
  expect(['istio', 'region', 'zone', 'platform'].map(key => at(key))).toEqual([
    'clusterDefaults[2].istio',
    'clusterDefaults[1].region',
    'clusters[0].zone',
    'clusters[0].platform',
  ]);
});

test('order decides, not how many labels are named', () => {
  const labels = { env: 'prod', team: 'a' };
  const entry = { matchLabels: { env: 'prod', team: 'a' }, istio: '1.28' };
  expect(first({ labels }, entry, { istio: '1.29' }).cluster.istio).toBe('1.29');
  expect(first({ labels }, { istio: '1.29' }, entry).cluster.istio).toBe('1.28');
});

test('an entry with labels is for the clusters that have all of them', () => {
  const entry = { matchLabels: { env: 'prod', tier: '1' }, region: 'x' };
  const region = (labels?: ClusterProps['labels']) => first({ labels }, entry).cluster.region;
  expect(region({ env: 'prod', tier: '1', more: 'x' })).toBe('x');
  expect(region({ env: 'prod' })).toBeUndefined();
  expect(region({ env: 'test', tier: '1' })).toBeUndefined();
  expect(region()).toBeUndefined();
  expect(first({}, { matchLabels: { constructor: 'x' }, region: 'x' }).cluster.region).toBe(
    undefined,
  );
});

test('structs are merged key by key; lists, maps and values are replaced as a whole', () => {
  const { cluster, at } = first(
    {
      gateway: { ...gateway('8.8.4.1'), labels: { own: 'x' } },
      dns: { otherZones: { own: ['8.8.8.8'] } },
      existingNamespaces: ['own'],
    },
    {
      gateway: { namespace: 'gateways', labels: { istio: 'x' } },
      dns: { mode: DnsMode.ZONE, otherZones: { other: ['8.8.8.8'] }, upstreamNameservers: ['9'] },
      existingNamespaces: ['other'],
      trustDomainAliases: ['td'],
      cacerts: { certManager: { issuer: 'one', duration: '1h' } },
    },
    { cacerts: { certManager: { issuer: 'two' } } },
  );
  expect(cluster).toEqual({
    name: 'a',
    gateway: {
      addresses: ['8.8.4.1:15443'].map(() => expect.anything()),
      namespace: 'gateways',
      labels: { own: 'x' },
    },
    dns: { mode: 'zone', otherZones: { own: ['8.8.8.8'] }, upstreamNameservers: ['9'] },
    existingNamespaces: ['own'],
    trustDomainAliases: ['td'],
    cacerts: { certManager: { issuer: 'two', duration: '1h' } },
  });
  expect([
    at('gateway', 'addresses', 0),
    at('gateway', 'namespace'),
    at('gateway', 'labels', 'own'),
    at('dns', 'mode'),
    at('dns', 'otherZones', 'own', 0),
    at('dns', 'upstreamNameservers', 0),
    at('dns', 'serverIp'),
    at('cacerts', 'certManager', 'issuer'),
    at('cacerts', 'certManager', 'duration'),
    at(),
  ]).toEqual([
    'clusters[0].gateway.addresses[0]',
    'clusterDefaults[0].gateway.namespace',
    'clusters[0].gateway.labels.own',
    'clusterDefaults[0].dns.mode',
    'clusters[0].dns.otherZones.own[0]',
    'clusterDefaults[0].dns.upstreamNameservers[0]',
    'clusters[0].dns.serverIp',
    'clusterDefaults[1].cacerts.certManager.issuer',
    'clusterDefaults[0].cacerts.certManager.duration',
    'clusters[0]',
  ]);
});

test('a cluster without a gateway gets none', () => {
  expect(first({}, { gateway: { namespace: 'x' } }).cluster).toEqual({ name: 'a' });
});

test('every struct of the defaults is merged, and nothing else', () => {
  const { definitions } = JSON.parse(readFileSync('schema/mesh.schema.json', 'utf8'));
  const structs = new Set<string>();
  const others = new Set<string>();
  const visit = (name: string) => {
    for (const [key, { allOf }] of Object.entries<any>(definitions[name].properties)) {
      const struct = allOf?.[0].$ref.split('/').at(-1);
      if (definitions[struct]?.properties) {
        structs.add(key);
        visit(struct);
      } else {
        others.add(key);
      }
    }
  };
  visit('ClusterDefaults');
  expect([...STRUCTS].sort()).toEqual([...structs].sort());
  expect([...others].filter(key => STRUCTS.has(key))).toEqual([]);
});

test('labels are checked, and an entry for no cluster is an error', () => {
  expect(
    first(
      { labels: { 'a b': 'x' } },
      { matchLabels: {} },
      { matchLabels: { env: 'prdo', tier: '1' } },
      { matchLabels: { 'a b': 'x' } },
    ).problems,
  ).toEqual([
    'MESH407 at clusterDefaults[0].matchLabels: the list of labels is empty',
    'MESH136 at clusterDefaults[1].matchLabels: no cluster has "env: prdo" and "tier: 1"',
    'MESH211 at clusterDefaults[2].matchLabels.a b: "a b" is not a label key',
    'MESH211 at clusters[0].labels.a b: "a b" is not a label key',
  ]);
});

describe('in a mesh', () => {
  const clusters = BASE.clusters.map(({ name, gateway: own }) => ({ name, gateway: own }));
  const read = (given: object) => readMesh(PlainDescription.of(given), { isUpdate: false });
  const problemsOf = (given: object): string[] => {
    try {
      read(given);
      return [];
    } catch (error) {
      return (error as MeshError).problems.map(
        ({ code, where, message }) => `${code} at ${where}: ${message}`,
      );
    }
  };

  test('the clusters have them', () => {
    const defaults = { istio: '1.28', platform: Platform.EKS, region: 'x' };
    const { mesh } = read({ ...BASE, clusters, clusterDefaults: [defaults] });
    expect(mesh.clusters.map(({ istio, locality }) => [istio.text, locality])).toEqual([
      ['1.28', 'x'],
      ['1.28', 'x'],
    ]);
  });

  test('a cluster without a version is told, and where one may stand', () => {
    expect(problemsOf({ ...BASE, clusters })).toEqual([
      'MESH103 at clusters[0].istio: "istio" is missing',
      'MESH103 at clusters[1].istio: "istio" is missing',
    ]);
    expect(() => read({ ...BASE, clusters })).toThrow(
      'Add the key to the cluster, or to `clusterDefaults`.',
    );
  });

  test('what is wrong with a default is told once, where it stands', () => {
    const clusterDefaults = [{ istio: 'x', existingNamespaces: ['A b'] }];
    expect(problemsOf({ ...BASE, clusters, clusterDefaults })).toEqual([
      expect.stringMatching(/^MESH201 at clusterDefaults\[0\].existingNamespaces\[0\]: /),
      'MESH501 at clusterDefaults[0].istio: "x" is not an Istio version',
    ]);
  });

  test('in a file with its line, and with directories relative to it', () => {
    const file = path.join(folder, 'mesh.yaml');
    const write = (entry: object) =>
      writeFileSync(
        file,
        stringify({
          ...BASE,
          clusters: clusters.map(({ name }, i) => ({
            name,
            gateway: { addresses: [`8.8.4.${i}`] },
          })),
          clusterDefaults: [{ istio: '1.29' }, entry],
        }),
      );
    write({ region: 'x' });
    expect(problemsOf(readMeshFile(file))).toEqual([]);
    write({ gateway: { namespace: 'A b' } });
    expect(problemsOf(readMeshFile(file))).toEqual([
      `MESH201 at ${file}:35:7 (clusterDefaults[1].gateway.namespace): gateway namespace "A b" is not a DNS label`,
    ]);
    write({ cacerts: { certificatesDirectory: 'pki' } });
    expect(problemsOf(readMeshFile(file))[0]).toContain(`"${folder}/pki/`);
    write({ name: 'a', network: 'b' });
    expect(problemsOf(readMeshFile(file)).join()).toContain('"network" is not a key here');
  });

  test('a mistake in their form is told alone, and hides nothing that is wrong elsewhere', () => {
    const mistaken = { istio: 1.3, region: 5, matchLabels: { env: 'x' } };
    const described = {
      ...BASE,
      suffix: 'A b',
      clusters: clusters.map(cluster => ({ ...cluster, labels: { env: 'x' } })),
      clusterDefaults: [mistaken, { dns: { nodeLocalDns: 'yes' } }],
    };
    expect(problemsOf(described)).toEqual([
      'MESH104 at clusterDefaults[0].istio: 1.3 is a number',
      'MESH104 at clusterDefaults[0].region: 5 is a number',
      'MESH104 at clusterDefaults[1].dns.nodeLocalDns: "yes" is not a boolean',
      expect.stringMatching(/^MESH204 at suffix: /),
    ]);
  });

  test('what was mended to look at the rest is not told of the clusters', () => {
    const clusterDefaults = [{ istio: '1.29' }, { kubernetes: 1.3 }];
    expect(problemsOf({ ...BASE, clusters, clusterDefaults })).toEqual([
      'MESH104 at clusterDefaults[1].kubernetes: 1.3 is a number',
    ]);
  });

  test('labels that cannot be read do not leave an entry without clusters', () => {
    const described = {
      ...BASE,
      clusters: clusters.map(cluster => ({ ...cluster, labels: { env: ['x'] } })),
      clusterDefaults: [{ matchLabels: { env: 'x' }, istio: '1.29' }],
    };
    expect(problemsOf(described)).toEqual([
      'MESH104 at clusters[0].labels.env: ["x"] is not a string',
      'MESH104 at clusters[1].labels.env: ["x"] is not a string',
    ]);
  });
});
