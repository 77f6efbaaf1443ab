import { X509Certificate } from 'crypto';
import { Problems } from '../../problems/problems';
import { Certificate } from '../../x509/certificate';
import { readCertificates } from '../../x509/read-certificates';

/**
 * What a cluster says of itself in a rotation, as the commands in its README.md write it down:
 *
 *     cluster <name>
 *     secret <namespace>/<name> <uid> <ca-cert.pem> <root-cert.pem>
 *     proxy <namespace>/<pod> <uid>
 *     answer <namespace>/<pod>
 *     …what `istioctl proxy-config secret -o json` prints
 *     identity <namespace>/<secret> <uid> <root-cert.pem> <cert-chain.pem>
 *
 * The `proxy` lines are a list of all proxies that run; up to Istio 1.4, where identities are
 * Secrets, there are `identity` lines instead. Files are in base64. No line has a private key.
 *
 * @internal
 */
export interface Evidence {
  readonly cluster: string;
  /** the Secret `cacerts` */
  readonly secret?: { readonly signing: Certificate; readonly trusted: readonly Certificate[] };
  /** by namespace and name */
  readonly proxies: readonly Proxy[];
}

/** @internal */
export interface Proxy {
  /** `<namespace>/<name>` */
  readonly name: string;
  /** undefined when it did not say anything that can be read */
  readonly answer?: {
    readonly trusted: readonly Certificate[];
    readonly identity: X509Certificate;
  };
}

const NAME = '[a-z0-9.-]+/[a-z0-9.-]+';
const UID = '[0-9a-f-]{36}';
const FILE = '[A-Za-z0-9+/]+={0,2}';
const CLUSTER = /^cluster (\S+)$/;
const SECRET = new RegExp(`^secret ${NAME} ${UID} (${FILE}) (${FILE})$`);
const PROXY = new RegExp(`^proxy (${NAME}) ${UID}$`);
const ANSWER = new RegExp(`^answer (${NAME})$`);
const IDENTITY = new RegExp(`^identity (${NAME}) ${UID} (${FILE}) (${FILE})$`);

/** Undefined if it is not what those commands print. @internal */
export function readEvidence(text: string): Evidence | undefined {
  const lines = text.split(/\r?\n/);
  const [, cluster] = CLUSTER.exec(lines[0]) ?? [];
  const secret = matches(lines, SECRET)[0];
  const evidence = {
    cluster,
    secret: secret && secretOf(secret[0], secret[1]),
    proxies: [...askedProxies(lines), ...storedIdentities(lines)],
  };
  const isSomething = evidence.secret !== undefined || evidence.proxies.length > 0;
  return cluster !== undefined && isSomething ? evidence : undefined;
}

function secretOf(signing: string, roots: string): Evidence['secret'] {
  const [certificate] = certificatesOf(decode(signing));
  return certificate && { signing: certificate, trusted: certificatesOf(decode(roots)) };
}

/** One for each line of the list, and for each answer that has none. */
function askedProxies(lines: readonly string[]): Proxy[] {
  const listed = matches(lines, PROXY).map(([name]) => name);
  const answers = new Map(
    lines.flatMap((line, i) => {
      const [, name] = ANSWER.exec(line) ?? [];
      return name === undefined ? [] : [[name, answerOf(dumpAfter(lines, i))] as const];
    }),
  );
  return listed.map(name => ({ name, answer: answers.get(name) }));
}

function dumpAfter(lines: readonly string[], i: number): string {
  const next = lines.findIndex((line, j) => j > i && ANSWER.test(line));
  return lines.slice(i + 1, next < 0 ? undefined : next).join('\n');
}

function answerOf(dump: string): Proxy['answer'] {
  try {
    const { dynamicActiveSecrets } = JSON.parse(dump);
    const secret = (name: string) =>
      dynamicActiveSecrets.find((entry: any) => entry.name === name).secret;
    return answer(
      secret('ROOTCA').validationContext.trustedCa.inlineBytes,
      secret('default').tlsCertificate.certificateChain.inlineBytes,
    );
  } catch {
    return undefined;
  }
}

const storedIdentities = (lines: readonly string[]): Proxy[] =>
  matches(lines, IDENTITY).map(([name, roots, chain]) => ({ name, answer: answer(roots, chain) }));

function answer(roots: string, chain: string): Proxy['answer'] {
  try {
    return {
      trusted: certificatesOf(decode(roots)),
      identity: new X509Certificate(decode(chain)),
    };
  } catch {
    return undefined;
  }
}

const matches = (lines: readonly string[], pattern: RegExp): string[][] =>
  lines.flatMap(line => {
    const match = pattern.exec(line);
    return match ? [match.slice(1)] : [];
  });

const decode = (base64: string): string => Buffer.from(base64, 'base64').toString();

const certificatesOf = (text: string): Certificate[] =>
  readCertificates(text, 'the evidence', new Problems());
