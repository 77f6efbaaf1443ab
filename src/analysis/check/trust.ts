import { cacertsOf, pemOf } from './cacerts';
import { Context, missing, unseen } from './context';
import { Problems } from '../../problems/problems';
import { dayOf } from '../../values/day';
import { Certificate } from '../../x509/certificate';
import { checkChain } from '../../x509/check-chain';
import { daysLeft, expiryState } from '../../x509/expiry';
import { readCertificates } from '../../x509/read-certificates';
import { CACERTS, ROOT_MAP } from '../world/cacerts';
import { Manifest } from '../world/manifest';

/** The roots that a cluster trusts, by their fingerprints. @internal */
export type Roots = ReadonlyMap<string, Certificate>;

/** What was seen of the trust of a cluster. @internal */
export interface Trust {
  readonly note: string;
  /** undefined where they were not seen, or cannot be read */
  readonly roots?: Roots;
}

/** Whether the CA of a cluster is the one of the PKI, valid, and in use. @internal */
export function checkTrust(context: Context): Trust {
  const { live, written, findings } = context;
  const namespace = written.rootNamespace;
  const object = `Secret ${namespace}/${CACERTS}`;
  const secret = live.get('', 'Secret', namespace, CACERTS);
  if (!secret) {
    missing('MESH880', { group: '', kind: 'Secret', namespace, name: CACERTS }, context);
    return { note: '' };
  }
  const files = cacertsOf(secret);
  if (files === undefined) {
    findings.report('MESH880', object, 'lacks ca-cert.pem, cert-chain.pem or root-cert.pem');
    return { note: '' };
  }
  const { at, policy } = context;
  const problems = new Problems();
  const file = (name: string, text: string) => ({ name, text, problems });
  const chain = checkChain(
    {
      signing: file('ca-cert.pem', files.caCert),
      chain: file('cert-chain.pem', files.certChain),
      roots: file('root-cert.pem', files.rootCert),
    },
    policy,
    at,
    undefined,
  );
  problems.errors.forEach(({ message }) => findings.report('MESH882', object, message));
  const roots = byFingerprint(readCertificates(files.rootCert, 'root-cert.pem', new Problems()));
  const all = new Map([...(chain ? byFingerprint(chain.path) : []), ...roots]);
  [...all.values()].forEach(certificate => checkEnd(certificate, object, context));
  checkPki(files.caCert, roots, object, context);
  checkInUse(roots, object, context);
  const [first] = [...all.values()].sort((a, b) => a.notAfter.getTime() - b.notAfter.getTime());
  return { note: first ? `valid until ${dayOf(first.notAfter)}` : '', roots };
}

const byFingerprint = (certificates: readonly Certificate[]): Roots =>
  new Map(certificates.map(one => [one.fingerprint, one]));

function checkEnd(certificate: Certificate, object: string, { at, findings }: Context): void {
  if (expiryState(certificate, at) === 'due') {
    const day = dayOf(certificate.notAfter);
    const message = `"${certificate.name}" ends in ${daysLeft(certificate, at)} days, on ${day}`;
    findings.report('MESH884', object, message);
  }
}

/** Whether the Secret holds what the PKI has for this cluster. */
function checkPki(caCert: string, roots: Roots, object: string, context: Context): void {
  const { pki, pkiFile, written, findings } = context;
  const wanted = pki.get(written.name);
  const [own] = certificatesOf(caCert);
  if (!wanted || !own) {
    return;
  }
  const report = (message: string) => findings.report('MESH881', object, message, source(pkiFile));
  const [signing] = certificatesOf(wanted.caCert);
  if (signing && own.fingerprint !== signing.fingerprint) {
    const [owner] =
      [...pki].find(
        ([, files]) => certificatesOf(files.caCert)[0]?.fingerprint === own.fingerprint,
      ) ?? [];
    const whose = owner === undefined ? '' : ` of "${owner}"`;
    report(`holds the intermediate ${shown(own)}${whose}, not ${shown(signing)}`);
  }
  const trusted = byFingerprint(certificatesOf(wanted.rootCert));
  for (const root of [...trusted.values()].filter(one => !roots.has(one.fingerprint))) {
    report(`does not hold the root ${shown(root)}`);
  }
  for (const root of [...roots.values()].filter(one => !trusted.has(one.fingerprint))) {
    report(`holds the root ${shown(root)}, which the PKI does not have`);
  }
}

const source = (file: string | undefined) => (file === undefined ? undefined : { file, line: 1 });

/** istiod reads the Secret when it starts, and says in each namespace which roots it has. */
function checkInUse(roots: Roots, object: string, context: Context): void {
  const { live, written, findings } = context;
  const namespace = written.rootNamespace;
  const map: Manifest | undefined = live.get('', 'ConfigMap', namespace, ROOT_MAP);
  if (!map) {
    if (!written.isClassic) {
      unseen(context, `ConfigMap ${namespace}/${ROOT_MAP}`);
    }
    return;
  }
  const used = byFingerprint(certificatesOf(pemOf(map.values.data?.['root-cert.pem'])));
  const unused = [...roots.values()].find(({ fingerprint }) => !used.has(fingerprint));
  if (unused) {
    const others = [...used.values()].map(shown).join(', ') || 'none';
    const message = `hands out ${others}, but ${object} holds ${shown(unused)}`;
    findings.report('MESH883', `ConfigMap ${namespace}/${ROOT_MAP}`, message);
  }
}

/** Clusters whose roots are not those of the others. @internal */
export function checkOneRoot(
  trusts: ReadonlyArray<{ readonly context: Context; readonly roots?: Roots }>,
): void {
  const seen = trusts.filter(({ roots }) => roots !== undefined && roots.size > 0);
  const [first, ...others] = seen;
  for (const { context, roots } of others) {
    const isCommon = [...first.roots!.keys()].some(fingerprint => roots!.has(fingerprint));
    if (!isCommon) {
      const [own, theirs] = [roots!, first.roots!].map(all =>
        [...all.values()].map(shown).join(', '),
      );
      context.findings.report(
        'MESH883',
        `Secret ${context.written.rootNamespace}/${CACERTS}`,
        `trusts ${own}; "${first.context.written.name}" trusts ${theirs}`,
      );
    }
  }
}

const certificatesOf = (text: string): Certificate[] =>
  readCertificates(text, 'the file', new Problems());

const SHOWN_DIGITS = 16;

/** By name and fingerprint, since a root that is replaced may keep its name. */
const shown = ({ name, fingerprint }: Certificate): string =>
  `"${name}" (SHA-256 ${fingerprint.slice(0, SHOWN_DIGITS)})`;
