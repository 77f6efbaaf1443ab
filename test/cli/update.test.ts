import { execFileSync } from 'child_process';
import { readFileSync } from 'fs';
import { DATABASE, description, meshHarness } from './harness';

const { mesh, io, write, tree } = meshHarness();

test('writes the lock and nothing else; synth needs it', async () => {
  write('mesh.yaml', description(DATABASE));
  expect(await mesh('synth')).toBe(1);
  expect(io.err).toContain('MESH325');
  expect(io.err).toContain('npx mesh update');
  expect(Object.keys(tree())).not.toContain('mesh.lock.json');
  expect(await mesh('update')).toBe(0);
  expect(io.out).toBe('mesh.lock.json: 1 virtual IP (1 new)\n');
  expect(Object.keys(tree())).toEqual(['mesh.lock.json', 'mesh.yaml']);
  expect(await mesh('update', 'mesh.yaml', '--output', 'json')).toBe(0);
  expect(JSON.parse(io.out)).toEqual({
    locks: [{ file: 'mesh.lock.json', virtualIps: 1, added: 0, released: 0, moved: [] }],
  });
  expect(await mesh('synth')).toBe(0);
  expect(tree()['dist/a/manifests/traffic/data.yaml']).toContain('- 240.0.0.127\n');
});

test('the lock of a file stands beside the file', async () => {
  write('deep/mesh.yaml', description(DATABASE));
  expect(await mesh('update', 'deep/mesh.yaml')).toBe(0);
  expect(Object.keys(tree())).toEqual(['deep/mesh.lock.json', 'deep/mesh.yaml']);
});

test('a description that is wrong changes nothing', async () => {
  write('mesh.yaml', description({ ...DATABASE, suffix: 'Global' }));
  expect(await mesh('update')).toBe(1);
  expect(io.err).toMatch(/^1 problem\n\nMESH204 [^]*\n\nmesh update: nothing was written\n$/);
  expect(Object.keys(tree())).toEqual(['mesh.yaml']);
});

test('a lock that cannot be written is told', async () => {
  write('mesh.yaml', description({ ...DATABASE, lockFile: 'nowhere/mesh.lock.json' }));
  expect(await mesh('update', '--output', 'json')).toBe(1);
  expect(JSON.parse(io.out).problems).toMatchObject([{ code: 'MESH329' }]);
  expect(await mesh('update')).toBe(1);
  expect(io.err).toMatch(/\n\nmesh update: it did not finish\n$/);
});

test('an app tells what its lock needs', async () => {
  const lock = { file: 'mesh.lock.json', text: '{ "from": "the app" }\n', virtualIps: 2 };
  write(
    'main.js',
    `
    const { report, isUpdate, reuse } = JSON.parse(process.env.CDK8S_ISTIO_MULTICLUSTER_RUN);
    require('fs').mkdirSync(process.env.CDK8S_OUTDIR);
    const lock = { ...${JSON.stringify(lock)}, ...(reuse ? { virtualIps: 0 } : {}) };
    require('fs').writeFileSync(report, JSON.stringify({ meshes: isUpdate ? [{ lock }] : [], sizes: {} }));
    `,
  );
  expect(await mesh('update', '--app', 'node main.js')).toBe(0);
  expect(io.out).toBe('mesh.lock.json: 2 virtual IPs\n');
  expect(tree()['mesh.lock.json']).toBe(lock.text);
  expect(await mesh('update', '--app', 'node main.js', '--reuse')).toBe(0);
  expect(io.out).toBe('mesh.lock.json: 0 virtual IPs\n');
  expect(Object.keys(tree())).toEqual(['main.js', 'mesh.lock.json']);
});

/** A description of databases with these names. */
const databases = (...names: string[]) =>
  description({
    ...DATABASE,
    services: names.map(name => ({ ...DATABASE.services[0], name })),
    grants: [{ ...DATABASE.grants[0], services: names.map(name => `${name}.data`) }],
  });
const host = (name: string) => `${name}.data.mesh.internal`;
const ipOf = (text: string, name: string) =>
  new RegExp(`"ip": "(.*)", "host": "${host(name)}"`).exec(text)?.[1];

test('a freed address is not given to others until --reuse', async () => {
  const range = { ...JSON.parse(databases('a')), virtualIpRanges: ['240.0.0.0/30'] };
  const services = (...names: string[]) =>
    JSON.stringify({ ...JSON.parse(databases(...names)), virtualIpRanges: range.virtualIpRanges });
  write('mesh.yaml', services('a', 'b'));
  expect(await mesh('update')).toBe(0);
  const before = tree()['mesh.lock.json'];
  write('mesh.yaml', services('b'));
  expect(await mesh('synth')).toBe(1);
  expect(io.err).toContain('has a virtual IP for "a.data.mesh.internal", which needs none');
  expect(await mesh('update')).toBe(0);
  expect(io.out).toBe('mesh.lock.json: 1 virtual IP (1 released)\n');
  expect(tree()['mesh.lock.json']).toContain(`"host": "${host('a')}", "released": true }`);
  expect(await mesh('synth')).toBe(0);
  write('mesh.yaml', services('b', 'c'));
  expect(await mesh('update')).toBe(1);
  expect(io.err).toContain('MESH327');
  expect(io.err).toContain('`npx mesh update --reuse`');
  write('mesh.yaml', services('a', 'b'));
  expect(await mesh('update')).toBe(0);
  expect(tree()['mesh.lock.json']).toBe(before);
  write('mesh.yaml', services('b', 'c'));
  expect(await mesh('update', '--reuse')).toBe(0);
  expect(ipOf(tree()['mesh.lock.json'], 'c')).toBe(ipOf(before, 'a'));
  expect(tree()['mesh.lock.json']).not.toContain(host('a'));
});

