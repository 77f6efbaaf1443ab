import { execFileSync, spawnSync } from 'child_process';
import { readFileSync, writeFileSync } from 'fs';
import * as path from 'path';

/**
 * What a certificate shall say; the extensions that are not named are those of a CA made with
 * Istio's own tooling.
 */
export interface CertificateOptions {
  /** distinguished name, in order, e.g. `['O = Istio', 'CN = Root CA']` */
  readonly subject: readonly string[];
  /** which of the keys that `key` made */
  readonly key: string;
  /** self-signed without */
  readonly issuer?: Certificate;
  /** `pathlen:0` by default, no limit for a self-signed one; null for none at all */
  readonly basicConstraints?: string | null;
  readonly keyUsage?: string | null;
  /**
   * further lines of OpenSSL's extension section; a line replaces the one that begins with the same
   * name
   */
  readonly extensions?: readonly string[];
  readonly days?: number;
  /** instead of `days`: start and end, as `YYYYMMDDHHMMSSZ` */
  readonly validity?: readonly [string, string];
  readonly serial?: string;
  readonly digest?: string;
  /** `utf8only` (Istio's `utf8 = yes`) or `nombstr` for PrintableString */
  readonly stringMask?: string;
}

export interface Certificate {
  readonly pem: string;
  readonly file: string;
  readonly options: CertificateOptions;
}

const KEY_USAGE = 'critical, digitalSignature, nonRepudiation, keyEncipherment, keyCertSign';

/**
 * Keys and certificates by the `openssl` (3.0 or later) on PATH, in a folder that the caller makes
 * and removes.
 */
export class Openssl {
  private count = 0;

  public constructor(public readonly folder: string) {}

  public run(...args: string[]): string {
    return execFileSync('openssl', args, {
      cwd: this.folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  public file(name: string, content: string): string {
    const file = path.join(this.folder, name);
    writeFileSync(file, content, { mode: 0o600 });
    return file;
  }

  public read(name: string): string {
    return readFileSync(path.join(this.folder, name), 'utf8');
  }

  /** A curve (`P-256`), or an algorithm with options (`RSA`, `rsa_keygen_bits:2048`). */
  public key(name: string, algorithm: string, ...options: string[]): string {
    const wanted = /^P-|^secp/.test(algorithm)
      ? ['EC', `ec_paramgen_curve:${algorithm}`, ...options]
      : [algorithm, ...options];
    this.run(
      'genpkey',
      '-quiet',
      '-algorithm',
      wanted[0],
      ...wanted.slice(1).flatMap(option => ['-pkeyopt', option]),
      '-out',
      keyFile(name),
    );
    return name;
  }

  public certificate(options: CertificateOptions): Certificate {
    const id = `${++this.count}`;
    this.file(`${id}.cnf`, config(options));
    const { key, issuer, days = 365, digest = 'sha256', serial, subject, validity } = options;
    const signer = issuer ? ['-CA', issuer.file, '-CAkey', keyFile(issuer.options.key)] : [];
    if (validity) {
      this.certificateOfTime(id, options, validity);
    } else {
      this.run(
        'req',
        '-x509',
        '-new',
        '-config',
        `${id}.cnf`,
        '-key',
        keyFile(key),
        ...signer,
        '-days',
        `${days}`,
        `-${digest}`,
        ...(subject.length > 0 ? [] : ['-subj', '/']),
        ...(serial === undefined ? [] : ['-set_serial', serial]),
        '-out',
        `${id}.pem`,
      );
    }
    return { pem: this.read(`${id}.pem`), file: `${id}.pem`, options };
  }

  /** `openssl verify` of ca-cert.pem, with the strict checks of RFC 5280. */
  public verifies({
    caCert,
    certChain,
    rootCert,
  }: {
    caCert: string;
    certChain: string;
    rootCert: string;
  }): boolean {
    const [root, chain, ca] = [
      this.file('root-cert.pem', rootCert),
      this.file('cert-chain.pem', certChain),
      this.file('ca-cert.pem', caCert),
    ];
    // without a certificate in the file `-untrusted` is an error, not an empty list
    const untrusted = certChain === '' ? [] : ['-untrusted', chain];
    const { status, error } = spawnSync('openssl', [
      'verify',
      '-x509_strict',
      '-no-CApath',
      '-no-CAstore',
      '-CAfile',
      root,
      ...untrusted,
      ca,
    ]);
    if (error) {
      throw error;
    }
    return status === 0;
  }

  /** Only `openssl ca` can set the dates before OpenSSL 3.4. */
  private certificateOfTime(
    id: string,
    { key, issuer, digest = 'sha256' }: CertificateOptions,
    [start, end]: readonly [string, string],
  ): void {
    this.file('index.txt', '');
    this.run('req', '-new', '-config', `${id}.cnf`, '-key', keyFile(key), '-out', `${id}.csr`);
    const signer = issuer
      ? ['-cert', issuer.file, '-keyfile', keyFile(issuer.options.key)]
      : ['-selfsign', '-keyfile', keyFile(key)];
    this.run(
      'ca',
      '-batch',
      '-notext',
      '-preserveDN',
      '-config',
      `${id}.cnf`,
      ...signer,
      '-in',
      `${id}.csr`,
      '-extfile',
      `${id}.cnf`,
      '-extensions',
      'ext',
      '-md',
      digest,
      '-startdate',
      start,
      '-enddate',
      end,
      '-out',
      `${id}.pem`,
    );
  }
}

export const keyFile = (name: string) => `${name}-key.pem`;

function config({
  subject,
  issuer,
  basicConstraints,
  keyUsage = KEY_USAGE,
  extensions = [],
  stringMask = 'utf8only',
}: CertificateOptions): string {
  const constraints =
    basicConstraints === undefined
      ? `critical, CA:true${issuer ? ', pathlen:0' : ''}`
      : basicConstraints;
  const standard = [
    'subjectKeyIdentifier = hash',
    'authorityKeyIdentifier = keyid',
    ...(issuer ? ['subjectAltName = DNS:istiod.istio-system.svc'] : []),
    ...(constraints === null ? [] : [`basicConstraints = ${constraints}`]),
    ...(keyUsage === null ? [] : [`keyUsage = ${keyUsage}`]),
  ];
  const named = (line: string) => line.split('=')[0].trim();
  return [
    '[req]',
    'distinguished_name = dn',
    'prompt = no',
    'utf8 = yes',
    `string_mask = ${stringMask}`,
    'x509_extensions = ext',
    '[dn]',
    ...subject,
    '[ca]',
    'default_ca = default',
    '[default]',
    'database = index.txt',
    'unique_subject = no',
    'rand_serial = yes',
    'new_certs_dir = .',
    'policy = any',
    '[any]',
    ...['organizationName', 'commonName', 'localityName'].map(name => `${name} = optional`),
    '[ext]',
    ...standard.filter(line => !extensions.some(other => named(other) === named(line))),
    ...extensions,
    '',
  ].join('\n');
}
