import { readFileSync } from 'fs';
import * as path from 'path';
import { parse } from 'yaml';
import { change, checkHarness, Edit, find, without } from './check-harness';

/* eslint-disable @typescript-eslint/no-explicit-any -- objects of the API, as they come */

const { mesh, io, write, found, runs, asList, output } = checkHarness();

/** Uses an output of the golden directories in the place of the example's. */
const row = (name: string): void => output(path.join(__dirname, '../../golden/rows', name));

const configMap = (namespace: string, name: string, data: object) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { namespace, name },
  data,
});

async function check(cluster: string, edit: Edit = () => undefined): Promise<string[]> {
  const objects = runs(cluster, 'cluster1');
  write(`live/${cluster}.yaml`, asList(edit(objects) ?? objects));
  const status = await mesh('check', 'live', '--at', '2026-12-01');
  expect([io.err, status]).toEqual(['', found().length > 0 ? 2 : 0]);
  return found();
}

const dns = (): string => / {2}. DNS.*/.exec(io.out)![0];
const BESIDE = 'dns-beside-what-is-there';

describe('the whole Corefile', () => {
  const COREDNS = 'ConfigMap kube-system/coredns';

  test('is as it was written', async () => {
    row('dns-in-the-clusters-coredns');
    expect(await check('caller')).toEqual([]);
    expect(dns()).toBe('  √ DNS: has cart.shop.mesh.internal:53, mesh.internal:53');
  });

  test('was reverted', async () => {
    row('dns-in-the-clusters-coredns');
    const lines = await check(
      'caller',
      change('ConfigMap', 'coredns', ({ data }) => {
        data.Corefile = data.Corefile.split('cart.shop')[0];
      }),
    );
    expect(lines.map(line => line.replace(/:\d+$/, ''))).toEqual([
      expect.stringMatching(
        /^× MESH871 ConfigMap kube-system\/coredns: data.Corefile is another text, from its line \d+: "", not "cart.shop.mesh.internal:53 \{"/,
      ),
      `× MESH890 ${COREDNS}: has no zone "cart.shop.mesh.internal:53"  dist/caller/manifests/objects.yaml`,
      `× MESH890 ${COREDNS}: has no zone "mesh.internal:53"  dist/caller/manifests/objects.yaml`,
    ]);
  });

  test('has another address for a host', async () => {
    row('dns-in-the-clusters-coredns');
    const lines = await check(
      'caller',
      change('ConfigMap', 'coredns', ({ data }) => {
        data.Corefile = data.Corefile.replace('240.0.0.1 ', '240.0.0.9 ');
      }),
    );
    expect(lines[0]).toContain('"240.0.0.9 cart.shop.mesh.internal", not "240.0.0.1 cart');
    expect(lines[1]).toContain(
      `${COREDNS}: answers for the zone "cart.shop.mesh.internal:53" otherwise than it was written`,
    );
    expect(lines).toHaveLength(2);
  });
});

test('the add-on of EKS, whose values are a file', async () => {
  row('dns-of-the-eks-add-on');
  const corefile = parse(readFileSync('dist/caller/other/eks-coredns-addon.json', 'utf8')).corefile;
  const coredns = (Corefile: string) => (objects: any[]) =>
    void objects.push(configMap('kube-system', 'coredns', { Corefile }));
  expect(await check('caller', coredns(corefile))).toEqual([]);
  const file = 'dist/caller/other/eks-coredns-addon.json:1';
  expect(await check('caller', coredns('.:53 {\n    errors\n}\n'))).toEqual([
    `× MESH890 ConfigMap kube-system/coredns: has no zone "cart.shop.mesh.internal:53"  ${file}`,
    `× MESH890 ConfigMap kube-system/coredns: has no zone "mesh.internal:53"  ${file}`,
  ]);
  expect(await check('caller', without('ConfigMap', 'coredns'))).toEqual([
    `‼ MESH894 ConfigMap kube-system/coredns: is not in what was seen of the cluster, which may not have been asked for it  ${file}`,
  ]);
});

test('what the Corefile of a platform imports', async () => {
  row(BESIDE);
  const corefile = (text: string) => (objects: any[]) =>
    void objects.push(configMap('kube-system', 'coredns', { Corefile: text }));
  expect(await check('aks', corefile('.:53 {\n}\nimport custom/*.server\n'))).toEqual([]);
  const [line, ...more] = await check('aks', corefile('.:53 {\n}\n'));
  expect(line).toMatch(
    /^× MESH890 ConfigMap kube-system\/coredns-custom: is not imported by the Corefile of CoreDNS {2}dist\/aks/,
  );
  expect(more).toEqual([]);
});

