import { symlinkSync } from 'fs';
import * as path from 'path';
import {
  BANK,
  Files,
  grant,
  OWNERS,
  problemsIn,
  ROOT,
  service,
  SHOP,
  SPLIT,
  WEST,
  write,
} from './files';
import { MeshApp, MulticlusterMesh } from '../../../src';
import { Owners } from '../../../src/description/owners/owners';
import { readTree, temporaryFolder } from '../../golden/golden';
import { BASE } from '../../model/base';

const folder = temporaryFolder();
const problems = (files: Files) => problemsIn(write(folder, { ...SPLIT, ...files }));
const withOwners = (...owners: object[]) => ({ 'mesh.yaml': { ...ROOT, owners } });
const synth = (files: Files) => {
  const directory = write(folder, files);
  const app = new MeshApp({ outdir: path.join(directory, 'dist') });
  MulticlusterMesh.fromFile(app, 'mesh', path.join(directory, 'mesh.yaml'));
  app.synth();
  return readTree(app.outdir);
};

test('a description in parts gives the output of the same in one file', () => {
  const { include, owners, clusters, ...rest } = ROOT;
  const whole = {
    ...rest,
    clusters: [...clusters, WEST],
    services: [...BANK.services, ...SHOP.services],
    grants: [...BANK.grants, ...SHOP.grants],
  };
  expect(problems({})).toEqual([]);
  expect(synth(SPLIT)).toEqual(synth({ 'mesh.yaml': whole }));
});

