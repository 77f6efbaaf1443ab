import * as path from 'path';
import { Mesh } from '../../src/analysis/reach/mesh';
import { readText, readWorld } from '../../src/analysis/world/read-world';
import { World } from '../../src/analysis/world/world';
import { Problems } from '../../src/problems/problems';
import { certificatesOf } from '../../src/report/facts/certificates';

const certificatesIn = (world: World) => certificatesOf([...new Mesh(world).clusters.values()]);

const phase = (name: string) =>
  readWorld({ directories: [path.join('test/golden/rotation', name)] }, new Problems());

test('while one root replaces another: both, how long together, and what each signed', () => {
  const { certificates, overlaps } = certificatesIn(phase('1-bundle'));
  const [first, second] = certificates;
  expect(certificates.map(({ name, role, signedBy }) => [name, role, signedBy])).toEqual([
    ['CN=Root CA root-1, O=Istio', 'root', []],
    ['CN=Root CA root-2, O=Istio', 'root', []],
    ['L=east, CN=Intermediate CA, O=Istio', 'intermediate', [first.fingerprint]],
    ['L=west, CN=Intermediate CA, O=Istio', 'intermediate', [first.fingerprint]],
  ]);
  expect(overlaps).toEqual([
    {
      roots: [first.fingerprint, second.fingerprint],
      from: '2026-11-24',
      until: '2036-11-21',
      clusters: ['east', 'west'],
    },
  ]);
});

test('before, there is one root, and no overlap', () => {
  const { certificates, overlaps } = certificatesIn(phase('0-stable'));
  expect(certificates.filter(({ role }) => role === 'root')).toHaveLength(1);
  expect(overlaps).toEqual([]);
});

test('encoded or not; a private key beside it is not read, nor a block that is none', () => {
  const [{ manifests }] = phase('0-stable').clusters;
  const pem = manifests.find(({ name }) => name === 'cacerts')!.spec.template.data['root-cert.pem'];
  const key = '-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n';
  const broken = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';
  const data = { 'a.pem': Buffer.from(`${key}${pem}${broken}`).toString('base64') };
  const stringData = { 'b.pem': `${pem}${key}` };
  const secret = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'x', namespace: 'y' },
    data,
    stringData,
  };
  const world = readText('c', JSON.stringify(secret), new Problems());
  const found = certificatesIn(world);
  expect(found.certificates.map(({ places }) => places.map(({ part }) => part))).toEqual([
    ['a.pem', 'b.pem'],
  ]);
  expect(JSON.stringify(found)).not.toMatch(/PRIVATE|c2VjcmV0|secret\b/);
});
