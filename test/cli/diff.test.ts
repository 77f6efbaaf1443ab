import { execFileSync } from 'child_process';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'fs';
import * as path from 'path';
import { parse } from 'yaml';
import { meshHarness } from './harness';

const DIST = path.join(__dirname, '../../dist');
const { mesh, io, write } = meshHarness();

beforeEach(() => {
  cpSync(DIST, 'dist', { recursive: true });
  cpSync(DIST, 'before', { recursive: true });
});

function edit(file: string, from: string | RegExp, to: string): void {
  const text = readFileSync(file, 'utf8');
  const changed = text.replace(from, to);
  expect(changed).not.toBe(text);
  writeFileSync(file, changed);
}

const git = (...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.com', ...args], {
    encoding: 'utf8',
    stdio: 'pipe',
  });

function commit(...files: string[]): string {
  git('init', '--quiet', '--initial-branch=main');
  git('add', ...files);
  git('commit', '--quiet', '--message=first');
  return git('rev-parse', 'HEAD').trim();
}

const POLICY = 'dist/cluster2/manifests/traffic/bar.yaml';

test('nothing changes', async () => {
  expect(await mesh('diff', '--base', 'before')).toBe(0);
  expect(io.out).toBe('Compared with before\n\nnothing changes\n');
});

test('a commit is read without a checkout, the disk is left alone', async () => {
  const id = commit('dist');
  edit(POLICY, 'dry-run: "true"', 'dry-run: "false"');
  const [status, index] = [git('status', '--porcelain'), readFileSync('.git/index')];
  expect(await mesh('diff', '--base', 'main')).toBe(2);
  expect(io.out.split('\n')[0]).toBe(`Compared with main (${id.slice(0, 12)})`);
  expect([git('status', '--porcelain'), readFileSync('.git/index')]).toEqual([status, index]);
  git('tag', 'v1');
  git('commit', '--quiet', '--all', '--message=second');
  expect(await mesh('diff', '--base', 'HEAD')).toBe(0);
  expect(await mesh('diff', '--base', 'v1', 'dist/cluster1', 'dist/cluster2')).toBe(2);
  expect(await mesh('diff', '--base', id.slice(0, 8))).toBe(2);
  process.chdir('dist');
  expect(await mesh('diff', '--base', 'v1', '.')).toBe(2);
});

test('what the commit does not have is new', async () => {
  commit('dist/cluster1');
  expect(await mesh('diff', '--base', 'HEAD', 'dist/cluster1', 'dist/cluster2')).toBe(2);
  expect(io.out).toMatch(
    /^Compared with HEAD \(\w+\)\nHEAD has no "dist\/cluster2": all of it is new\nnew clusters: cluster2\n/,
  );
  rmSync('dist', { recursive: true });
  cpSync('before', 'other', { recursive: true });
  expect(await mesh('diff', '--base', 'HEAD', 'other')).toBe(2);
  expect(io.out).toContain(
    'HEAD has no "other": all of it is new\nnew clusters: cluster1, cluster2',
  );
});

test('a commit without manifests', async () => {
  write('dist/cluster1/README', '');
  commit('dist/cluster1/README');
  expect(await mesh('diff', '--base', 'HEAD')).toBe(2);
  expect(io.out).toContain('HEAD has no manifests: all is new\n');
});

test('world.yaml of the commit, or of now where it has none', async () => {
  const world =
    'clusters: {cluster1: {directory: dist/cluster1}, cluster2: {directory: dist/cluster2}}';
  write('world.yaml', world);
  commit('dist');
  expect(await mesh('diff', '--base', 'HEAD', '--world', 'world.yaml')).toBe(0);
  expect(io.out).toContain('HEAD has no "world.yaml": it is taken as it is now\n');
  git('add', 'world.yaml');
  git('commit', '--quiet', '--message=world');
  write('world.yaml', world.replace('cluster1}', 'cluster1, istio: "1.30"}'));
  expect(await mesh('diff', '--base', 'HEAD', '--world', 'world.yaml')).toBe(2);
  expect(io.out).toContain('~ Istio of cluster1: version\n');
});

test('worlds of one cluster are compared whatever their names', async () => {
  cpSync('dist/cluster1', 'elsewhere', { recursive: true });
  expect(await mesh('diff', '--base', 'elsewhere', 'dist/cluster1')).toBe(0);
});

const WIDENED = () =>
  edit(POLICY, 'metadata:\n  annotations:\n    istio.io/dry-run: "true"', 'metadata:');