describe('two branches with one address', () => {
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], {
      stdio: 'pipe',
    }).toString();
  const line = (ip: string, name: string) => `    { "ip": "${ip}", "host": "${host(name)}" }`;
  const lock = (...lines: string[]) =>
    `{\n  "schema": 2,\n  "virtualIps": [\n${lines.join(',\n')}\n  ]\n}\n`;
  const commit = (names: string[], text: string) => {
    write('mesh.yaml', databases(...names));
    write('mesh.lock.json', text);
    git('add', 'mesh.yaml', 'mesh.lock.json');
    git('commit', '--quiet', '--allow-empty', '--message', names.join(' '));
  };
  /** Two branches from one commit are merged; of the conflicts, the description is resolved. */
  const merge = (base: string, ours: string, theirs: string) => {
    git('init', '--quiet', '--initial-branch', 'main');
    commit(['base'], base);
    git('branch', 'feature');
    commit(['base', 'ours'], ours);
    git('switch', '--quiet', 'feature');
    commit(['base', 'theirs'], theirs);
    git('switch', '--quiet', 'main');
    expect(() => git('merge', '--quiet', 'feature')).toThrow('merge');
    write('mesh.yaml', databases('base', 'ours', 'theirs'));
  };

  test('conflict; synth refuses, and an update reads both sides and says who moves', async () => {
    const base = line('240.0.0.9', 'base');
    merge(
      lock(base),
      lock(base, line('240.0.0.20', 'ours')),
      lock(base, line('240.0.0.20', 'theirs')),
    );
    expect(tree()['mesh.lock.json']).toContain('<<<<<<< ');
    expect(await mesh('synth')).toBe(1);
    expect(io.err).toMatch(/^1 problem\n\nMESH350 [^]*Run `npx mesh update`/);
    expect(await mesh('update')).toBe(0);
    const moved = ipOf(readFileSync('mesh.lock.json', 'utf8'), 'theirs');
    expect(moved).toMatch(/^240\.0\./);
    expect(io.out).toBe(
      `mesh.lock.json: 3 virtual IPs (1 moved)\n  "${host('theirs')}" moves to ${moved} from 240.0.0.20, which stays with "${host('ours')}"\n`,
    );
    expect(tree()['mesh.lock.json']).toBe(
      lock(base, line('240.0.0.20', 'ours'), line(moved!, 'theirs')),
    );
    expect(await mesh('synth')).toBe(0);
    expect(await mesh('update', '--output', 'json')).toBe(0);
    expect(JSON.parse(io.out).locks).toMatchObject([{ added: 0, moved: [] }]);
  });

  test('of which one had it before: that one stays, whatever its name', async () => {
    const others = [line('240.0.0.30', 'ours'), line('240.0.0.40', 'theirs')];
    const base = line('240.0.0.9', 'zero');
    merge(
      lock(line('240.0.0.8', 'base'), base),
      lock(line('240.0.0.8', 'base'), base, others[0]),
      lock(line('240.0.0.8', 'base'), base, others[1]),
    );
    // somebody resolved the conflict by hand, and gave one address twice
    write('mesh.yaml', databases('base', 'ours', 'theirs', 'zero', 'aaa'));
    write(
      'mesh.lock.json',
      lock(line('240.0.0.8', 'base'), base, line('240.0.0.9', 'aaa'), ...others),
    );
    git('add', '.');
    git('commit', '--quiet', '--message', 'merged');
    expect(await mesh('synth')).toBe(1);
    expect(io.err).toMatch(/^1 problem\n\nMESH351 [^]*Run `npx mesh update`/);
    expect(await mesh('update', '--output', 'json')).toBe(0);
    expect(JSON.parse(io.out).locks[0].moved).toEqual([
      { host: host('aaa'), from: '240.0.0.9', to: expect.any(String), keptBy: host('zero') },
    ]);
    expect(ipOf(tree()['mesh.lock.json'], 'zero')).toBe('240.0.0.9');
    expect(await mesh('synth')).toBe(0);
  });
});

test('after a merge, which the marks in the lock show, the output counts as ours once', async () => {
  write('mesh.yaml', description({ suffix: 'mesh.internal' }));
  expect(await mesh('synth')).toBe(0);
  const lock = {
    file: 'of-app.lock.json',
    text: '{ "from": "the app" }\n',
    virtualIps: 2,
    changes: { added: 0, released: 0, moved: [] },
  };
  write(
    'main.js',
    `
    const { report } = JSON.parse(process.env.CDK8S_ISTIO_MULTICLUSTER_RUN);
    require('fs').mkdirSync(process.env.CDK8S_OUTDIR);
    const meshes = [{ lock: ${JSON.stringify(lock)} }];
    require('fs').writeFileSync(report, JSON.stringify({ meshes, sizes: {} }));
    `,
  );
  write('dist/a/README.md', 'put together by Git');
  write('of-app.lock.json', '{}\n');
  expect(await mesh('update', '--app', 'node main.js')).toBe(0);
  expect(await mesh('synth', 'mesh.yaml')).toBe(1);
  expect(io.err).toContain('MESH820');
  write('of-app.lock.json', '<<<<<<< HEAD\n{}\n=======\n{}\n>>>>>>> other\n');
  expect(await mesh('update', '--app', 'node main.js')).toBe(0);
  expect(tree()['of-app.lock.json']).toBe(lock.text);
  expect(await mesh('synth', 'mesh.yaml')).toBe(0);
  expect(io.out).toMatch(/\ndist: 1 written, 11 unchanged, /);
});
