import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'fs';
import * as path from 'path';
import { parse } from 'yaml';
import { add, change, checkHarness, without } from './check-harness';

let mockInput = '';
jest.mock('../../../src/cli/standard-input', () => ({
  STANDARD_INPUT: '-',
  readStandardInput: () => mockInput,
}));

const { mesh, io, write, live, found, runs, asList } = checkHarness();
const DOCS = path.join(__dirname, '../../../docs/errors.md');
const NOT_SEEN = 'is not in what was seen of the cluster, which may not have been asked for it';

describe('where objects are read from', () => {
  test('the file of one cluster; the others are named as not looked at', async () => {
    live();
    expect(await mesh('check', 'live/cluster1.yaml')).toBe(0);
    expect(io.out).toMatch(/\ncluster1: as written\nnot looked at: cluster2\n$/);
  });

  test('a directory of one cluster, with several files', async () => {
    live();
    mkdirSync('all/cluster1', { recursive: true });
    renameSync('live/cluster1.yaml', 'all/cluster1/a.json');
    write('all/cluster1/b.yaml', 'apiVersion: v1\nkind: ServiceList\nitems: []\n');
    expect(await mesh('check', 'all')).toBe(0);
    expect(await mesh('check', 'all/cluster1')).toBe(0);
  });

  test('standard input, when it is said whose it is', async () => {
    live();
    mockInput = readFileSync('live/cluster1.yaml', 'utf8');
    expect(await mesh('check', '-', '--cluster', 'cluster1')).toBe(0);
    expect(await mesh('check', '-')).toBe(1);
    expect(io.err).toContain(
      'MESH860\n  "-" is not the name of a cluster that was written: these are cluster1, cluster2',
    );
    rmSync('dist/cluster2', { recursive: true });
    expect(await mesh('check', '-')).toBe(0);
  });

  test('a file with another name, when it is said whose it is', async () => {
    live();
    renameSync('live/cluster1.yaml', 'dump.yaml');
    expect(await mesh('check', 'dump.yaml')).toBe(1);
    expect(io.err).toContain('MESH860\n  "dump" is not the name of a cluster that was written');
    expect(await mesh('check', 'dump.yaml', '--cluster', 'cluster1')).toBe(0);
    expect(await mesh('check', 'dump.yaml', '--cluster', 'cluster9')).toBe(1);
    expect(io.err).toContain('"cluster9" is not the name of a cluster that was written');
  });
});