describe('what an owner must not say', () => {
  test.each<[string, Files, string]>([
    [
      "a grant of another team's service",
      { 'teams/bank/evil.yaml': { grants: [grant('cart.shop')] } },
      'MESH411 at teams/bank/evil.yaml:3:9 (grants[0].services[0]): "cart.shop" is granted, but the owner of "teams/bank" speaks for namespace "bank" only',
    ],
    [
      "a grant of a host in one's namespace that belongs to another team",
      { 'teams/bank/evil.yaml': { grants: [grant('status.bank')] } },
      'MESH411 at teams/bank/evil.yaml:3:9 (grants[0].services[0]): "status.bank" is granted, but the owner of "teams/bank" speaks for namespace "bank" only',
    ],
    [
      'a grant of another host in the namespace of a host of its own',
      { 'teams/shop.yaml': { grants: [grant('payments.bank')] } },
      'MESH411 at teams/shop.yaml:3:9 (grants[0].services[0]): "payments.bank" is granted, but the owner of "teams/shop.yaml" speaks for namespace "shop", host "status.bank" only',
    ],
    [
      "a service in another team's namespace",
      { 'teams/bank/evil.yaml': { services: [service('evil', 'shop')] } },
      'MESH134 at teams/bank/evil.yaml:2:5 (services[0].name): service "evil.shop" is declared, but the owner of "teams/bank" speaks for namespace "bank" only',
    ],
    [
      "pods of another team's namespace",
      {
        'teams/bank/evil.yaml': { services: [service('e', 'bank', { workloadNamespace: 'shop' })] },
      },
      'MESH134 at teams/bank/evil.yaml:13:5 (services[0].workloadNamespace): pods of namespace "shop" are exported, but the owner of "teams/bank" speaks for namespace "bank" only',
    ],
    [
      'an address that is not of the mesh',
      {
        'teams/bank/evil.yaml': { services: [service('e', 'bank', { virtualIps: ['8.8.8.8'] })] },
      },
      'MESH137 at teams/bank/evil.yaml:14:9 (services[0].virtualIps[0]): "8.8.8.8" is not in the ranges of the mesh',
    ],
    [
      'pods shared with services of the namespace, if only hosts in it are its own',
      { 'teams/shop.yaml': { services: [service('status', 'bank', { sharesPods: true })] } },
      'MESH134 at teams/shop.yaml:13:5 (services[0].sharesPods): pods of others in "bank" are shared, but the owner of "teams/shop.yaml" speaks for namespace "shop", host "status.bank" only',
    ],
    [
      "another team's name for a service of its own",
      { 'teams/bank/evil.yaml': { services: [service('e', 'bank', { aliases: ['login.shop'] })] } },
      'MESH134 at teams/bank/evil.yaml:14:9 (services[0].aliases[0]): the name "login.shop" is taken, but the owner of "teams/bank" speaks for namespace "bank" only',
    ],
    [
      'a cluster',
      { 'teams/bank/evil.yaml': { clusters: [{ ...WEST, name: 'evil' }] } },
      'MESH134 at teams/bank/evil.yaml:6:5 (clusters[0].name): cluster "evil" is described, but the owner of "teams/bank" speaks for namespace "bank" only',
    ],
    [
      'a service, if only clusters are its own',
      { 'clusters/west.yaml': { clusters: [WEST], services: [service('evil', 'west')] } },
      'MESH134 at clusters/west.yaml:8:5 (services[0].name): service "evil.west" is declared, but the owner of "clusters/west.yaml" speaks for cluster "west" only',
    ],
    [
      'a source that speaks for another namespace',
      {
        'teams/bank/evil.yaml': {
          serviceSources: [{ directory: '.', clusters: ['west'], namespaces: ['shop'] }],
        },
      },
      'MESH134 at teams/bank/evil.yaml:6:9 (serviceSources[0].namespaces[0]): the source speaks for "shop", but the owner of "teams/bank" speaks for namespace "bank" only',
    ],
  ])('%s', (_, files, problem) => {
    expect(problems(files)).toContain(problem);
  });

  test.each(
    Object.entries({
      include: ['..'],
      owners: OWNERS,
      suffix: 'evil',
      trustDomain: 'evil',
      meshId: 'evil',
      rootNamespace: 'evil',
      authorization: 'none',
      virtualIpRanges: ['240.0.0.0/16'],
      lockFile: 'evil.json',
      pki: {},
      clusterDomain: 'evil',
      acceptedWarnings: [{ code: 'MESH207', reason: 'x' }],
      acceptedSecrets: [{ place: 'x', reason: 'x' }],
    }),
  )('`%s`, which holds for the whole mesh', (key, value) => {
    expect(problems({ 'teams/bank/evil.yaml': { [key]: value } })).toEqual([
      `MESH132 at teams/bank/evil.yaml:1:1 (${key}): "${key}" holds for the whole mesh`,
    ]);
  });

  test('a host that another file declares', () => {
    const files = { 'teams/bank/twice.yaml': { services: [service('payments', 'bank')] } };
    expect(problems(files)).toEqual([
      'MESH301 at teams/bank/twice.yaml:2:5 (services[0]): service "payments.bank" is declared twice, first at teams/bank/all.yaml:2:5 (services[0])',
    ]);
  });

  test('a key that is none, of which it is told the keys of a part', () => {
    const directory = write(folder, {
      ...SPLIT,
      'teams/bank/x.yaml': 'constructor: 1\n__proto__: 2',
    });
    expect(problemsIn(directory)).toEqual([
      'MESH102 at teams/bank/x.yaml:1:1 (constructor): "constructor" is not a key here',
      'MESH102 at teams/bank/x.yaml:2:1 (__proto__): "__proto__" is not a key here',
    ]);
    expect(() => synth({ ...SPLIT, 'teams/bank/x.yaml': 'x: 1' })).toThrow(
      'The keys are $schema, clusters, services, grants, serviceSources.',
    );
  });

  test('an anchor of another file', () => {
    const files = {
      'mesh.yaml': { ...ROOT, meshId: 'x' },
      'teams/bank/a.yaml': 'grants: &grants []\n',
      'teams/bank/b.yaml': 'grants: *grants\n',
    };
    expect(problems(files)).toEqual([
      'MESH101 at teams/bank/b.yaml:1:9: alias "*grants" names no anchor before it',
    ]);
  });

  test('what is wrong in several files is told at once, with the lines of each', () => {
    const files = {
      'teams/bank/all.yaml': 'services: 5\n',
      'teams/shop.yaml': '\ngrants: [\n',
      'clusters/west.yaml': 'clusters:\n  - { name: west, istio: 1.30 }\n',
    };
    expect(problems(files)).toEqual([
      'MESH104 at clusters/west.yaml:2:19 (clusters[0].istio): 1.30 is a number',
      'MESH104 at teams/bank/all.yaml:1:1 (services): 5 is not a list',
      'MESH101 at teams/shop.yaml:3:1: Flow sequence in block collection must be sufficiently indented and end with a ]',
    ]);
  });
});

