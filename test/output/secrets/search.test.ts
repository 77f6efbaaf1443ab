import { execFileSync } from 'child_process';
import { createHash, generateKeyPairSync } from 'crypto';
import { Yaml } from 'cdk8s';
import { certificateRequest, issueRoot, validFor } from '../../../src/ca/pki/issue-certificate';
import { sealValue } from '../../../src/ca/sealing/sealed-secret';
import { sopsEncrypt } from '../../../src/ca/sealing/sops';
import { searchText } from '../../../src/output/secrets/search';
import { pem as toPem } from '../../../src/x509/pem';

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const ed = generateKeyPairSync('ed25519');
const base64 = (text: string | Buffer) => Buffer.from(text).toString('base64');
const found = (content: string) => searchText(content).map(({ what }) => what);

describe('private keys', () => {
  const pems: Array<[string, string]> = [
    ['PKCS#8', rsa.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string],
    ['PKCS#1', rsa.privateKey.export({ type: 'pkcs1', format: 'pem' }) as string],
    ['SEC1', ec.privateKey.export({ type: 'sec1', format: 'pem' }) as string],
  ];
  test.each(pems)('%s in PEM, indented, and in base64', (_, pem) => {
    expect(found(pem)).toContain('a private key in PEM');
    expect(found(pem.replace(/^/gm, '    '))).toContain('a private key in PEM');
    expect(found(`  ca-key.pem: ${base64(pem)}`)).toEqual(['a private key in PEM, in base64']);
  });

  test('encrypted ones too: a passphrase can be guessed', () => {
    const pem = rsa.privateKey.export({
      type: 'pkcs8',
      format: 'pem',
      cipher: 'aes-256-cbc',
      passphrase: 'x',
    }) as string;
    expect(found(pem)).toContain('a private key in PEM');
  });

  test.each([
    ['PKCS#8', rsa.privateKey.export({ type: 'pkcs8', format: 'der' })],
    ['PKCS#8', ec.privateKey.export({ type: 'pkcs8', format: 'der' })],
    ['PKCS#8', ed.privateKey.export({ type: 'pkcs8', format: 'der' })],
    ['PKCS#1', rsa.privateKey.export({ type: 'pkcs1', format: 'der' })],
    ['SEC1', ec.privateKey.export({ type: 'sec1', format: 'der' })],
  ])('%s in DER, in base64', (format, der) => {
    expect(found(`key: ${base64(der)}`)).toEqual([`a private key in DER (${format}), in base64`]);
  });

  test('in base64 of several lines', () => {
    const wrapped = base64(ec.privateKey.export({ type: 'pkcs8', format: 'der' })).replace(
      /.{40}/g,
      '$&\n    ',
    );
    expect(searchText(`data:\n  key: |\n    ${wrapped}\n`)).toEqual([
      { line: 3, what: 'a private key in DER (PKCS#8), in base64' },
    ]);
  });

  test('of age', () => {
    expect(found(`# key\nAGE-SECRET-KEY-1${'Q'.repeat(58)}`)).toEqual(['a private key of age']);
  });

  test('but not the one text that was asked for by name', () => {
    const key = base64(ec.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string);
    expect(searchText(`key: ${key}`, [key])).toEqual([]);
    expect(
      searchText(
        `key: ${base64(rsa.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string)}`,
        [key],
      ),
    ).toHaveLength(1);
  });

  test('as JWK', () => {
    expect(found(JSON.stringify(ec.privateKey.export({ format: 'jwk' })))).toEqual([
      'a private key in JWK',
    ]);
  });
});

test('tokens and kubeconfigs', () => {
  const part = (object: object) => Buffer.from(JSON.stringify(object)).toString('base64url');
  expect(
    found(
      `token: ${part({ alg: 'RS256', typ: 'JWT' })}.${part({ sub: 'system:serviceaccount' })}.${'x'.repeat(43)}`,
    ),
  ).toEqual(['a token (JWT)']);
  expect(found(`    client-key-data: ${base64('-----BEGIN EC PRIVATE')}`)).toEqual([
    'a kubeconfig with credentials',
  ]);
  expect(
    found(
      `kubeconfig: ${base64(`users:\n- user:\n    client-key-data: ${base64('-----BEGIN EC PRIVATE')}\n`)}`,
    ),
  ).toEqual(['a kubeconfig with credentials, in base64']);
});