describe('what was not seen is not fine', () => {
  test('a kind of which there is nothing at all', async () => {
    live(objects => objects.filter(({ kind }) => kind !== 'ServiceEntry'));
    expect(await mesh('check', 'live')).toBe(2);
    expect(found()).toEqual([
      `‼ MESH894 ServiceEntry bar/httpbin-global-local: ${NOT_SEEN}  dist/cluster2/manifests/traffic/bar.yaml:25`,
      `‼ MESH894 every ServiceEntry: ${NOT_SEEN}`,
    ]);
  });

  test('the same kind, when an empty list of it says that there are none', async () => {
    live(objects => objects.filter(({ kind }) => kind !== 'ServiceEntry'));
    const list = 'apiVersion: networking.istio.io/v1\nkind: ServiceEntryList\nitems: []\n';
    const text = readFileSync('live/cluster2.yaml', 'utf8');
    writeFileSync('live/cluster2.yaml', `${text}\n---\n${list}`);
    expect(await mesh('check', 'live')).toBe(2);
    expect(found()).toEqual([
      '× MESH870 ServiceEntry bar/httpbin-global-local: is missing  dist/cluster2/manifests/traffic/bar.yaml:25',
    ]);
  });

  test('the same kind, when it was asked for', async () => {
    live(objects => objects.filter(({ kind }) => kind !== 'ServiceEntry'));
    const text = readFileSync('live/cluster2.yaml', 'utf8');
    const mark = (asks: string) => `${text}\n--- {"asked":${asks}}\n`;
    writeFileSync('live/cluster2.yaml', mark('["networking.istio.io/ServiceEntry",1]'));
    expect(await mesh('check', 'live')).toBe(2);
    expect(found()).toHaveLength(1);
    writeFileSync('live/cluster2.yaml', mark('[}'));
    expect(await mesh('check', 'live')).toBe(1);
  });

  test('only a file of what was written', async () => {
    write('live/cluster1.yaml', 'apiVersion: v1\nkind: Namespace\nmetadata: {name: foo}\n');
    expect(await mesh('check', 'live')).toBe(2);
    const lines = found().map(line => line.replace(/:.*/, ''));
    expect(lines.filter(line => line.startsWith('‼ MESH894'))).toEqual([
      '‼ MESH894 DestinationRule bar/httpbin-global',
      '‼ MESH894 ServiceEntry bar/httpbin-global-remote',
      '‼ MESH894 VirtualService bar/httpbin-global',
      '‼ MESH894 ServiceAccount foo/sleep',
      '‼ MESH894 Deployment foo/sleep',
      '‼ MESH894 every ServiceEntry',
      '‼ MESH894 every DestinationRule',
      '‼ MESH894 every VirtualService',
      '‼ MESH894 every Gateway',
      '‼ MESH894 Service istio-system/istio-eastwestgateway',
      '‼ MESH894 Deployment istio-system/istio-eastwestgateway',
      '‼ MESH894 Secret istio-system/cacerts',
      '‼ MESH894 istiod in istio-system',
    ]);
  });

  test('policies, where there are pods for them', async () => {
    live(objects => objects.filter(({ kind }) => kind !== 'PeerAuthentication'));
    expect(await mesh('check', 'live')).toBe(2);
    expect(found()).toEqual([`‼ MESH894 every PeerAuthentication: ${NOT_SEEN}`]);
  });

  test('ConfigMaps, which nobody fetches all of', async () => {
    live(objects => objects.filter(({ kind }) => kind !== 'ConfigMap'));
    expect(await mesh('check', 'live')).toBe(2);
    expect(found()).toEqual(
      ['istio-ca-root-cert', 'istio', 'istio-sidecar-injector'].map(
        name =>
          `‼ MESH894 ConfigMap istio-system/${name}: ${NOT_SEEN}${name.endsWith('cert') ? '' : '  dist/cluster2/helm/istiod.yaml:1'}`,
      ),
    );
  });
});

test('objects of others that are meant are accepted, by name', async () => {
  live(add('VirtualService', 'foo', { hosts: ['httpbin.bar.global'] }));
  expect(await mesh('check', 'live', '--accept', 'VirtualService/foo/mine')).toBe(0);
  expect(await mesh('check', 'live', '--accept', 'VirtualService/foo/other')).toBe(2);
  expect(await mesh('check', 'live', '--accept', 'mine')).toBe(1);
  expect(io.err).toContain('--accept is kind/namespace/name, not "mine"');
});

test('what others have beside the mesh does not matter', async () => {
  live(objects => {
    add('ServiceEntry', 'foo', { hosts: ['httpbin.foo.global'] })(objects);
    add('VirtualService', 'foo', { hosts: ['httpbin.bar.global'], gateways: ['web/in'] })(objects);
    add('Gateway', 'foo', {
      selector: { istio: 'eastwestgateway' },
      servers: [{ port: { number: 443 } }],
    })(objects);
    add('Gateway', 'web', {
      selector: { istio: 'ingressgateway' },
      servers: [{ port: { number: 15443 } }],
    })(objects);
    add('AuthorizationPolicy', 'bar', { selector: { matchLabels: { app: 'other' } } })(objects);
    add('AuthorizationPolicy', 'foo', { action: 'DENY' })(objects);
    add('AuthorizationPolicy', 'bar', { action: 'AUDIT' })(objects);
    add('AuthorizationPolicy', 'bar', { targetRefs: [{ kind: 'Gateway', name: 'waypoint' }] })(
      objects,
    );
    add('PeerAuthentication', 'bar', { mtls: { mode: 'STRICT' } })(objects);
    add(
      'ServiceEntry',
      'bar',
      { hosts: ['x.bar.global'] },
      {
        labels: { 'app.kubernetes.io/managed-by': 'cdk8s-istio-multicluster' },
        ownerReferences: [{ kind: 'Something' }],
      },
    )(objects);
  });
  expect(await mesh('check', 'live')).toBe(0);
});