test('mistakes in the form of one part do not hide what is wrong in another', () => {
  const files = {
    'mesh.yaml': { ...ROOT, suffix: 'A b' },
    'teams/bank/all.yaml': { services: [{ ...service('payments', 'bank'), clusters: 'west' }] },
    'teams/shop.yaml': { ...SHOP, grants: [grant('payments.bank')] },
    'clusters/west.yaml': 'clusters:\n  - { name: west, istio: 1.30, gatewy: 5 }\n',
  };
  expect(problems(files)).toEqual([
    'MESH104 at clusters/west.yaml:2:19 (clusters[0].istio): 1.30 is a number',
    'MESH102 at clusters/west.yaml:2:32 (clusters[0].gatewy): "gatewy" is not a key here',
    expect.stringMatching(/^MESH204 at mesh.yaml:1:1 \(suffix\): /),
    'MESH104 at teams/bank/all.yaml:4:5 (services[0].clusters): west is not a list',
    expect.stringMatching(/^MESH411 at teams\/shop.yaml:26:9 \(grants\[0\].services\[0\]\): /),
  ]);
});

describe('what is included', () => {
  const including = (include: string[], files: Files = {}) =>
    problems({ ...files, 'mesh.yaml': { ...ROOT, include: [...ROOT.include, ...include] } });

  test.each([
    ['..', '".." leads out of the directory of the description'],
    ['teams/../../x', '"teams/../../x" leads out of the directory of the description'],
    ['/etc/passwd', '"/etc/passwd" leads out of the directory of the description'],
  ])('%s is not', (name, message) => {
    expect(including([name])).toEqual([`MESH130 at mesh.yaml:5:5 (include[2]): ${message}`]);
  });

  test('nor is what a link leads to, wherever on the way it is', () => {
    const outside = write(folder, { 'evil.yaml': BANK });
    const directory = write(folder, {
      ...SPLIT,
      'mesh.yaml': { ...ROOT, include: ['teams', 'linked', 'linked/evil.yaml', 'evil.yaml'] },
    });
    symlinkSync(outside, path.join(directory, 'linked'));
    symlinkSync(path.join(outside, 'evil.yaml'), path.join(directory, 'evil.yaml'));
    symlinkSync(path.join(outside, 'evil.yaml'), path.join(directory, 'teams/evil.yaml'));
    expect(problemsIn(directory)).toEqual([
      'MESH130 at mesh.yaml:3:5 (include[0]): "teams/evil.yaml" is a link',
      'MESH130 at mesh.yaml:4:5 (include[1]): "linked" is a link',
      'MESH130 at mesh.yaml:5:5 (include[2]): "linked/evil.yaml" leads through the link "linked"',
      'MESH130 at mesh.yaml:6:5 (include[3]): "evil.yaml" is a link',
    ]);
  });

  test('a directory without descriptions, or nothing at all, is an error', () => {
    expect(including(['empty', 'nowhere', 'a\0b'], { 'empty/.hidden.yaml': 'x: 1' })).toEqual([
      'MESH131 at mesh.yaml:5:5 (include[2]): there is no .yaml or .yml file in "empty"',
      'MESH106 at mesh.yaml:6:5 (include[3]): "nowhere" cannot be read: ENOENT',
      'MESH106 at mesh.yaml:7:5 (include[4]): "a\\u0000b" cannot be read: ERR_INVALID_ARG_VALUE',
    ]);
  });

  test('mesh.yaml itself is an error, and a file that is named twice is read once', () => {
    expect(including(['.'])).toEqual([
      'MESH131 at mesh.yaml:2:1 (include): "mesh.yaml" includes itself',
    ]);
    expect(including(['teams/shop.yaml', './teams'])).toEqual([]);
  });

  test('a file without an owner is an error, also if it says nothing', () => {
    const [, bank, shop, west] = OWNERS;
    expect(problems({ ...withOwners(shop, west), 'teams/bank/all.yaml': '# later\n' })).toEqual([
      'MESH133 at mesh.yaml:2:1 (include): no entry of `owners` holds "teams/bank/all.yaml"',
    ]);
    expect(problems(withOwners(bank, shop, { ...west, path: 'clusters/wes' }))).toEqual([
      'MESH135 at mesh.yaml:19:5 (owners[2].path): "clusters/wes" is not there',
    ]);
  });

  test('paths in a part are relative to it, and stay in the directory of mesh.yaml', () => {
    const source = (directory: string) => ({
      'teams/bank/source.yaml': { serviceSources: [{ directory, clusters: ['west'] }] },
    });
    const files = {
      'teams/manifests/a.yaml': 'kind: nothing\n',
      'mesh.yaml': { ...ROOT, include: ['teams/bank', 'teams/shop.yaml', 'clusters/west.yaml'] },
    };
    expect(problems({ ...source('../manifests'), ...files })).toEqual([]);
    expect(problems({ ...source('../../..'), ...files })).toEqual([
      'MESH130 at teams/bank/source.yaml:2:5 (serviceSources[0].directory): "../../.." leads out of the directory of the description',
    ]);
    const directory = write(folder, { ...SPLIT, ...source('linked'), ...files });
    symlinkSync(folder, path.join(directory, 'teams/bank/linked'));
    expect(problemsIn(directory)).toEqual([
      'MESH130 at mesh.yaml:3:5 (include[0]): "teams/bank/linked" is a link',
      'MESH130 at teams/bank/source.yaml:2:5 (serviceSources[0].directory): "linked" is a link',
    ]);
    const west = { ...WEST, cacerts: { certificatesDirectory: '../../pki' } };
    expect(problems({ 'clusters/west.yaml': { clusters: [west] } })[0]).toMatch(/^MESH130 at /);
  });
});

