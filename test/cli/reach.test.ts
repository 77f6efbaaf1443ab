import { cpSync, readFileSync } from 'fs';
import * as path from 'path';
import { parse } from 'yaml';
import { meshHarness } from './harness';

const DIST = path.join(__dirname, '../../dist');
const { mesh, io, write } = meshHarness();
const CALL = ['--from', 'cluster1/foo/sleep', '--to', 'httpbin.bar.global:8000'];

beforeEach(() => cpSync(DIST, 'dist', { recursive: true }));

test('one call: yes', async () => {
  expect(await mesh('reach', ...CALL)).toBe(0);
  expect(io.out).toBe(
    'yes: cluster1/foo/sleep → httpbin.bar.global:8000, answered by cluster2/bar/httpbin:8080\n',
  );
});

test('one call: no, with the first broken step, the file, and what would mend it', async () => {
  expect(await mesh('reach', ...CALL, '--without-gateway', '203.0.113.20')).toBe(2);
  expect(io.out).toBe(
    [
      'no: cluster1/foo/sleep → httpbin.bar.global:8000',
      '  address (cluster1): 203.0.113.20 is taken away  dist/cluster1/manifests/traffic/bar.yaml:23',
      '→ Bring it back.\n',
    ].join('\n'),
  );
});

test('each step, and a version that nobody could run', async () => {
  expect(await mesh('reach', ...CALL, '--method', 'GET', '--explain', '--istio', '1.31')).toBe(0);
  expect(io.out.split('\n').filter(line => line.startsWith('  '))).toHaveLength(14);
  expect(io.out).toMatch(/\n\(Istio 1.31: version not run\)\n$/);
});

test('as JSON and as CSV', async () => {
  await mesh('reach', ...CALL, '--method', 'POST', '--output', 'json');
  const { verdict, answeredBy, ways } = JSON.parse(io.out);
  expect([verdict, answeredBy[0].cluster, ways.length]).toEqual(['yes', 'cluster2', 1]);
  await mesh('reach', ...CALL, '-o', 'csv');
  expect(io.out.split('\n')[1]).toBe(
    'cluster1,foo,sleep,httpbin.bar.global,8000,yes,,cluster2/bar/httpbin:8080,,,,,',
  );
});

test('the matrix, and what a cluster that is gone changes in it', async () => {
  expect(await mesh('reach', '--all')).toBe(0);
  expect(io.out).toMatch(/^yes {5}cluster1[^]*\nno {6}cluster2[^]*\n1 yes, 1 no\n$/);
  expect(await mesh('reach', '--all', '--output', 'json')).toBe(0);
  expect(JSON.parse(io.out)).toHaveLength(2);
  const json = JSON.parse(io.out);
  expect(await mesh('reach', '--all', '--output', 'yaml')).toBe(0);
  expect(parse(io.out)).toEqual(json);
  expect(await mesh('reach', '--all', '--without', 'cluster2')).toBe(2);
  expect(io.out).toMatch(/^yes → no +cluster1\/foo\/sleep [^\n]*\n1 yes → no\n$/);
  expect(await mesh('reach', '--all', '--without-gateway', '203.0.113.10', '-o', 'csv')).toBe(0);
  expect(io.out.split('\n')).toHaveLength(2);
});

test('the mark of versions that nobody could run', async () => {
  await mesh('reach', '--all', '--istio', '1.31', '-o', 'json');
  expect(JSON.parse(io.out)).toEqual([]);
  await mesh('reach', ...CALL, '--istio', '1.31', '-o', 'csv');
  expect(io.out.split('\n')[1]).toMatch(/,Istio 1.31: version not run$/);
  await mesh('reach', '--all', '--istio', '1.31', '--without', 'cluster2');
  expect(io.out).toMatch(/\n1 yes → no\n\(Istio 1.31: version not run\)\n$/);
});

test('pods that run as another account', async () => {
  expect(await mesh('reach', ...CALL, '--identity', 'cluster2/bar/httpbin=other')).toBe(2);
  expect(io.out).toMatch(/^no: .*\n {2}identity .*\/sa\/other, and the client accepts/);
  expect(await mesh('reach', '--all', '--identity', 'cluster2/bar/httpbin=other')).toBe(2);
  expect(io.out).toMatch(/^yes → no +cluster1\/foo\/sleep [^\n]*\n1 yes → no\n$/);
  // the policy only counts
  expect(await mesh('reach', '--all', '--identity', 'cluster1/foo/sleep=other')).toBe(0);
  expect(io.out).toBe('nothing changes\n');
});

