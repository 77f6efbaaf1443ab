import { readFileSync } from 'fs';
import * as path from 'path';
import { parse } from 'yaml';
import { judge } from '../../../src/analysis/reach/matrix';
import { Mesh } from '../../../src/analysis/reach/mesh';
import { ends, firstBroken, Way } from '../../../src/analysis/reach/verdict';
import { objectsOf } from '../../../src/analysis/world/objects';
import { readWorld } from '../../../src/analysis/world/read-world';
import { Problems } from '../../../src/problems/problems';

const ROOT = path.join(__dirname, '../../..');
const ROTATION = path.join(ROOT, 'test/golden/rotation');
const world = readWorld({ directories: [path.join(ROOT, 'dist')] }, new Problems());

/** What the clusters of a rotation have in each step. */
const STEPS = [
  { name: '0-stable', signs: 'old', trusts: ['old'] },
  { name: '1-bundle', signs: 'old', trusts: ['old', 'new'] },
  { name: '2-restart', signs: 'old', trusts: ['old', 'new'] },
  { name: '3-switch', signs: 'new', trusts: ['old', 'new'] },
  { name: '4-drop', signs: 'new', trusts: ['new'] },
];

const secret = (file: string): any => parse(readFileSync(path.join(ROTATION, file), 'utf8'));
const sealed = (step: string) => secret(`${step}/east/manifests/trust/istio-system.yaml`);
const encrypted = (step: string) => secret(`${step}/west/other/istio-system.cacerts.sops.yaml`);

/** The call of the root example, where its clusters have these objects too. */
function call(client: any, server: any): Way {
  const source = { file: 'cacerts.yaml', line: 7 };
  const mesh = new Mesh({
    clusters: world.clusters.map(files => {
      const object = files.name === 'cluster1' ? client : server;
      const added = object ? objectsOf(object, source, () => 7).manifests : [];
      return { ...files, manifests: [...files.manifests, ...added] };
    }),
  });
  const cluster = mesh.clusters.get('cluster1')!;
  const called = { host: 'httpbin.bar.global', port: 8000 };
  return judge(mesh, cluster, cluster.workloads('foo', 'sleep'), called, { request: {} }).way;
}

describe.each(STEPS)('the client at $name', client => {
  test.each(STEPS)('the server at $name', server => {
    const way = call(sealed(client.name), encrypted(server.name));
    const isTrusted = client.trusts.includes(server.signs) && server.trusts.includes(client.signs);
    expect([way.verdict, firstBroken(way)?.hop, firstBroken(way)?.source?.line]).toEqual(
      isTrusted ? ['yes', undefined, undefined] : ['no', 'roots', 7],
    );
  });
});

test('who shows no certificates is taken to share a root, and it is said', () => {
  for (const way of [call(undefined, undefined), call(sealed('4-drop'), undefined)]) {
    expect(way.verdict).toBe('yes');
    const [{ findings }] = ends(way);
    expect(findings.find(({ hop }) => hop === 'roots')?.text).toMatch('no certificates are given');
  }
});

test('a Secret in base64, and the ConfigMap of the roots', () => {
  const { stringData, metadata } = encrypted('0-stable');
  const data = Object.fromEntries(
    Object.entries<string>(stringData).map(([name, text]) => [
      name,
      Buffer.from(text).toString('base64'),
    ]),
  );
  const whole = { apiVersion: 'v1', kind: 'Secret', metadata, data };
  const roots = (step: string) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'istio-ca-root-cert', namespace: 'foo' },
    data: { 'root-cert.pem': encrypted(step).stringData['root-cert.pem'] },
  });
  expect(call(whole, sealed('0-stable')).verdict).toBe('yes');
  expect(call(whole, sealed('4-drop')).verdict).toBe('no');
  expect(call(roots('0-stable'), sealed('1-bundle')).verdict).toBe('yes');
  expect(call(roots('4-drop'), sealed('1-bundle')).verdict).toBe('no');
});

const CONTENT = 'c2VjcmV0LW9mLXRoZS1jbHVzdGVy';

const HIDDEN: ReadonlyArray<readonly [what: string, change: (secret: any) => void]> = [
  ['it is encrypted', ({ stringData }) => (stringData['root-cert.pem'] = `ENC[${CONTENT}]`)],
  ['a file is missing', ({ stringData }) => delete stringData['ca-cert.pem']],
  [
    'it is no certificate',
    ({ stringData }) =>
      (stringData['ca-cert.pem'] =
        `-----BEGIN CERTIFICATE-----\n${CONTENT}\n-----END CERTIFICATE-----\n`),
  ],
  ['it is no text', ({ stringData }) => (stringData['ca-cert.pem'] = { a: CONTENT })],
  [
    'it has the private key only',
    one =>
      (one.stringData = {
        'ca-key.pem': `-----BEGIN PRIVATE KEY-----\n${CONTENT}\n-----END PRIVATE KEY-----\n`,
      }),
  ],
];

test.each(HIDDEN)('%s: unknown, and nothing of it is shown', (_, change) => {
  const secretOfServer = encrypted('0-stable');
  change(secretOfServer);
  const way = call(sealed('0-stable'), secretOfServer);
  expect([way.verdict, firstBroken(way)?.hop]).toEqual(['unknown', 'roots']);
  expect(JSON.stringify(way)).not.toMatch(CONTENT);
});

test('a chain without the CA between', () => {
  const wrong = encrypted('0-stable');
  wrong.stringData['ca-cert.pem'] = encrypted('4-drop').stringData['root-cert.pem'];
  expect(call(sealed('0-stable'), wrong).verdict).toBe('no');
  const allowsTooFew = encrypted('0-stable');
  allowsTooFew.stringData['root-cert.pem'] = allowsTooFew.stringData['ca-cert.pem'];
  expect(call(sealed('0-stable'), allowsTooFew).verdict).toBe('no');
});