test('what the server writes in another way is the same', async () => {
  const resources = { limits: { cpu: '0.1', memory: '1Gi' }, requests: { cpu: 1 } };
  const stored = { limits: { cpu: '100m', memory: '1024Mi' }, requests: { cpu: '1' } };
  const file = 'dist/cluster2/manifests/workloads/bar.yaml';
  const text = readFileSync(file, 'utf8').replace(
    'name: httpbin\n          ports',
    `name: httpbin\n          emptyList: []\n          resources: ${JSON.stringify(resources)}\n          ports`,
  );
  const edited = (values: object) =>
    change('Deployment', 'httpbin', ({ spec }) => {
      spec.template.spec.containers[0].resources = values;
      spec.template.spec.containers.unshift({ name: 'istio-proxy', image: 'auto' });
    });
  live(edited(stored));
  writeFileSync(file, text);
  expect(await mesh('check', 'live')).toBe(0);
  live(edited({ ...stored, requests: { cpu: '1001m' } }));
  expect(await mesh('check', 'live')).toBe(2);
  expect(found().join()).toContain('.requests.cpu is "1001m", not 1 ');
});

test('a name in the place of an address', async () => {
  const rename = (host: string) =>
    writeFileSync(
      'dist/cluster2/world.yaml',
      `istio: "1.29"\ngateways:\n  - {name: istio-eastwestgateway, namespace: istio-system, addresses: ["${host}"]}\n`,
    );
  const lb = (...ingress: object[]) =>
    live(
      change('Service', 'istio-eastwestgateway', one => {
        one.status.loadBalancer.ingress = ingress;
      }),
    );
  lb({ ip: '127.0.0.1' });
  rename('localhost');
  expect(await mesh('check', 'live')).toBe(2);
  expect(found()).toEqual([
    '‼ MESH878 Service istio-system/istio-eastwestgateway: has 127.0.0.1; the name "localhost" was written',
  ]);
  expect(await mesh('check', 'live', '--resolve')).toBe(0);
  lb({ ip: '203.0.113.77' });
  expect(await mesh('check', 'live', '--resolve')).toBe(2);
  expect(found().join()).toMatch(
    /^× MESH876 .*: has 203\.0\.113\.77; "localhost", which leads to (127\.0\.0\.1|::1).* was written$/,
  );
  lb({ hostname: 'LOCALHOST' });
  expect(await mesh('check', 'live')).toBe(0);
});

test('a port of the nodes', async () => {
  const node = (address: string, type = 'ExternalIP') =>
    live(objects => {
      objects.find(
        ({ kind, metadata }) => kind === 'Service' && metadata.name.endsWith('gateway'),
      ).spec.ports[1].nodePort = 32443;
      objects.push({
        apiVersion: 'v1',
        kind: 'Node',
        metadata: { name: 'n1' },
        status: { addresses: [{ type, address }] },
      });
    });
  node('203.0.113.20');
  writeFileSync(
    'dist/cluster2/world.yaml',
    'istio: "1.29"\ngateways:\n  - {name: istio-eastwestgateway, namespace: istio-system, addresses: ["203.0.113.20:32443"]}\n',
  );
  expect(await mesh('check', 'live')).toBe(0);
  node('203.0.113.20', 'InternalIP');
  expect(await mesh('check', 'live')).toBe(0);
  node('10.0.0.9', 'InternalIP');
  expect(await mesh('check', 'live')).toBe(2);
  expect(found()).toEqual(['‼ MESH878 Nodes: have 10.0.0.9; "203.0.113.20" was written']);
  expect(await mesh('check', 'live', '--accept', 'Address//203.0.113.20')).toBe(0);
  node('203.0.113.99');
  expect(await mesh('check', 'live')).toBe(2);
  expect(found()).toEqual(['× MESH876 Nodes: have 203.0.113.99; "203.0.113.20" was written']);
});