describe('manifests', () => {
  const manifest = (name: string, namespace: string) => `apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: ${namespace}, annotations: { mesh.cdk8s-istio-multicluster/export: "true" } }
spec: { selector: { app: x }, ports: [{ port: 80, appProtocol: http }] }
---
apiVersion: v1
kind: Pod
metadata: { name: ${name}, namespace: ${namespace}, labels: { app: x } }
spec: { containers: [] }
`;
  const source = { directory: 'manifests', clusters: ['west'] };
  const root = {
    ...ROOT,
    serviceSources: [source],
    owners: [...OWNERS, { path: 'manifests/bank', namespaces: ['bank'] }],
  };

  test('below a path that is owned speak for its owner, in a source of mesh.yaml', () => {
    const files = {
      'mesh.yaml': root,
      'manifests/bank/a.yaml': manifest('ledger', 'bank'),
      'manifests/any/a.yaml': manifest('any', 'any'),
    };
    expect(problems(files)).toEqual([]);
    expect(problems({ ...files, 'manifests/bank/evil.yaml': manifest('evil', 'shop') })).toEqual([
      'MESH161 at manifests/bank/evil.yaml:1: Service "evil" is of namespace "shop", but the owner of "manifests/bank" speaks for namespace "bank" only',
      'MESH161 at manifests/bank/evil.yaml:6: Pod "evil" is of namespace "shop", but the owner of "manifests/bank" speaks for namespace "bank" only',
    ]);
    const kustomized = {
      'manifests/bank/sub/evil.yaml': manifest('evil', 'bank'),
      'manifests/bank/sub/kustomization.yaml': 'namespace: shop\nresources: [evil.yaml]\n',
    };
    expect(problems({ ...files, ...kustomized })).toHaveLength(2);
  });

  test('speak for the owner of the part that names their directory, whoever owns that', () => {
    const files = {
      'mesh.yaml': { ...ROOT, include: ['teams', 'clusters/west.yaml'] },
      'teams/bank/source.yaml': { serviceSources: [{ ...source, directory: '../../manifests' }] },
      'manifests/a.yaml': manifest('ledger', 'bank'),
      'manifests/evil.yaml': manifest('evil', 'shop'),
      'manifests/status.yaml': manifest('status', 'bank'),
    };
    const owner = 'but the owner of "teams/bank" speaks for namespace "bank" only';
    expect(problems(files)).toEqual([
      `MESH161 at manifests/evil.yaml:1: Service "evil" is of namespace "shop", ${owner}`,
      `MESH161 at manifests/evil.yaml:6: Pod "evil" is of namespace "shop", ${owner}`,
      `MESH161 at manifests/status.yaml:1: Service "status" is of namespace "bank", ${owner}`,
    ]);
  });
});

