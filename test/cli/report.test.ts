import { cpSync, existsSync, readFileSync, writeFileSync } from 'fs';
import * as path from 'path';
import { meshHarness } from './harness';

const DIST = path.join(__dirname, '../../dist');
const { mesh, io, write } = meshHarness();
const OLD = 'mesh-report.html';

beforeEach(() => cpSync(DIST, 'dist', { recursive: true }));

test('one page, that says where it is', async () => {
  expect(await mesh('report')).toBe(0);
  expect(io.out).toBe('wrote mesh-report.html\n');
  const first = readFileSync(OLD, 'utf8');
  expect(first).toMatch(/^<!doctype html>\n/);
  expect(await mesh('report', '--out', 'other.html')).toBe(0);
  expect(readFileSync('other.html', 'utf8')).toBe(first);
  expect(await mesh('report', '--out', '-')).toBe(0);
  expect(io.out).toBe(first);
});

test('the topology as Mermaid', async () => {
  expect(await mesh('report', '--format', 'mermaid')).toBe(0);
  expect(io.out).toBe(
    [
      'flowchart LR',
      '  c0["cluster1<br>istio-eastwestgateway: 203.0.113.10"]',
      '  c1["cluster2<br>istio-eastwestgateway: 203.0.113.20"]',
      '  c0 -->|"httpbin.bar.global"| c1\n',
    ].join('\n'),
  );
});

test('all facts as JSON, with a budget', async () => {
  expect(await mesh('report', '-f', 'json', '--budget', 'objects=7')).toBe(0);
  const { warnings, budget } = JSON.parse(io.out);
  expect(budget).toEqual({ objects: 7 });
  expect(warnings.map(({ code }: { code: string }) => code)).toEqual(['MESH976']);
});

test('directories of others, and what pods are taken to be there', async () => {
  expect(await mesh('report', 'dist/cluster1', 'dist/cluster2', '-f', 'json')).toBe(0);
  expect(JSON.parse(io.out).clusters).toHaveLength(2);
  cpSync(path.join(__dirname, '../../examples/online-boutique/dist'), 'boutique', {
    recursive: true,
  });
  await mesh('report', 'boutique', '-f', 'json');
  expect(JSON.parse(io.out).access.callers).toEqual([]);
  await mesh('report', 'boutique', '-f', 'json', '--assume-workloads');
  expect(JSON.parse(io.out).access.callers).toHaveLength(10);
});

test('what changed is marked as `mesh diff` says it', async () => {
  cpSync('dist', 'before', { recursive: true });
  const file = 'dist/cluster1/manifests/traffic/bar.yaml';
  writeFileSync(file, readFileSync(file, 'utf8').replace('- foo', '- other'));
  expect(await mesh('report', '--base', './before', '-f', 'json')).toBe(0);
  const { changes } = JSON.parse(io.out);
  expect(changes.changedClusters).toEqual(['cluster1']);
  expect(changes.calls.find(({ mark }: { mark: string }) => mark === '-')).toMatchObject({
    callers: ['cluster1/foo/sleep', 'cluster1/foo/*'],
    called: ['httpbin.bar.global:8000'],
  });
  await mesh('diff', '--base', './before');
  const told: string[] = changes.sections.flatMap(({ title, lines }: any) => [
    title,
    ...lines.map(({ mark, text }: any) => `${mark} ${text}`),
  ]);
  const printed = io.out.split('\n').map(line => line.trim());
  expect(told.filter(line => !printed.includes(line))).toEqual([]);
});

test('bad input is told as `mesh reach` tells it, and no file changes', async () => {
  writeFileSync(OLD, 'old');
  write('dist/cluster1/manifests/bad.yaml', 'a: [');
  expect(await mesh('report')).toBe(1);
  expect(io.err).toMatch(/MESH902[^]*mesh report: nothing was written\n$/);
  expect(await mesh('report', 'nowhere', '-f', 'json')).toBe(1);
  expect(JSON.parse(io.out).problems[0].code).toBe('MESH901');
  expect(readFileSync(OLD, 'utf8')).toBe('old');
});

test('where nothing can be written, it says so', async () => {
  expect(await mesh('report', '--out', 'no/such/place.html')).toBe(1);
  expect(io.err).toMatch(/^mesh report: ENOENT/);
  expect(existsSync('no')).toBe(false);
});

test.each([
  [['--budget', 'pods=1'], /--budget is one of objects, bytes/],
  [['--budget', 'objects=many'], /not "objects=many"/],
  [['--format', 'pdf'], /Allowed choices are html, svg, mermaid, json/],
  [['-', '--base', 'main'], /--base is for directories/],
])('a wrong command line: %j', async (args, text) => {
  expect(await mesh('report', ...args)).toBe(1);
  expect(io.err).toMatch(text);
  expect(io.err).toMatch(/See `mesh report --help`/);
});
