import { generateKeyPairSync, createHash } from 'crypto';
import { deflateSync, gzipSync } from 'zlib';
import { Yaml } from 'cdk8s';
import { searchText } from '../../../src/output/secrets/search';
import { readTree } from '../../golden/golden';

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
const pem = rsa.export({ type: 'pkcs8', format: 'pem' }) as string;
const ecPem = ec.export({ type: 'sec1', format: 'pem' }) as string;
const der = rsa.export({ type: 'pkcs8', format: 'der' });
const jwk = rsa.export({ format: 'jwk' });

const base64 = (content: string | Buffer) => Buffer.from(content).toString('base64');
const base64url = (content: string | Buffer) => Buffer.from(content).toString('base64url');
const hex = (content: string | Buffer) => Buffer.from(content).toString('hex');
const found = (content: string) => searchText(content).map(({ what }) => what);

/** Random, and the same in every run. No service has issued it. */
const random = (length: number, seed = 'x', alphabet = LETTERS): string =>
  [...createHash('shake256', { outputLength: length }).update(seed).digest()]
    .map(byte => alphabet[byte % alphabet.length])
    .join('');
const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const CAPITALS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const HEX = '0123456789abcdef';

const body = pem.split('\n').slice(1, -2);
const release = JSON.stringify({
  name: 'x',
  manifest: `kind: Secret\nstringData:\n  key: |\n${pem}`,
});
const kubeconfig = (user: object) =>
  Yaml.stringify({ users: [{ name: 'x', user }], apiVersion: 'v1', kind: 'Config' });
const utf16 = (text: string) => Buffer.from(text, 'utf16le');

describe('encoded and packed', () => {
  test.each([
    ['a release of Helm', `release: ${base64(base64(gzipSync(release)))}`],
    ['gzip in base64', `data: ${base64(gzipSync(pem))}`],
    ['zlib in base64', `data: ${base64(deflateSync(pem))}`],
    ['gzip that is cut off', `data: ${base64(gzipSync(pem).subarray(0, 900))}`],
    ['base64 four times', `data: ${base64(base64(base64(base64(pem))))}`],
    ['DER in hexadecimal', `data: ${hex(der)}`],
    ['PEM in hexadecimal', `data: ${hex(pem).toUpperCase()}`],
    ['DER in base64url', `data: ${base64url(der)}`],
    ['PEM in base64url', `data: ${base64url(ecPem)}`],
    ['UTF-16 in base64', `data: ${base64(utf16(pem))}`],
    ['UTF-16, big-endian', `data: ${base64(utf16(pem).swap16())}`],
    ['UTF-16 in a text of JSON', JSON.stringify({ key: utf16(ecPem).toString('latin1') })],
    ['the body of a key in comments', body.map(line => `# ${line}`).join('\n')],
    ['the body of a key as a list', Yaml.stringify({ key: body })],
    ['a key as a list of lines', Yaml.stringify({ key: pem.split('\n') })],
    ['the body of a key as a list of JSON', JSON.stringify(body, undefined, 2)],
    ['base64 with escaped slashes', JSON.stringify({ key: base64(der) }).replaceAll('/', '\\/')],
    ['base64 with escaped plus signs', `"${base64(der).replaceAll('+', '\\u002b')}"`],
    ['PEM in a URL of data', `source: data:,${encodeURIComponent(pem)}`],
    ['base64 in a URL of data', `source: data:;base64,${base64(pem)}`],
    ['PEM in XML', `<key>${pem.replaceAll('\n', '&#10;')}</key>`],
  ])('%s', (_, content) => {
    expect(found(content)).not.toEqual([]);
  });
});

describe('credentials', () => {
  const docker = { auths: { 'ghcr.io': { auth: base64('user:pass') } } };
  test.each([
    ['kubeconfig, certificate first', kubeconfig({ 'client-certificate': '/x', token: 'abcdef' })],
    [
      'kubeconfig, impersonation first',
      kubeconfig({ as: 'x', 'as-uid': '1', password: 'hunter2' }),
    ],
    [
      'kubeconfig with an auth-provider',
      kubeconfig({ 'auth-provider': { name: 'oidc', config: { 'refresh-token': 'abcdef' } } }),
    ],
    [
      'kubeconfig in a field',
      Yaml.stringify({ data: { config: kubeconfig({ token: 'abcdef' }) } }),
    ],
    ['.dockerconfigjson', `.dockerconfigjson: ${base64(JSON.stringify(docker))}`],
    ['config.json of Docker', JSON.stringify(docker)],
    ['config.json of Docker, in a text', Yaml.stringify({ data: { x: JSON.stringify(docker) } })],
    ['key id of AWS', `id: AKIA${random(16, 'a', CAPITALS)}`],
    ['secret key of AWS', `aws_secret_access_key = ${random(40)}`],
    [
      'secret key of AWS as a variable',
      Yaml.stringify([{ name: 'AWS_SECRET_ACCESS_KEY', value: random(40) }]),
    ],
    ['Slack', `xoxb-${random(12, 'a', '123456789')}-${random(24)}`],
    [
      'Slack, by URL',
      `https://hooks.slack.com/services/T0${random(8)}/B0${random(8)}/${random(24)}`,
    ],
    ['npm', `token: npm_${random(36)}`],
    ['.npmrc', `//npm.example.com/:_authToken=${random(36)}`],
    ['Google', `key=AIza${random(35)}`],
    ['GitHub', `ghp_${random(36)}`],
    ['GitHub, fine-grained', `github_pat_${random(22)}_${random(59)}`],
    ['GitHub, after an escaped line break', JSON.stringify({ x: `a\nghs_${random(36)}` })],
    ['GitLab', `glpat-${random(20)}`],
    ['Stripe', `sk_live_${random(24)}`],
    ['DigitalOcean', `dop_v1_${random(64, 'a', HEX)}`],
    ['SendGrid', `SG.${random(22)}.${random(43)}`],
    ['Azure', `DefaultEndpointsProtocol=https;AccountKey=${base64(random(64))};x`],
    ['a password in a URL', 'url: postgres://app:hunter2@db.example.com/app'],
    [
      'PuTTY',
      `PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nPrivate-Lines: 1\n${base64(random(36))}`,
    ],
    ['WireGuard', `[Interface]\nPrivateKey = ${base64(createHash('sha256').update('x').digest())}`],
    ['RSAKeyValue', `<RSAKeyValue><D>${base64(random(256))}</D></RSAKeyValue>`],
    [
      'RSAKeyValue in JSON',
      JSON.stringify(`<D>${base64(random(256))}</D>`)
        .replace('<', '\\u003c')
        .replace('>', '\\u003e'),
    ],
    ['JWK', JSON.stringify(jwk)],
    [
      'keystore of Java',
      `jks: ${base64(Buffer.concat([Buffer.from('feedfeed0000000200000001', 'hex'), Buffer.alloc(60, 7)]))}`,
    ],
  ])('%s', (_, content) => {
    expect(found(content)).not.toEqual([]);
    // never the secret itself
    expect(JSON.stringify(found(content))).not.toMatch(/abcdef|hunter2/);
  });
});