test('mesh.yaml has clusters and lists of its own, whatever its parts have', () => {
  const { clusters, ...rest } = ROOT;
  expect(problems({ 'mesh.yaml': rest })).toEqual([
    'MESH103 at mesh.yaml:1:1: "clusters" is missing',
  ]);
  expect(problems({ 'mesh.yaml': { ...ROOT, services: 5 } })).toEqual([
    expect.stringMatching(/^MESH104 at mesh.yaml:\d+:1 \(services\): 5 is not a list$/),
  ]);
  expect(problems({ 'mesh.yaml': { ...ROOT, include: 'teams' } })).toEqual([
    'MESH104 at mesh.yaml:2:1 (include): teams is not a list',
  ]);
});

test('what is no part at all is told as such', () => {
  expect(problems({ 'teams/bank/all.yaml': '- services\n', 'teams/shop.yaml': 'text' })).toEqual([
    'MESH104 at teams/bank/all.yaml:1:1: ["services"] is not a map of keys',
    'MESH104 at teams/shop.yaml:1:1: text is not a map of keys',
  ]);
});

test('a program has no file that could include or be owned, whichever door it takes', () => {
  const props = { ...BASE, include: ['teams'], owners: OWNERS };
  const refusal = /MESH102 at include\n {2}"include" is a key of mesh.yaml[^]*MESH102 at owners\n/;
  const app = new MeshApp({ outdir: folder });
  expect(() => new MulticlusterMesh(app, 'props', props)).toThrow(refusal);
  expect(() => MulticlusterMesh.fromObject(app, 'object', props)).toThrow(refusal);
});

test('an entry holds what is below its path, and nothing that only begins like it', () => {
  const owners = new Owners('mesh', [{ path: './' }, { path: 'a/b/' }, { path: 'a/b/c.yaml' }]);
  const holder = (file: string) => owners.ownerOf(file)?.says.split('"')[1];
  expect(
    ['mesh/a/b/x.yaml', 'mesh/a/b', 'mesh/a/b/c.yaml', 'mesh/a/b.yaml', 'mesh/a/bc/x'].map(holder),
  ).toEqual(['a/b/', 'a/b/', 'a/b/c.yaml', './', './']);
  expect(['mesh2/x.yaml', 'x.yaml', '/x.yaml'].map(holder)).toEqual(Array(3).fill(undefined));
});

test('entries of `owners` that are not usable', () => {
  expect(
    problems(
      withOwners(
        ...OWNERS,
        { path: 'teams/bank/', teams: ['bank', '@org/a b', '@org/x/y', 'a@b'] },
        { path: '../x' },
        { path: 'te*ms' },
        { path: 'nowhere', namespaces: ['A', '*'], clusters: ['a.b'], hosts: ['x', 'x.*', '*'] },
      ),
    ).map(problem => problem.replace(/mesh.yaml:\d+:\d+ /, '')),
  ).toEqual([
    'MESH135 at (owners[4].path): "teams/bank/" has an entry already, at mesh.yaml:13:5 (owners[1].path)',
    'MESH135 at (owners[4].teams[0]): "bank" is not a team, a user or an e-mail address',
    'MESH135 at (owners[4].teams[1]): "@org/a b" is not a team, a user or an e-mail address',
    'MESH135 at (owners[5].path): "../x" leads out of the directory of the description',
    'MESH135 at (owners[6].path): "te*ms" has characters that CODEOWNERS reads as a pattern',
    'MESH135 at (owners[7].path): "nowhere" is not there',
    'MESH135 at (owners[7].namespaces[0]): "A" is not a namespace',
    'MESH135 at (owners[7].clusters[0]): "a.b" is not a name of a cluster',
    'MESH135 at (owners[7].hosts[0]): "x" is not of the form `<name>.<namespace>`',
    'MESH135 at (owners[7].hosts[1]): "x.*" is not of the form `<name>.<namespace>`',
    'MESH135 at (owners[7].hosts[2]): "*" is not of the form `<name>.<namespace>`',
  ]);
});
