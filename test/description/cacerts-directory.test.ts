import { mkdirSync, writeFileSync } from 'fs';
import * as path from 'path';
import { readDirectory, withCertificatesRead } from '../../src/description/cacerts-directory';
import { Problems } from '../../src/problems/problems';
import { temporaryFolder } from '../golden/golden';
import { summarize } from '../model/base';

const folder = temporaryFolder();
const directory = path.join(folder, 'east');
mkdirSync(directory);
writeFileSync(path.join(directory, 'ca-cert.pem'), 'own');
writeFileSync(path.join(directory, 'cert-chain.pem'), 'chain');
writeFileSync(path.join(directory, 'root-cert.pem'), 'root');
const certificates = { caCert: 'own', certChain: 'chain', rootCert: 'root' };

test('the three public files take the place of the directory', () => {
  const problems = new Problems();
  expect(readDirectory({ certificatesDirectory: directory }, problems)).toEqual({ certificates });
  expect(readDirectory({ certificates }, problems)).toEqual({ certificates });
  expect(problems.all).toEqual([]);
});

test('each cluster of a mesh has its own, or none', () => {
  const clusters = [
    { name: 'east', istio: '1.29', cacerts: { certificatesDirectory: directory } },
    { name: 'west', istio: '1.29' },
  ];
  expect(withCertificatesRead({ clusters, suffix: 'x.internal' }, new Problems())).toEqual({
    suffix: 'x.internal',
    clusters: [{ ...clusters[0], cacerts: { certificates } }, clusters[1]],
  });
});

test('MESH714: every file that cannot be read is reported, and the directory stays', () => {
  const problems = new Problems();
  const nowhere = path.join(folder, 'nowhere');
  const clusters = [{ name: 'a', istio: '1.29', cacerts: { certificatesDirectory: nowhere } }];
  expect(withCertificatesRead({ clusters }, problems)).toEqual({ clusters });
  expect(summarize(problems.all)).toEqual(
    ['ca-cert.pem', 'cert-chain.pem', 'root-cert.pem'].map(
      file =>
        `MESH714 at clusters[0].cacerts.certificatesDirectory: "${path.join(nowhere, file)}" cannot be read: ENOENT`,
    ),
  );
});

test('MESH714: certificates both as text and in a directory', () => {
  const problems = new Problems();
  readDirectory({ certificates, certificatesDirectory: directory }, problems);
  expect(summarize(problems.all)).toEqual([
    'MESH714 at : there are certificates both as text and in a directory',
  ]);
});