describe('no alarm for', () => {
  const schema = { type: 'object', properties: { token: { type: 'string' } } };
  test.each([
    ['a schema of a token', Yaml.stringify({ users: [{ user: { token: { type: 'string' } } }] })],
    [
      'a schema in a CRD',
      Yaml.stringify({ users: { type: 'array', items: schema }, user: schema }),
    ],
    ['a schema in one line', 'users: {user: {token: {type: string}}}'],
    [
      'a reference to a Secret',
      Yaml.stringify({
        users: [{ user: { password: { secretKeyRef: { name: 'x', key: 'y' } } } }],
      }),
    ],
    ['a placeholder', Yaml.stringify({ users: [{ user: { token: '${TOKEN}' } }] })],
    ['a placeholder of Helm', 'users: [{user: {token: {{ .Values.token }}}}]'],
    [
      'a placeholder of kubectl',
      kubeconfig({ 'client-key-data': 'DATA+OMITTED', token: 'REDACTED' }),
    ],
    ['prose', 'The file starts with `-----BEGIN PRIVATE KEY-----`, see the documentation of it.'],
    ['prose with both ends', 'between -----BEGIN PRIVATE KEY----- and -----END PRIVATE KEY-----'],
    ['an example with dots', '-----BEGIN PRIVATE KEY-----\nMIIE...\n-----END PRIVATE KEY-----'],
    ['the example of AWS', 'AKIAIOSFODNN7EXAMPLE wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'],
    ['a token of x', `ghp_${'x'.repeat(36)}`],
    [
      'a URL with placeholders',
      'postgres://$(USER):$(PASSWORD)@db and amqp://<user>:<password>@mq',
    ],
    ['a URL of documentation', 'postgres://user:password@localhost'],
    ['an image', `image: ghcr.io/x/y@sha256:${random(64, 'a', HEX)}`],
    ['a user, a token', 'user: alice\ntoken: /var/run/secrets/tokens/istio-token'],
    [
      'a certificate that is gzipped',
      `x: ${base64(gzipSync('-----BEGIN CERTIFICATE-----'.repeat(9)))}`,
    ],
    ['long names', 'spiffe://cluster.local/ns/a-very-long-namespace-v2/sa/consecutive5xxErrors'],
  ])('%s', (_, content) => {
    expect(found(content)).toEqual([]);
  });
});

test('no alarm in any output that is kept here', () => {
  const alarms = ['test/golden', 'dist', 'examples', 'docs'].flatMap(folder =>
    Object.entries(readTree(folder)).flatMap(([file, content]) =>
      found(content).map(what => `${folder}/${file}: ${what}`),
    ),
  );
  expect(alarms).toEqual([]);
});

describe('what is too much is said, not passed over', () => {
  const TOO_MUCH = 'something encoded or packed so much that it cannot be searched, in base64';
  const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024));

  test('a bomb of gzip', () => {
    expect(found(`data: ${base64(bomb)}`)).toEqual([TOO_MUCH]);
  });

  test('a bomb inside of gzip', () => {
    expect(found(`data: ${base64(gzipSync(bomb))}`)).toEqual([TOO_MUCH]);
  });

  test('many that are large together', () => {
    const large = base64(gzipSync(Buffer.alloc(12 * 1024 * 1024)));
    expect(found(`${large}: x\n`.repeat(4))).toEqual([TOO_MUCH, TOO_MUCH]);
  });

  test('gzip in gzip in gzip, without an end', () => {
    let packed = gzipSync(pem);
    for (let i = 0; i < 40; i++) {
      packed = gzipSync(packed);
    }
    expect(found(`data: ${base64(packed)}`)).toEqual([TOO_MUCH]);
  });
});