test('a day on which certificates are valid, and one on which they are not', async () => {
  const secret = path.join(
    __dirname,
    '../golden/rotation/0-stable/west/other/istio-system.cacerts.sops.yaml',
  );
  for (const cluster of ['cluster1', 'cluster2']) {
    const file = `dist/${cluster}/manifests/trust/_cluster.yaml`;
    write(file, `${readFileSync(file, 'utf8')}---\n${readFileSync(secret, 'utf8')}`);
  }
  expect(await mesh('reach', ...CALL)).toBe(0);
  expect(await mesh('reach', ...CALL, '--at', '2027-06-01')).toBe(0);
  expect(await mesh('reach', ...CALL, '--at', '2028-01-01')).toBe(2);
  expect(io.out).toMatch(/\n {2}roots .* is valid from 2026-11-24 to 2027-11-24/);
  expect(await mesh('reach', '--all', '--at', '2028-01-01')).toBe(2);
  expect(io.out).toContain('yes → no');
});

test('workloads that are somewhere else', async () => {
  await mesh('reach', '--from', 'cluster1/foo/other', '--to', 'httpbin.bar.global:8000');
  expect(io.err).toMatch(/\nMESH904 at --from\n.*"foo\/other"/);
  const from = ['--from', 'cluster1/foo/other', '--to', 'httpbin.bar.global:8000'];
  expect(await mesh('reach', ...from, '--assume-workloads')).toBe(0);
  write(
    'world.yaml',
    'clusters: {cluster1: {directory: dist/cluster1, workloads: [{namespace: foo, serviceAccount: other, sidecar: false}]}}',
  );
  expect(await mesh('reach', '--world', 'world.yaml', ...from)).toBe(2);
  expect(io.out).toContain('has no sidecar: world.yaml says so');
});

test.each([
  [['--all', ...CALL], 'ask for one call with --from and --to, or for all with --all'],
  [[], 'ask for one call'],
  [['--from', 'foo/sleep', '--to', 'x:1'], '--from is cluster/namespace/serviceaccount'],
  [['--from', 'a/b/c', '--to', 'x'], '--to is host:port'],
  [['--all', '--output', 'xml'], 'Allowed choices are text, json, yaml, csv'],
  [['--all', '--header', 'x'], '--header is name:value, not "x"'],
  [['--all', '--without', 'c9'], 'there is no cluster "c9"'],
  [[...CALL, '--identity', 'cluster2/bar=x'], '--identity is cluster/namespace/serviceaccount='],
  [[...CALL, '--identity', 'c9/bar/httpbin=x'], 'there is no cluster "c9"'],
  [[...CALL, '--identity', 'cluster2/bar/x=y'], 'no manifest of "cluster2" has a workload of the'],
  [[...CALL, '--at', '2027-02-30'], 'MESH104 at --at'],
  [['nowhere', '--all'], 'there is no directory "nowhere"'],
])('%p is a mistake', async (args, message) => {
  expect(await mesh('reach', ...args)).toBe(1);
  expect(io.err).toContain(message);
});

test('broken YAML is an error with its line, never a verdict', async () => {
  write('dist/cluster2/manifests/traffic/more.yaml', 'a: b\n- c\n');
  expect(await mesh('reach', ...CALL)).toBe(1);
  expect(io.out).toBe('');
  expect(io.err).toMatch(/\nMESH902 at dist\/cluster2\/manifests\/traffic\/more.yaml:\d\n/);
});

test('what is broken in a file of keys is told without what stands there', async () => {
  const key = 'MC4CAQAwBQYDK2VwBCIEIJ';
  const texts = [
    `apiVersion: v1\nkind: Secret\nmetadata: {name: cacerts}\nstringData:\n  ca-key.pem: |\n${key}\n`,
    `apiVersion: v1\nkind: Secret\nmetadata: {name: cacerts}\ndata: {ca-key.pem: ${key}: ${key}}\n`,
    `apiVersion: v1\nkind: Secret\nmetadata: {name: cacerts}\ndata: {ca-key.pem: ${key}}\ndata: "${key}\n`,
  ];
  for (const text of texts) {
    write('dist/cluster2/manifests/traffic/keys.yaml', text);
    expect(await mesh('reach', ...CALL, '--explain')).toBeGreaterThan(0);
    expect(io.out + io.err).not.toContain(key);
  }
});
