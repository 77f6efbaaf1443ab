import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'fs';
import * as path from 'path';
import { App } from 'cdk8s';
import { stringify } from 'yaml';
import { GatewayAddress, MeshApp, MulticlusterMesh } from '../../../src';
import { readMeshFile } from '../../../src/description/file/read-mesh-file';
import { accepting, modernMesh } from '../../golden/descriptions';
import { readTree, temporaryFolder } from '../../golden/golden';

const CORPUS = 'test/corpus/yaml';
const folder = temporaryFolder();

/**
 * Each invalid description is reported in exactly the words of its last comment, `# expected:`.
 */
describe('bad descriptions', () => {
  test.each(readdirSync(CORPUS))('%s', name => {
    const file = `${CORPUS}/${name}`;
    const [, comment] = readFileSync(file, 'utf8').split('# expected:\n');
    const expected = comment.replace(/^# ?/gm, '');
    let message = '';
    try {
      MulticlusterMesh.fromFile(new App({ outdir: folder }), 'mesh', file);
    } catch (error) {
      message = (error as Error).message;
    }
    expect(message).toBe(expected);
  });
});

test('a file that is not there', () => {
  expect(() => readMeshFile('nowhere/mesh.yaml')).toThrow(
    'MESH106 at nowhere/mesh.yaml\n  "nowhere/mesh.yaml" cannot be read: ENOENT',
  );
  expect(() => readMeshFile('test')).toThrow('MESH106 at test\n  "test" cannot be read: EISDIR');
});

test('both doors lead to the same output', () => {
  const props = accepting(modernMesh('1.29'), 'MESH314', 'MESH406');
  const file = path.join(folder, 'mesh.yaml');
  const clusters = props.clusters.map(({ gateway, ...cluster }) =>
    gateway
      ? { ...cluster, gateway: { ...gateway, addresses: gateway.addresses.map(String) } }
      : cluster,
  );
  writeFileSync(file, stringify({ $schema: './mesh.schema.json', ...props, clusters }));
  const written = ['typed', 'file'].map(door => {
    const app = new MeshApp({ outdir: path.join(folder, door) });
    if (door === 'typed') {
      new MulticlusterMesh(app, 'mesh', props);
    } else {
      MulticlusterMesh.fromFile(app, 'mesh', file);
    }
    app.synth();
    return readTree(app.outdir);
  });
  expect(written[1]).toEqual(written[0]);
});

test('what a file names is relative to the file', () => {
  mkdirSync(path.join(folder, 'deep'));
  const file = path.join(folder, 'deep/mesh.yaml');
  writeFileSync(
    file,
    stringify({
      clusters: [{ name: 'a', istio: '1.29', cacerts: { certificatesDirectory: 'pki/a' } }],
      serviceSources: [{ directory: '../manifests', clusters: ['a'] }],
      pki: {},
    }),
  );
  const { clusters, serviceSources, pki, lockFile } = readMeshFile(file).props;
  expect(serviceSources).toEqual([{ directory: path.join(folder, 'manifests'), clusters: ['a'] }]);
  expect(clusters[0].cacerts).toEqual({ certificatesDirectory: path.join(folder, 'deep/pki/a') });
  expect(pki).toEqual({ lockFile: path.join(folder, 'deep/pki.lock.json') });
  expect(lockFile).toBe(path.join(folder, 'deep/mesh.lock.json'));
});

test.each([
  ['203.0.113.10', '203.0.113.10', 15443],
  ['203.0.113.10:32443', '203.0.113.10', 32443],
  ['2001:db8::1', '2001:db8::1', 15443],
  ['[2001:db8::1]:32443', '2001:db8::1', 32443],
  ['[2001:db8::1]', '2001:db8::1', 15443],
  ['gw.example.com', 'gw.example.com', 15443],
  ['gw.example.com:443', 'gw.example.com', 443],
  ['what is this?', 'what is this?', 15443],
])('the address %s', (text, host, port) => {
  const address = GatewayAddress.of(text);
  expect([address.host, address.port]).toEqual([host, port]);
  expect(GatewayAddress.of(address.toString())).toEqual(address);
});
