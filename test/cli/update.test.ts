import { DATABASE, description, meshHarness } from './harness';

const { mesh, io, write, tree } = meshHarness();

test('writes the lock and nothing else; synth needs it', async () => {
  write('mesh.yaml', description(DATABASE));
  expect(await mesh('synth')).toBe(1);
  expect(io.err).toContain('MESH325');
  expect(io.err).toContain('npx mesh update');
  expect(tree()).not.toHaveProperty('mesh.lock.json');
  expect(await mesh('update')).toBe(0);
  expect(io.out).toBe('mesh.lock.json: 1 virtual IP\n');
  expect(Object.keys(tree())).toEqual(['mesh.lock.json', 'mesh.yaml']);
  expect(await mesh('update', 'mesh.yaml', '--json')).toBe(0);
  expect(JSON.parse(io.out)).toEqual({ locks: [{ file: 'mesh.lock.json', virtualIps: 1 }] });
  expect(await mesh('synth')).toBe(0);
  expect(tree()['dist/a/manifests/traffic/data.yaml']).toContain('- 240.0.0.1\n');
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
  expect(await mesh('update', '--json')).toBe(1);
  expect(JSON.parse(io.out).problems).toMatchObject([{ code: 'MESH329' }]);
  expect(await mesh('update')).toBe(1);
  expect(io.err).toMatch(/\n\nmesh update: it did not finish\n$/);
});

test('an app tells what its lock needs', async () => {
  const lock = { file: 'mesh.lock.json', text: '{ "from": "the app" }\n', virtualIps: 2 };
  write(
    'main.js',
    `
    const { report, isUpdate } = JSON.parse(process.env.CDK8S_ISTIO_MULTICLUSTER_RUN);
    require('fs').mkdirSync(process.env.CDK8S_OUTDIR);
    const lock = ${JSON.stringify(lock)};
    require('fs').writeFileSync(report, JSON.stringify({ meshes: isUpdate ? [{ lock }] : [], sizes: {} }));
    `,
  );
  expect(await mesh('update', '--app', 'node main.js')).toBe(0);
  expect(io.out).toBe('mesh.lock.json: 2 virtual IPs\n');
  expect(tree()['mesh.lock.json']).toBe(lock.text);
  expect(Object.keys(tree())).toEqual(['main.js', 'mesh.lock.json']);
});

test('after a merge, which the marks in the lock show, the output counts as ours once', async () => {
  write('mesh.yaml', description({ suffix: 'mesh.internal' }));
  expect(await mesh('synth')).toBe(0);
  const lock = { file: 'of-app.lock.json', text: '{ "from": "the app" }\n', virtualIps: 2 };
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
  expect(io.out).toMatch(/\ndist: 1 written, 9 unchanged, /);
});
