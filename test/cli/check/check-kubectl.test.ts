import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'fs';
import * as path from 'path';
import { add, change, checkHarness } from './check-harness';

const { mesh, io, live, found, runs } = checkHarness();

const modules = jest.requireActual('child_process');
const { spawnSync } = modules;
const { PATH } = process.env;

// what is run finds the PATH of these tests, which Jest keeps from other programs
beforeEach(() => {
  jest
    .spyOn(modules, 'spawnSync')
    .mockImplementation((program, args, options: any) =>
      spawnSync(program, args, { env: process.env, ...options }),
    );
});
afterEach(() => {
  process.env.PATH = PATH;
});

/**
 * A kubectl that knows the objects in a file for each context, as the real one answers: for kinds,
 * for names, and for a field of one with a template, which is not run but stands for itself.
 */
const KUBECTL = `
const { appendFileSync, existsSync, readFileSync } = require('fs');
const args = process.argv.slice(2);
appendFileSync('calls', JSON.stringify(args) + '\\n');
const option = name => args.find(arg => arg.startsWith(name + '='))?.slice(name.length + 1);
const after = name => args[args.indexOf(name) + 1];
const fail = text => { console.error(text); process.exit(1); };
const file = option('--context') + '.json';
if (!existsSync(file)) fail('error: context "' + option('--context') + '" does not exist');
const { items, broken = {}, sleeps } = JSON.parse(readFileSync(file, 'utf8'));
if (sleeps) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 60000);
const [, first, ...names] = args.filter((arg, i) => !arg.startsWith('--') && !['--namespace', '--field-selector'].includes(args[i - 1]));
const kinds = first.split(',');
for (const kind of kinds) if (broken[kind]) fail(broken[kind]);
const nameOf = ({ apiVersion, kind }) => kind.toLowerCase() + (apiVersion.includes('/') ? '.' + apiVersion.split('/')[0] : '');
let found = items.filter(one => kinds.includes(nameOf(one)));
if (args.includes('--namespace')) found = found.filter(one => one.metadata.namespace === after('--namespace'));
if (names.length > 0) found = found.filter(one => names.includes(one.metadata.name));
if (option('--output') === 'json') {
  if (found.length > 0 || names.length === 0) console.log(JSON.stringify({ apiVersion: 'v1', kind: 'List', items: found }));
} else {
  const only = found.filter(one => after('--field-selector') === 'metadata.name=' + one.metadata.name);
  const shown = one => ({ ...one, data: Object.fromEntries(Object.entries(one.data).filter(([name]) => option('--output').includes('"' + name + '"'))) });
  console.log(JSON.stringify({ apiVersion: 'v1', kind: 'List', items: only.map(shown) }));
}
`;

function install(more: object = {}, cluster = 'cluster1'): void {
  mkdirSync('bin', { recursive: true });
  writeFileSync('bin/kubectl', `#!${process.execPath}\n${KUBECTL}`);
  chmodSync('bin/kubectl', 0o755);
  process.env.PATH = path.resolve('bin');
  writeFileSync(`${cluster}.json`, JSON.stringify({ items: runs(cluster), ...more }));
}

const calls = (): string[][] =>
  existsSync('calls')
    ? readFileSync('calls', 'utf8')
        .trim()
        .split('\n')
        .map(line => JSON.parse(line))
    : [];

test('two clusters are asked by their contexts, and healthy', async () => {
  install();
  install({}, 'cluster2');
  writeFileSync('other.json', readFileSync('cluster2.json'));
  const contexts = ['--context', 'cluster1', '--context', 'cluster2=other'];
  expect(await mesh('check', ...contexts)).toBe(0);
  expect(io.out).toMatch(/\ncluster1, cluster2: as written\n$/);
});

test('every command only gets, names its context, and ends in time', async () => {
  install();
  await mesh('check', '--context', 'cluster1', '--timeout', '7');
  expect(calls().map(args => args.slice(0, 2).join(' '))).toEqual([
    expect.stringMatching(/^get namespace,service,deployment\.apps,serviceentry\.networking/),
    'get configmap',
    'get secret',
  ]);
  for (const args of calls()) {
    expect(args).toContain('--context=cluster1');
    expect(args).toContain('--request-timeout=7s');
    expect(args.filter(arg => /^(apply|create|delete|patch|replace|edit|exec)$/.test(arg))).toEqual(
      [],
    );
  }
});

test('kinds that are asked are those that were written, and those that matter', async () => {
  install();
  await mesh('check', '--context', 'cluster1');
  expect(calls()[0][1].split(',')).toEqual([
    'namespace',
    'service',
    'deployment.apps',
    'serviceentry.networking.istio.io',
    'destinationrule.networking.istio.io',
    'virtualservice.networking.istio.io',
    'gateway.networking.istio.io',
    'sidecar.networking.istio.io',
    'envoyfilter.networking.istio.io',
    'authorizationpolicy.security.istio.io',
    'peerauthentication.security.istio.io',
    'serviceaccount',
  ]);
});

