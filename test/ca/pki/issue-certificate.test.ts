import { execFileSync } from 'child_process';
import { writeFileSync } from 'fs';
import * as path from 'path';
import {
  certificateRequest,
  issueIntermediate,
  issueRoot,
  validFor,
} from '../../../src/ca/pki/issue-certificate';
import { generateKey, KeyAlgorithm } from '../../../src/ca/pki/key-algorithm';
import { checkCertificates } from '../../../src/model/trust/check-certificates';
import { Problems } from '../../../src/problems/problems';
import { pem } from '../../../src/x509/pem';
import { temporaryFolder } from '../../golden/golden';

const folder = temporaryFolder();
const NOW = new Date('2026-11-24T12:00:00Z');
const HOST = 'istiod.istio-system.svc';

function file(name: string, content: string): string {
  const full = path.join(folder, name);
  writeFileSync(full, content);
  return full;
}

const openssl = (...args: string[]) =>
  execFileSync('openssl', args, { encoding: 'utf8', stdio: 'pipe' });

describe.each<[KeyAlgorithm, KeyAlgorithm]>([
  ['rsa-2048', 'rsa-2048'],
  ['p-384', 'p-256'],
  ['p-384', 'p-384'],
  ['rsa-2048', 'p-256'],
  ['rsa-4096', 'rsa-4096'],
])('a root of %s, an intermediate of %s', (rootAlgorithm, algorithm) => {
  const rootKey = generateKey(rootAlgorithm);
  const key = generateKey(algorithm);
  const root = issueRoot(
    rootKey,
    { organization: 'Bäckerei', commonName: 'Root CA' },
    validFor(3650, NOW),
  );
  const intermediate = issueIntermediate(
    key,
    { organization: 'Bäckerei', commonName: 'Intermediate CA', locality: 'east' },
    HOST,
    validFor(365, NOW),
    { certificate: root, key: rootKey },
  );
  const files = {
    caCert: pem('CERTIFICATE', intermediate.der),
    certChain: pem('CERTIFICATE', intermediate.der),
    rootCert: pem('CERTIFICATE', root.der),
  };

  test('OpenSSL verifies it strictly, as a CA', () => {
    const at = String(NOW.getTime() / 1000);
    expect(
      openssl(
        'verify',
        '-x509_strict',
        '-attime',
        at,
        '-CAfile',
        file('root.pem', files.rootCert),
        file('ca.pem', files.caCert),
      ),
    ).toMatch(/: OK\n$/);
  });

  test('our own check has nothing to say', () => {
    const problems = new Problems();
    const chain = checkCertificates(files, NOW, problems);
    expect(problems.all).toEqual([]);
    expect(chain?.path.map(({ name }) => name)).toEqual([
      'L=east, CN=Intermediate CA, O=Bäckerei',
      'CN=Root CA, O=Bäckerei',
    ]);
  });

  test("has what Istio's own tooling gives, in OpenSSL's words", () => {
    const text = openssl('x509', '-in', file('ca.pem', files.caCert), '-noout', '-text');
    expect(text).toContain('CA:TRUE, pathlen:0');
    expect(text).toMatch(
      /Key Usage: critical\n\s*Digital Signature, Non Repudiation, Key Encipherment, Certificate Sign, CRL Sign\n/,
    );
    expect(text).toContain(`DNS:${HOST}`);
    expect(text).toContain('Not Before: Nov 24 11:55:00 2026 GMT');
    expect(text).toContain('Not After : Nov 24 11:55:00 2027 GMT');
  });

  test('a request for it is one that OpenSSL takes', () => {
    const request = file(
      'ca.csr',
      pem(
        'CERTIFICATE REQUEST',
        certificateRequest(
          key,
          { organization: 'Bäckerei', commonName: 'Intermediate CA', locality: 'east' },
          HOST,
        ),
      ),
    );
    const text = openssl('req', '-in', request, '-noout', '-verify', '-text');
    expect(text).toContain('CA:TRUE, pathlen:0');
    expect(text).toContain(`DNS:${HOST}`);
  });
});

test('an intermediate never outlives its root; years from 2050 on are written in full', () => {
  const key = generateKey('p-256');
  const root = issueRoot(
    key,
    { organization: 'x', commonName: 'r' },
    { notBefore: NOW, notAfter: new Date('2051-01-02T03:04:05Z') },
  );
  const intermediate = issueIntermediate(
    key,
    { organization: 'x', commonName: 'i' },
    HOST,
    validFor(36500, NOW),
    { certificate: root, key },
  );
  expect(intermediate.notAfter.toISOString()).toBe('2051-01-02T03:04:05.000Z');
});
