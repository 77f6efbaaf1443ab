import { generateKeyPairSync } from 'crypto';
import { scanForSecrets } from '../../src/trust/secret-scanner';

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const ed = generateKeyPairSync('ed25519');
const base64 = (text: string | Buffer) => Buffer.from(text).toString('base64');
const found = (content: string) => scanForSecrets(content).map(({ what }) => what);

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
    const pem = rsa.privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' }) as string;
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
    const wrapped = base64(ec.privateKey.export({ type: 'pkcs8', format: 'der' })).replace(/.{40}/g, '$&\n    ');
    expect(scanForSecrets(`data:\n  key: |\n    ${wrapped}\n`)).toEqual([{ line: 3, what: 'a private key in DER (PKCS#8), in base64' }]);
  });

  test('of age', () => {
    expect(found(`# key\nAGE-SECRET-KEY-1${'Q'.repeat(58)}`)).toEqual(['a private key of age']);
  });

  test('but not the one text that was asked for by name', () => {
    const key = base64(ec.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string);
    expect(scanForSecrets(`key: ${key}`, [key])).toEqual([]);
    expect(scanForSecrets(`key: ${base64(rsa.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string)}`, [key])).toHaveLength(1);
  });

  test('as JWK', () => {
    expect(found(JSON.stringify(ec.privateKey.export({ format: 'jwk' })))).toEqual(['a private key in JWK']);
  });
});

test('tokens and kubeconfigs', () => {
  const part = (object: object) => Buffer.from(JSON.stringify(object)).toString('base64url');
  expect(found(`token: ${part({ alg: 'RS256', typ: 'JWT' })}.${part({ sub: 'system:serviceaccount' })}.${'x'.repeat(43)}`)).toEqual(['a token (JWT)']);
  expect(found(`    client-key-data: ${base64('x')}`)).toEqual(['a kubeconfig with credentials']);
  expect(found(`kubeconfig: ${base64(`users:\n- user:\n    client-key-data: ${base64('x')}\n`)}`)).toEqual(['a kubeconfig with credentials, in base64']);
});

test('what is public stays', () => {
  const certificate = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----';
  for (const content of [
    certificate, `a: ${base64(certificate)}`,
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
  expect(scanForSecrets(`a\nb\n${ec.privateKey.export({ type: 'sec1', format: 'pem' })}`)[0].line).toBe(3);
});