test('faults are found', async () => {
  const objects = runs('cluster1');
  add('ServiceEntry', 'foo', { hosts: ['httpbin.bar.global'] })(objects);
  change('DestinationRule', 'httpbin-global', ({ spec }) => (spec.exportTo = []))(objects);
  install({ items: objects.filter(({ kind }) => kind !== 'VirtualService') });
  expect(await mesh('check', '--context', 'cluster1')).toBe(2);
  expect(found().map(line => line.slice(0, 50))).toEqual([
    '× MESH871 DestinationRule bar/httpbin-global: spec',
    '× MESH870 VirtualService bar/httpbin-global: is mi',
    '× MESH873 ServiceEntry foo/mine: is for "httpbin.b',
  ]);
});

test('a kind that the cluster does not have is missing; one that is forbidden was not seen', async () => {
  install({
    broken: {
      'virtualservice.networking.istio.io':
        'error: the server doesn\'t have a resource type "virtualservice"',
      'peerauthentication.security.istio.io': 'Error from server (Forbidden): no, you may not',
      secret: 'Error from server (Forbidden): secrets is forbidden',
    },
  });
  expect(await mesh('check', '--context', 'cluster1')).toBe(2);
  expect(found().map(line => line.replace(/ {2}dist.*/, ''))).toEqual([
    '‼ MESH895 kubectl --context cluster1 get peerauthentication.security.istio.io:1: "kubectl" ended with status 1: Error from server (Forbidden): no, you may not',
    '‼ MESH895 kubectl --context cluster1 get secret:1: "kubectl" ended with status 1: Error from server (Forbidden): secrets is forbidden',
    '× MESH870 VirtualService bar/httpbin-global: is missing',
    '‼ MESH894 Secret istio-system/cacerts: is not in what was seen of the cluster, which may not have been asked for it',
  ]);
});

test('a cluster that gives no answer is an error, never healthy', async () => {
  install();
  expect(await mesh('check', '--context', 'cluster1=nowhere')).toBe(1);
  expect(io.out).toBe('');
  expect(io.err).toContain(
    'MESH861 at cluster1\n  "kubectl" ended with status 1: error: context "nowhere" does not exist\n',
  );
});

test('so is one that is too slow', async () => {
  install({ sleeps: true });
  expect(await mesh('check', '--context', 'cluster1', '--timeout', '1')).toBe(1);
  expect(io.err).toContain('MESH861 at cluster1\n  "kubectl" has not ended after 1 s');
}, 60_000);

test('and so is a kubectl that is not there', async () => {
  process.env.PATH = path.resolve('nothing');
  expect(await mesh('check', '--context', 'cluster1')).toBe(1);
  expect(io.err).toContain('MESH861 at cluster1\n  "kubectl" is not installed\n');
});

test('names of a context are no options', async () => {
  install();
  expect(await mesh('check', '--context', 'cluster1=--kubeconfig=/tmp/x')).toBe(1);
  expect(calls().every(args => args.includes('--context=--kubeconfig=/tmp/x'))).toBe(true);
});

test('names in what was written are no options either', async () => {
  const evil = (kind: string, apiVersion: string, name: string) =>
    `---\napiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: "${name}", namespace: foo}\n`;
  const file = 'dist/cluster1/manifests/traffic/bar.yaml';
  writeFileSync(
    file,
    `${readFileSync(file, 'utf8')}${evil('ConfigMap', 'v1', '--raw=/')}${evil('"x,secret"', 'v1', 'x')}${evil('Y', '"-o/v1"', 'x')}`,
  );
  install();
  expect(await mesh('check', '--context', 'cluster1')).toBe(2);
  expect(
    calls()
      .flat()
      .filter(arg => /raw|x,secret|^-o/.test(arg)),
  ).toEqual([]);
  expect(found().filter(line => line.includes('MESH894'))).toHaveLength(2);
});

describe('the commands that are printed', () => {
  const line = (text: string) => io.out.split('\n').find(one => one.includes(text))!;

  test('say what they asked for, behind the answer', async () => {
    expect(await mesh('check', '--print-kubectl', '--context', 'cluster1=kind one')).toBe(0);
    expect(io.out).toMatch(
      /^mkdir -p live\n\{\n[^]*\n\} > live\/cluster1\.yaml\nmesh check live\n$/,
    );
    expect(line('configmap')).toBe(
      `  echo --- && kubectl --context 'kind one' get configmap istio istio-ca-root-cert istio-sidecar-injector --namespace istio-system --ignore-not-found -o yaml && echo '--- {"asked":["/ConfigMap istio-system"]}'`,
    );
    expect(io.out).not.toContain('ca-key.pem');
  });

  test('when they are run, what they print is healthy', async () => {
    live();
    await mesh('check', '--print-kubectl');
    const script = io.out.replace('mesh check live\n', '');
    // a kubectl that prints YAML: all that there is of a cluster, for the first question
    mkdirSync('bin');
    writeFileSync(
      'bin/kubectl',
      '#!/bin/sh\ncase "$4" in namespace*) while read -r line; do printf "%s\\n" "$line"; done < "seen/$2.yaml";; esac\n',
      { mode: 0o755 },
    );
    mkdirSync('seen');
    for (const name of ['cluster1', 'cluster2']) {
      writeFileSync(`seen/${name}.yaml`, `${readFileSync(`live/${name}.yaml`, 'utf8')}\n`);
    }
    const { status, stderr } = spawnSync('bash', ['-euc', script], {
      env: { ...process.env, PATH: `${path.resolve('bin')}:${PATH}` },
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([0, '']);
    expect(await mesh('check', 'live')).toBe(0);
  });
});