test('stub domains of kube-dns', async () => {
  row(BESIDE);
  expect(await check('gke')).toEqual([]);
  const lines = await check(
    'gke',
    change('ConfigMap', 'kube-dns', ({ data }) => {
      data.stubDomains = '{"mesh.internal":["10.3.0.9"],"corp.example":["10.1.1.1"]}';
    }),
  );
  expect(lines.slice(1).map(line => line.replace(/ {2}dist.*/, ''))).toEqual([
    '× MESH890 ConfigMap kube-system/kube-dns: asks 10.1.1.1 for "corp.example", not 10.9.9.9',
    '× MESH890 ConfigMap kube-system/kube-dns: asks 10.3.0.9 for "mesh.internal", not 10.3.0.200',
  ]);
  const gone = await check(
    'gke',
    change('ConfigMap', 'kube-dns', ({ data }) => (data.stubDomains = '{')),
  );
  expect(gone.join()).toContain('asks nobody for "mesh.internal"');
});

test('platforms that make the Corefile of an object of theirs', async () => {
  row(BESIDE);
  const zones = (...names: string[]) => names.map(name => `${name} {\n    errors\n}\n`).join('');
  const made = (namespace: string, name: string, Corefile: string) => (objects: any[]) =>
    void objects.push(configMap(namespace, name, { Corefile }));
  const rke2 = 'rke2-coredns-rke2-coredns';
  const [line] = await check('rke2', made('kube-system', rke2, zones('.:53', 'corp.example:53')));
  expect(line).toContain(`× MESH890 ConfigMap kube-system/${rke2}: has no zone "`);
  const openshift = await check(
    'openshift',
    made('openshift-dns', 'dns-default', zones('.:5353', 'mesh.internal:5353')),
  );
  expect(openshift.filter(one => one.includes('"mesh.internal:5353"'))).toEqual([]);
});

describe('a server of the mesh', () => {
  const ROW = 'dns-by-a-server-of-the-mesh';
  const SERVICE = 'Service istio-system/mesh-dns';
  const dnsDefault: Edit = objects =>
    void objects.push(
      configMap('openshift-dns', 'dns-default', {
        Corefile: 'mesh.internal:5353 {\n}\ncorp.example:5353 {\n}\n',
      }),
    );
  const and = (edit: Edit) => (objects: any[]) => {
    dnsDefault(objects);
    return edit(objects);
  };

  test('answers', async () => {
    row(ROW);
    expect(await check('caller', dnsDefault)).toEqual([]);
  });

  test('has no pod', async () => {
    row(ROW);
    const edit = change('Deployment', 'mesh-dns', ({ status }) => (status.availableReplicas = 0));
    const [line, ...more] = await check('caller', and(edit));
    expect(line).toContain('× MESH891 Deployment istio-system/mesh-dns: has no pod that is ready');
    expect(more).toEqual([]);
  });

  test('lost its address to somebody else', async () => {
    row(ROW);
    const lines = await check(
      'caller',
      and(objects => {
        find(objects, 'Service', 'mesh-dns').spec.clusterIP = '172.30.0.99';
        objects.push({
          apiVersion: 'v1',
          kind: 'Service',
          metadata: { name: 'other', namespace: 'web' },
          spec: { clusterIP: '172.30.0.53', ports: [] },
        });
      }),
    );
    expect(lines.map(line => line.replace(/ {2}dist.*/, ''))).toEqual([
      `× MESH871 ${SERVICE}: spec.clusterIP is "172.30.0.99", not "172.30.0.53"`,
      `× MESH891 ${SERVICE}: Service web/other has its address 172.30.0.53, to which zones are forwarded`,
    ]);
  });

  test('has another name', async () => {
    row(ROW);
    const lines = await check(
      'caller',
      and(one => void (find(one, 'Service', 'mesh-dns').metadata.name = 'other')),
    );
    expect(lines.map(line => line.replace(/ {2}dist.*/, ''))).toEqual([
      `× MESH870 ${SERVICE}: is missing`,
      '× MESH872 Service istio-system/other: has the label of the mesh, and is not in the directory of the cluster',
      `× MESH891 ${SERVICE}: Service istio-system/other has its address 172.30.0.53, to which zones are forwarded`,
    ]);
  });
});