describe('forms in which secrets are written', () => {
  const pkcs8 = ec.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
  const der = rsa.privateKey.export({ type: 'pkcs8', format: 'der' });
  const jwk = rsa.privateKey.export({ format: 'jwk' });
  const part = (object: object) => Buffer.from(JSON.stringify(object)).toString('base64url');
  const jwt = `${part({ alg: 'RS256', kid: 'x' })}.${part({ sub: 'system:serviceaccount:x:y' })}.${'x'.repeat(43)}`;
  const kubeconfig = (user: object) => ({
    apiVersion: 'v1',
    kind: 'Config',
    users: [{ name: 'admin', user }],
  });
  const openssl = (args: string[], input: Buffer | string) =>
    execFileSync('openssl', args, { input, stdio: ['pipe', 'pipe', 'ignore'] });
  const age = `AGE-SECRET-KEY-1${'Q'.repeat(58)}`;

  const forms: Array<[string, string]> = [
    ['PEM with CRLF', pkcs8.replace(/\n/g, '\r\n')],
    ['PEM in a text of JSON', JSON.stringify({ key: pkcs8 })],
    [
      'PEM in JSON in a text of JSON',
      JSON.stringify({ annotation: JSON.stringify({ key: pkcs8 }) }),
    ],
    ['PEM in a double-quoted text of YAML', Yaml.stringify({ key: pkcs8.replace(/\n/g, '\r\n') })],
    ['PEM in a block of YAML', Yaml.stringify({ data: { key: pkcs8 } })],
    ['PEM in a comment', pkcs8.replace(/^/gm, '# ')],
    [
      'PEM of OpenSSH',
      `-----BEGIN OPENSSH PRIVATE KEY-----\n${base64(Buffer.alloc(200))}\n-----END OPENSSH PRIVATE KEY-----`,
    ],
    [
      'PEM of PGP',
      '-----BEGIN PGP PRIVATE KEY BLOCK-----\n\nlQdGBGN0aVkBEADDq2P0rkU9lNnVxR5f\n-----END PGP PRIVATE KEY BLOCK-----',
    ],
    ['base64 of base64', `key: ${base64(base64(pkcs8))}`],
    ['base64 of base64 of DER', `key: ${base64(base64(der))}`],
    [
      'base64 of 64 characters a line, the last one short',
      base64(der.subarray(0)).replace(/.{64}/g, '$&\n'),
    ],
    ['base64 of 76 characters a line, with CRLF', base64(der).replace(/.{76}/g, '$&\r\n')],
    [
      'base64 with a last line of 4 characters',
      `  key: |\n    ${base64(der).replace(new RegExp(`.{${base64(der).length - 4}}`), '$&\n    ')}\n`,
    ],
    [
      'base64 in several lines of a quoted text',
      `key: "${base64(der).replace(/.{76}/g, '$&\n  ')}"`,
    ],
    [
      'PKCS#12',
      `keystore: ${base64(openssl(['pkcs12', '-export', '-nocerts', '-passout', 'pass:x'], pkcs8))}`,
    ],
    [
      'PKCS#8 with a passphrase in DER',
      `key: ${base64(openssl(['pkcs8', '-topk8', '-outform', 'DER', '-passout', 'pass:x'], pkcs8))}`,
    ],
    [
      'PKCS#8 of RSA with a passphrase in DER',
      `key: ${base64(openssl(['pkcs8', '-topk8', '-outform', 'DER', '-passout', 'pass:x'], rsa.privateKey.export({ type: 'pkcs8', format: 'pem' })))}`,
    ],
    ['JWK with spaces', JSON.stringify(jwk, undefined, 2)],
    [
      'JWK of an EC key, indented',
      JSON.stringify(ec.privateKey.export({ format: 'jwk' }), undefined, 4),
    ],
    [
      'JWKS in a text of YAML',
      Yaml.stringify({
        jwks: JSON.stringify({ keys: [ec.publicKey.export({ format: 'jwk' }), jwk] }),
      }),
    ],
    ['JWKS in a text of JSON', JSON.stringify({ jwks: JSON.stringify({ keys: [jwk] }) })],
    ['JWK as YAML', Yaml.stringify(jwk)],
    ['symmetric JWK', JSON.stringify({ kty: 'oct', k: 'hJ6x'.repeat(11) })],
    ['JWK in base64', `key: ${base64(JSON.stringify(jwk))}`],
    ['token of a service account', `token: ${jwt}`],
    ['token of a service account in base64', `token: ${base64(jwt)}`],
    ['token in a header', `Authorization: Bearer ${jwt}`],
    ['token of GitHub', `ghp_${'a1B2'.repeat(9)}`],
    ['token of OpenShift', `token: sha256~${'aB3'.repeat(14)}x`],
    ['kubeconfig with a token', Yaml.stringify(kubeconfig({ token: 'abcdef' }))],
    [
      'kubeconfig with a password',
      Yaml.stringify(kubeconfig({ username: 'admin', password: 'x' })),
    ],
    [
      'kubeconfig with a password first',
      Yaml.stringify(kubeconfig({ password: 'x', username: 'admin' })),
    ],
    [
      'kubeconfig with a quoted key',
      Yaml.stringify(kubeconfig({ 'client-key-data': 'eA==' })).replace('eA==', '"eA=="'),
    ],
    ['kubeconfig as JSON', JSON.stringify(kubeconfig({ token: 'abcdef' }))],
    [
      'kubeconfig as JSON in a text of JSON',
      JSON.stringify({ config: JSON.stringify(kubeconfig({ 'client-key-data': 'eA==' })) }),
    ],
    [
      'kubeconfig with a token in base64',
      `config: ${base64(Yaml.stringify(kubeconfig({ token: 'abcdef' })))}`,
    ],
    ['key of age in base64', `keys: ${base64(age)}`],
    ['post-quantum key of age', age.replace('KEY-1', 'KEY-PQ-1')],
  ];
  test.each(forms)('%s', (_, content) => {
    expect(found(content)).not.toEqual([]);
    // never the secret itself
    expect(JSON.stringify(found(content))).not.toMatch(/abcdef|eyJ|AGE-SECRET/);
  });
});

