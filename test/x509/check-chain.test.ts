import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import * as path from 'path';
import { ChainCase, makeChains } from './chains';
import { CA_POLICY } from '../../src/model/trust/ca-policy';
import { checkCertificates } from '../../src/model/trust/check-certificates';
import { Code } from '../../src/problems/codes';
import { Problems } from '../../src/problems/problems';
import { readCertificate } from '../../src/x509/certificate';
import { checkCa } from '../../src/x509/check-ca';
import { certificatesOf } from '../../src/x509/pem';

const folder = mkdtempSync(path.join(tmpdir(), 'chains-'));
const chains = makeChains(folder);
const NOW = new Date();
afterAll(() => rmSync(folder, { recursive: true }));

/**
 * What the corpus says of a case, as a code. Without one the case is unusual, but nothing breaks by
 * it.
 */
const CODE_OF: { readonly [expected: string]: Code | undefined } = {
  'authority key identifier': 'MESH704',
  'chain begins with another certificate': 'MESH706',
  expired: 'MESH707',
  'extended key usage': 'MESH703',
  'issuer is another name': 'MESH704',
  'kind of key': 'MESH708',
  'may not sign certificates': 'MESH703',
  'missing issuer': 'MESH704',
  'more than one certificate': 'MESH706',
  'name constraints': 'MESH713',
  'no authority key identifier': 'MESH721',
  'no certificate': 'MESH702',
  'no root': 'MESH702',
  'no root of the bundle': 'MESH704',
  'no subject': 'MESH713',
  'not a CA': 'MESH703',
  'not a certificate': 'MESH702',
  'not yet valid': 'MESH707',
  'out of order': 'MESH719',
  'outlives its issuer': 'MESH718',
  'path length': 'MESH705',
  'private key': 'MESH702',
  'root is not self-signed': 'MESH712',
  'serial number': 'MESH713',
  signature: 'MESH704',
  'signs with the root': 'MESH712',
  'subject of another certificate': undefined,
  twice: 'MESH719',
  'unknown critical extension': 'MESH713',
  'unreadable PEM': 'MESH702',
  'unreadable certificate': 'MESH702',
  'unrelated certificate': 'MESH719',
  'URI name constraint': undefined,
  'weak key': 'MESH708',
  'weak signature': 'MESH708',
};

/** Where the general answer is not the right one. */
const CODE_OF_CASE: { readonly [name: string]: Code } = {
  'serial number of 25 bytes': 'MESH721',
  'root of X.509 version 1': 'MESH702',
  'chain is empty': 'MESH702',
};

function problemsOf({ files }: Pick<ChainCase, 'files'>, at: Date | undefined = NOW) {
  const problems = new Problems();
  checkCertificates(files, at, problems);
  return problems;
}

describe.each(chains)('$name', chain => {
  const { expected, name, istiod, peers } = chain;
  const problems = problemsOf(chain);

  test('is judged as it should be', () => {
    const code = CODE_OF_CASE[name] ?? (expected === undefined ? undefined : CODE_OF[expected]);
    if (expected !== undefined && !(expected in CODE_OF)) {
      throw new Error(`"${expected}" has no code`);
    }
    expect(problems.all.map(problem => problem.code)).toEqual(
      code === undefined ? [] : expect.arrayContaining([code]),
    );
  });

  test('what istiod refuses, or the peers of its workloads, is an error', () => {
    expect((istiod === 'fails' || peers === 'fails') && problems.errors.length === 0).toBe(false);
  });
});

describe('messages', () => {
  const files = (name: string) => chains.find(chain => chain.name === name)!;
  test.each([
    [
      'issuer in another string type',
      '"L=cluster1, CN=Intermediate CA, O=Istio" does not lead to a root: "CN=Root CA, O=Istio" has the name of its issuer, but encoded differently, and Go compares the bytes',
    ],
    [
      'signed by another root of the same name',
      '"L=cluster1, CN=Intermediate CA, O=Istio" does not lead to a root: "CN=Root CA, O=Istio" has the name of its issuer, but another key identifier',
    ],
    [
      'chain lacks the intermediate of the organization',
      '"L=cluster1, CN=Intermediate CA, O=Istio" does not lead to a root: "CN=Organization CA, O=Istio", which signed it, is in none of the files',
    ],
    [
      'self-signed intermediate',
      '"L=cluster1, CN=Intermediate CA, O=Istio" does not lead to a root: it is self-signed, and not in root-cert.pem',
    ],
    [
      'signature with a flipped bit',
      '"L=cluster1, CN=Intermediate CA, O=Istio" does not lead to a root: "CN=Organization CA, O=Istio" has the name of its issuer, but did not sign it',
    ],
    [
      'root bundle holds an intermediate',
      '"CN=Organization CA, O=Istio" is not a root: "CN=Root CA, O=Istio" signed it',
    ],
  ])('%s', (name, message) => {
    expect(problemsOf(files(name)).all.map(problem => problem.message)).toContain(message);
  });

  test('a private key is named, never shown', () => {
    const [problem] = problemsOf(files('private key in cert-chain.pem')).all;
    expect(problem.message).toMatch(
      /^line \d+ of cert-chain\.pem: the block is a PRIVATE KEY, not a CERTIFICATE$/,
    );
    expect(problem.remedy).toMatch(/^Remove the private key and replace it/);
  });
});

describe('dates', () => {
  const sound = chains[0];
  const [der] = certificatesOf(sound.files.caCert, 'ca-cert.pem', new Problems());
  const { notBefore, notAfter } = readCertificate(der);
  const codes = (at: Date | undefined) => problemsOf(sound, at).all.map(problem => problem.code);
  const after = (date: Date, milliseconds: number) => new Date(date.getTime() + milliseconds);

  test('the first moment is valid; at the last one OpenSSL refuses already', () => {
    expect(codes(notBefore)).toEqual([]);
    expect(codes(after(notBefore, -1))).toContain('MESH707');
    expect(codes(after(notAfter, -1))).not.toContain('MESH707');
    expect(codes(notAfter)).toContain('MESH707');
  });

  test('MESH718: the last third of its life; nothing without a date', () => {
    const third = (notAfter.getTime() - notBefore.getTime()) / 3;
    expect(codes(after(notAfter, -third - 1))).toEqual([]);
    expect(codes(after(notAfter, -third + 1))).toEqual(['MESH718']);
    expect(codes(undefined)).toEqual([]);
  });
});

describe('every root of the bundle is looked at, not only the one that signed', () => {
  const [sound, weak] = ['P-384 root, P-256 intermediate', 'root with an RSA key of 1024 bits'].map(
    name => chains.find(chain => chain.name === name)!,
  );
  test('MESH708', () => {
    const problems = problemsOf({
      files: { ...sound.files, rootCert: sound.files.rootCert + weak.files.rootCert },
    });
    expect(problems.all.map(({ code, place }) => [code, ...place])).toEqual([
      ['MESH708', 'rootCert'],
    ]);
  });
});

test('MESH709: a key whose private half everyone has', () => {
  const [der] = certificatesOf(chains[0].files.caCert, 'ca-cert.pem', new Problems());
  const certificate = readCertificate(der);
  const problems = new Problems();
  const publishedKeys = { owner: 'the samples', fingerprints: [certificate.keyFingerprint] };
  checkCa(certificate, { ...CA_POLICY, publishedKeys }, undefined, problems);
  expect(problems.all.map(({ code, message }) => [code, message])).toEqual([
    ['MESH709', `"${certificate.name}" is one of the samples, whose private keys everyone has`],
  ]);
});