test('exit status by what is denied', async () => {
  const compare = (...deny: string[]) =>
    mesh('diff', '--base', 'before', ...deny.flatMap(one => ['--deny', one]));
  WIDENED();
  expect(await compare()).toBe(2);
  // the audited policy is now carried out
  expect(await compare('narrowed')).toBe(2);
  expect(io.out).toMatch(/\ndenied: narrowed\n$/);
  expect(await compare('widened', 'deleted')).toBe(0);
  expect(await compare('widened', 'changed', 'any')).toBe(2);
  expect(io.out).toMatch(/\ndenied: narrowed, changed\n$/);
});

test('as JSON and as YAML', async () => {
  WIDENED();
  await mesh('diff', '--base', 'before', '-o', 'json');
  const json = JSON.parse(io.out);
  expect(json.counts).toEqual({ narrowed: 1, changed: 1 });
  expect(json.calls).toEqual([
    {
      text: 'any other account of foo in cluster1 can no longer call httpbin.bar.global:8000 in cluster2',
      before: 'yes',
      after: 'no',
      answeredIn: ['cluster2'],
      details: [],
      callers: [{ cluster: 'cluster1', namespace: 'foo', serviceAccount: '*' }],
      called: [{ host: 'httpbin.bar.global', port: 8000 }],
      why: expect.objectContaining({ hop: 'authorization', isBefore: false }),
    },
  ]);
  expect(json.objects).toEqual([
    expect.objectContaining({ fate: 'changed', kind: 'AuthorizationPolicy', cluster: 'cluster2' }),
  ]);
  await mesh('diff', '--base', 'before', '-o', 'yaml');
  expect(parse(io.out)).toEqual(json);
});

describe('what is wrong', () => {
  test.each([
    [['diff'], 'say what to compare with: --base main, or --base DIRECTORY'],
    [['diff', '--base', 'before', '--deny', 'all'], 'Allowed choices are widened, narrowed,'],
    [['diff', '--base', './nowhere'], 'there is no directory "./nowhere"'],
    [['diff', '--base', 'before', '--base', 'nowhere'], 'there is no directory "nowhere"'],
    [['diff', '--base', 'nothing'], 'MESH910 at --base\n  Git has no commit "nothing" in '],
    [['diff', '--base', '--help'], 'nothing was compared'],
    [['diff', '--base', 'main', 'nowhere'], 'there is no directory "nowhere"'],
    [['diff', '--base', 'main', '--base-world', 'x'], '--base-world is for a base that is a'],
    [
      ['diff', '--base', 'main', 'dist', '../outside'],
      'MESH912 at --base\n  "../outside" is not in the',
    ],
  ])('%j', async (args, message) => {
    commit('dist');
    cpSync('dist/cluster1', '../outside', { recursive: true });
    expect(await mesh(...args)).toBe(1);
    expect(io.err).toContain(message);
    expect(io.out).toBe('');
  });

  test('there is no repository', async () => {
    expect(await mesh('diff', '--base', 'main')).toBe(1);
    expect(io.err).toMatch(/MESH911 at --base\n {2}".*dist" is in no repository of Git: /);
  });

  test('a name that is a directory and a branch', async () => {
    commit('dist');
    git('branch', 'before');
    expect(await mesh('diff', '--base', 'before')).toBe(1);
    expect(io.err).toContain('MESH913 at --base\n  "before" is a directory, and a commit');
    expect(await mesh('diff', '--base', './before')).toBe(0);
    expect(await mesh('diff', '--base', 'refs/heads/before')).toBe(0);
  });

  test('broken YAML in both worlds is told at once, each with its place', async () => {
    const broken = 'a: b\n- c\n';
    write('dist/cluster2/manifests/traffic/more.yaml', broken);
    commit('dist');
    write('dist/cluster2/manifests/traffic/more.yaml', `# now\n${broken}`);
    expect(await mesh('diff', '--base', 'main')).toBe(1);
    expect(io.err).toMatch(/MESH902 at dist\/cluster2\/manifests\/traffic\/more\.yaml:\d\n/);
    expect(io.err).toMatch(/MESH902 at main:dist\/cluster2\/manifests\/traffic\/more\.yaml:\d\n/);
    expect(io.out).toBe('');
  });

  test('no manifests on either side', async () => {
    write('empty/a.txt', '');
    write('hollow/a.txt', '');
    expect(await mesh('diff', '--base', 'empty', 'hollow', '-o', 'json')).toBe(1);
    expect(JSON.parse(io.out).problems.map((one: any) => one.message)).toEqual([
      'there are no manifests in "empty"',
      'there are no manifests in "hollow"',
    ]);
  });
});