test('the same as JSON, YAML and Markdown', async () => {
  live(without('ServiceEntry', 'httpbin-global-local'));
  expect(await mesh('check', 'live/cluster2.yaml', '-o', 'json')).toBe(2);
  const json = JSON.parse(io.out);
  expect(json.notLookedAt).toEqual(['cluster1']);
  const [{ name, checks }] = json.clusters;
  expect([name, checks.map((one: any) => `${one.name} ${one.state}`)]).toEqual([
    'cluster2',
    ['objects error', 'others fine', 'gateway fine', 'trust fine', 'istiod fine', 'dns fine'],
  ]);
  expect(checks[0].findings).toEqual([
    {
      code: 'MESH870',
      severity: 'error',
      object: 'ServiceEntry bar/httpbin-global-local',
      message: 'is missing',
      remedy: expect.stringContaining('Apply what was written'),
      docs: 'docs/errors.md#mesh870',
      file: 'dist/cluster2/manifests/traffic/bar.yaml',
      line: 25,
    },
  ]);
  await mesh('check', 'live/cluster2.yaml', '-o', 'yaml');
  expect(parse(io.out)).toEqual(json);
  await mesh('check', 'live/cluster2.yaml', '-o', 'markdown');
  expect(io.out.split('\n').slice(0, 3)).toEqual([
    '|  | cluster | check | found | what to do |',
    '| --- | --- | --- | --- | --- |',
    '| × | cluster2 | objects of the mesh | MESH870 ServiceEntry bar/httpbin-global-local: is missing  dist/cluster2/manifests/traffic/bar.yaml:25 | Apply what was written, as the README.md of the cluster says; or change the description, if the cluster is right. |',
  ]);
  expect(readFileSync(DOCS, 'utf8')).toContain('\n### MESH870\n');
});

describe('names that mean harm', () => {
  const EVIL = 'x\u001b[2J|<b>`\nMESH999 at nowhere';

  test.each(['text', 'json', 'yaml', 'markdown'])('are no commands for a terminal: %s', async o => {
    live(objects => {
      add('ServiceEntry', EVIL, { hosts: ['httpbin.bar.global', EVIL] })(objects);
      objects.push({ apiVersion: 'v1', kind: EVIL, metadata: {} });
      objects.push({ apiVersion: 'v1', kind: '__proto__', metadata: { name: '__proto__' } });
    });
    expect(await mesh('check', 'live', '--output', o)).toBe(2);
    expect(io.out).not.toContain('\u001b');
    expect(io.out).not.toMatch(/^MESH999/m);
    expect(o === 'markdown' ? /[^\\]<b>/.test(io.out) : false).toBe(false);
  });
});

test.each([
  [['nowhere'], 'MESH901\n  there is no file or directory "nowhere"'],
  [['live', '--dist', 'nowhere'], 'MESH901\n  there is no directory "nowhere"'],
  [[], 'name the live objects, or ask the clusters with --context'],
  [['live', '--timeout', 'x'], '--timeout takes a whole number of seconds from 1 to 3600'],
  [['--context', 'cluster9=x'], 'MESH860 at --context\n  "cluster9" is not the name of a cluster'],
  [['empty.yaml', '--cluster', 'cluster1'], 'MESH901\n  there are no objects in "empty.yaml"'],
  [['broken.yaml', '--cluster', 'cluster1'], 'MESH902 at broken.yaml:2\n'],
])('%j is a mistake', async (args, message) => {
  live();
  write('empty.yaml', '# nothing\n');
  write('broken.yaml', 'a: b\n- c\n');
  expect(await mesh('check', ...args)).toBe(1);
  expect(io.out).toBe('');
  expect(io.err).toContain(message);
});

test('values of any type anywhere are findings, never a crash', async () => {
  const strange: unknown[] = [null, 0, '', 'x', [], {}, [null], [[]], { a: null }, true];
  const paths = ['spec', 'data', 'status', 'metadata.labels', 'metadata.annotations'];
  for (const value of strange) {
    for (const place of paths) {
      const [top, below] = place.split('.');
      write(
        'live/cluster2.yaml',
        asList(
          runs('cluster2').map(one =>
            below === undefined
              ? { ...one, [top]: value }
              : { ...one, metadata: { ...one.metadata, [below]: value } },
          ),
        ),
      );
      expect([value, place, await mesh('check', 'live')]).toEqual([
        value,
        place,
        expect.any(Number),
      ]);
    }
  }
});
