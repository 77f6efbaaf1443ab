import { mkdirSync, rmSync, symlinkSync } from 'fs';
import { meshHarness } from './harness';
import { ROOT, SPLIT, write } from '../description/owners/files';

const { mesh, io, write: writeFile, folder, tree } = meshHarness();

const enter = (files = SPLIT) => process.chdir(write(folder, files));
const LINES = `/ @org/platform
/teams/bank/ @org/bank bank@example.com
/teams/shop.yaml @org/shop
`;

test('prints CODEOWNERS lines, the longer paths behind those above them', async () => {
  enter();
  expect(await mesh('owners')).toBe(0);
  expect(io).toEqual({ out: LINES, err: '' });
  expect(await mesh('owners', 'mesh.yaml', '--output', 'json')).toBe(0);
  expect(JSON.parse(io.out).owners[1]).toEqual({
    path: '/teams/bank/',
    teams: ['@org/bank', 'bank@example.com'],
  });
});

test('paths begin at the repository, or where it is told to', async () => {
  const directory = write(folder, SPLIT).split('/').at(-1)!;
  process.chdir(folder);
  expect(await mesh('owners', `${directory}/mesh.yaml`, '--root', '.')).toBe(0);
  const inRepository = LINES.replace(/^\//gm, `/${directory}/`);
  expect(io.out).toBe(inRepository);
  mkdirSync('.git', { recursive: true });
  expect(await mesh('owners', `${directory}/mesh.yaml`)).toBe(0);
  expect(io.out).toBe(inRepository);
  expect(await mesh('owners', `${directory}/mesh.yaml`, '--root', `${directory}/teams`)).toBe(1);
  rmSync('.git', { recursive: true });
  expect(io.err).toContain(`"${directory}/teams" is not above "${directory}/mesh.yaml"`);
});

test('says when nobody owns mesh.yaml, and when the description is wrong', async () => {
  enter();
  writeFile('mesh.yaml', 'clusters: []\nowners: [{ path: teams, teams: ["@org/all"] }]\n');
  expect(await mesh('owners')).toBe(0);
  expect(io).toEqual({
    out: '/teams/ @org/all\n',
    err: 'mesh owners: nobody owns "mesh.yaml", which may say everything; add an entry with its path, or with "."\n',
  });
  writeFile('mesh.yaml', 'clusters: []\nowners: [{ path: nowhere }]\n');
  expect(await mesh('owners')).toBe(1);
  expect(io.out).toBe('');
  expect(io.err).toContain('MESH135 at mesh.yaml:2:12 (owners[0].path)');
  writeFile('mesh.yaml', 'clusters: []\nowner: [{ path: teams }]\n');
  expect(await mesh('owners')).toBe(1);
  expect(io.out).toBe('');
  expect(io.err).toContain('Did you mean "owners"?');
});

test('`mesh update` and `mesh synth` read the parts, and a failed run writes nothing', async () => {
  enter();
  expect(await mesh('update')).toBe(0);
  expect(await mesh('synth', '--output', 'json')).toBe(0);
  expect(JSON.parse(io.out)).toMatchObject({ clusters: ['east', 'west'], services: 3, grants: 2 });
  const before = tree();
  symlinkSync('/', 'teams/evil.yaml');
  expect(await mesh('synth')).toBe(1);
  expect(io.err).toContain('MESH130');
  expect(await mesh('update')).toBe(1);
  expect(tree('dist')).toEqual(
    Object.fromEntries(
      Object.entries(before)
        .filter(([file]) => file.startsWith('dist/'))
        .map(([file, text]) => [file.slice('dist/'.length), text]),
    ),
  );
});

test('a Service that another team copies changes nothing of what was written', async () => {
  const manifest = (account: string, more = '') => `apiVersion: v1
kind: Service
metadata:
  name: ledger
  namespace: bank
  annotations:
    mesh.cdk8s-istio-multicluster/export: "true"
    mesh.cdk8s-istio-multicluster/grants: east/${account}/*
spec: { selector: { app: ledger }, ports: [{ port: 80, appProtocol: http }] }
${more}`;
  const pod = `---
apiVersion: v1
kind: Pod
metadata: { name: ledger, namespace: bank, labels: { app: ledger } }
spec: { containers: [] }
`;
  const sources = [
    { directory: 'manifests', clusters: ['west'] },
    { directory: 'others', clusters: ['east'] },
  ];
  enter({
    ...SPLIT,
    'mesh.yaml': { ...ROOT, serviceSources: sources },
    'manifests/team-a/ledger.yaml': manifest('shop', pod),
    'others/README.md': 'nothing yet',
  });
  expect(await mesh('synth')).toBe(0);
  const before = tree('dist');
  expect(Object.values(before).join()).not.toContain('evil');
  for (const file of ['manifests/team-b/evil.yaml', 'others/evil.yaml']) {
    writeFile(file, manifest('evil', pod));
    expect(await mesh('synth')).toBe(1);
    expect(io.err).toMatch(/^1 problem\n\nMESH301 at (manifests\/team-b|others)\/evil.yaml:1\n/);
    expect(tree('dist')).toEqual(before);
    rmSync(file);
  }
});