describe('what only looks like a secret', () => {
  const certificate = issueRoot(
    rsa.privateKey,
    { organization: 'x', commonName: 'y' },
    validFor(1, new Date()),
  ).der;
  const request = certificateRequest(rsa.privateKey, { organization: 'x', commonName: 'y' }, 'x');
  const { encrypted, metadata } = sopsEncrypt(
    { 'ca-key.pem': rsa.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string },
    ['age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj'],
    new Date(),
  ); // the example of age's own documentation
  const forms: Array<[string, string]> = [
    ['certificate', toPem('CERTIFICATE', certificate)],
    ['certificate in base64', `ca.crt: ${base64(toPem('CERTIFICATE', certificate))}`],
    ['certificate in DER', `caBundle: ${base64(certificate)}`],
    ['request', toPem('CERTIFICATE REQUEST', request)],
    [
      'SealedSecret',
      `ca-key.pem: ${sealValue(Buffer.from('x'.repeat(3000)), toPem('CERTIFICATE', certificate), { namespace: 'x', name: 'y', scope: 'strict' })}`,
    ],
    ['Secret of SOPS', Yaml.stringify({ stringData: encrypted, sops: metadata })],
    [
      'ExternalSecret',
      Yaml.stringify({
        spec: {
          data: [
            { secretKey: 'token', remoteRef: { key: 'user', property: 'password' } },
            { secretKey: 'ca-key.pem', remoteRef: { key: 'x', property: 'client-key-data' } },
          ],
        },
      }),
    ],
    [
      'cert-manager',
      Yaml.stringify({
        spec: {
          privateKey: { algorithm: 'RSA', size: 4096, encoding: 'PKCS8' },
          secretName: 'cacerts',
        },
      }),
    ],
    [
      'reference to a token',
      Yaml.stringify({
        user: { tokenFile: '/var/run/token', passwordSecretRef: { name: 'x', key: 'password' } },
      }),
    ],
    [
      'JWKS of public keys',
      Yaml.stringify({
        jwks: JSON.stringify({
          keys: [{ ...rsa.publicKey.export({ format: 'jwk' }), kid: 'd'.repeat(43) }],
        }),
      }),
    ],
    [
      'hashes',
      `image: x@sha256:${'0a1b'.repeat(16)}\nsha1: ${'e9'.repeat(20)}\nchecksum/config: ${createHash('sha512').update('x').digest('hex')}\nintegrity: sha512-${createHash('sha512').update('x').digest('base64')}`,
    ],
    ['a public key of age', 'age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj'],
    [
      'public keys of SSH',
      `ssh-ed25519 ${base64(Buffer.concat([Buffer.from([0, 0, 0, 11]), Buffer.from('ssh-ed25519'), Buffer.alloc(36, 1)]))} x@y`,
    ],
    [
      'WebAssembly in base64',
      base64(Buffer.concat([Buffer.from('\0asm'), Buffer.alloc(5000, 48)])),
    ],
  ];
  test.each(forms)('%s', (_, content) => {
    expect(found(content)).toEqual([]);
  });
});

test('what is public stays', () => {
  const certificate = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----';
  for (const content of [
    certificate,
    `a: ${base64(certificate)}`,
    rsa.publicKey.export({ type: 'spki', format: 'pem' }) as string,
    `a: ${base64(rsa.publicKey.export({ type: 'spki', format: 'der' }))}`,
    `a: ${base64(ec.publicKey.export({ type: 'spki', format: 'der' }))}`,
    JSON.stringify(ec.publicKey.export({ format: 'jwk' })),
    'data: AgB' + 'x'.repeat(400),
    'sha256: ' + 'a'.repeat(64),
  ]) {
    expect(found(content)).toEqual([]);
  }
});

test('says the line', () => {
  expect(searchText(`a\nb\n${ec.privateKey.export({ type: 'sec1', format: 'pem' })}`)[0].line).toBe(
    3,
  );
});
