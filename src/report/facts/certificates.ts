import {
  CertificateCard,
  CertificateFacts,
  CertificatePlace,
  CertificateRole,
  Overlap,
} from './facts';
import { Cluster } from '../../analysis/mesh/cluster';
import { publicText } from '../../analysis/world/cacerts';
import { Manifest, objectText } from '../../analysis/world/manifest';
import { Problems } from '../../problems/problems';
import { dayOf } from '../../values/day';
import { isMap } from '../../values/is-map';
import { byText, compareTexts, sortedSet } from '../../values/order';
import { remember } from '../../values/remember';
import { Certificate } from '../../x509/certificate';
import { readCertificates } from '../../x509/read-certificates';

/** Nothing else than these blocks is read, whatever stands beside them. */
const BLOCK = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

interface Found {
  readonly certificate: Certificate;
  readonly places: CertificatePlace[];
}

/**
 * The certificates that manifests show, of CAs and of others: in Secrets, also sealed ones or those
 * that somebody else applies, and in ConfigMaps. Private keys are not read.
 *
 * @internal
 */
export function certificatesOf(clusters: readonly Cluster[]): CertificateFacts {
  const found = new Map<string, Found>();
  for (const { name, files } of clusters) {
    for (const manifest of [...files.manifests, ...(files.otherManifests ?? [])]) {
      for (const [part, text] of textsOf(manifest)) {
        const place = {
          cluster: name,
          object: objectText(manifest),
          part,
          source: manifest.source,
        };
        for (const certificate of certificatesIn(text)) {
          remember(found, certificate.fingerprint, () => ({ certificate, places: [] })).places.push(
            place,
          );
        }
      }
    }
  }
  const all = [...found.values()];
  const cards = all.map(one => cardOf(one, all)).sort(inOrder);
  return { certificates: cards, overlaps: overlapsOf(cards) };
}

const ORDER: readonly CertificateRole[] = ['root', 'intermediate', 'leaf'];

const inOrder = (a: CertificateCard, b: CertificateCard): number =>
  ORDER.indexOf(a.role) - ORDER.indexOf(b.role) ||
  compareTexts(b.until, a.until) ||
  compareTexts(a.name, b.name) ||
  compareTexts(a.fingerprint, b.fingerprint);

/** Texts of an object that may hold certificates, by where they stand. */
function textsOf({ kind, values }: Manifest): Array<readonly [string, string]> {
  if (kind !== 'ConfigMap' && kind !== 'Secret' && kind !== 'SealedSecret') {
    return [];
  }
  const { data, stringData, binaryData, spec } = values;
  const decoded = textFields(kind === 'Secret' ? data : binaryData).map(
    ([name, text]) => [name, Buffer.from(text, 'base64').toString('latin1')] as const,
  );
  return [
    ...decoded,
    ...textFields(kind === 'Secret' ? stringData : data),
    ...textFields(isMap(spec?.template) ? spec.template.data : undefined),
  ].filter(([, text]) => text.includes('BEGIN CERTIFICATE'));
}

const textFields = (fields: unknown): Array<readonly [string, string]> =>
  isMap(fields)
    ? Object.entries(fields).flatMap(([name, value]) => {
        const text = publicText(value);
        return text === undefined ? [] : [[name, text] as const];
      })
    : [];

const certificatesIn = (text: string): Certificate[] =>
  (text.match(BLOCK) ?? []).flatMap(block => readCertificates(block, 'it', new Problems()));

function cardOf({ certificate, places }: Found, all: readonly Found[]): CertificateCard {
  const { name, notBefore, notAfter, fingerprint } = certificate;
  const signedBy = all.filter(other => isSignedBy(certificate, other.certificate));
  return {
    name,
    role: roleOf(certificate),
    from: dayOf(notBefore),
    until: dayOf(notAfter),
    fingerprint,
    signedBy: sortedSet(
      signedBy.map(other => other.certificate.fingerprint).filter(one => one !== fingerprint),
    ),
    places: [...places].sort(byText(one => `${one.cluster} ${one.object} ${one.part}`)),
  };
}

function roleOf({ isCa, subject, issuer }: Certificate): CertificateRole {
  if (!isCa) {
    return 'leaf';
  }
  return subject.equals(issuer) ? 'root' : 'intermediate';
}

function isSignedBy({ issuer, x509 }: Certificate, other: Certificate): boolean {
  if (!other.isCa || !issuer.equals(other.subject)) {
    return false;
  }
  try {
    return x509.verify(other.x509.publicKey);
  } catch {
    return false; // a key of a kind that Node does not know
  }
}

/** Roots that stand together in one place, as while one replaces the other. */
function overlapsOf(cards: readonly CertificateCard[]): Overlap[] {
  const roots = cards.filter(({ role }) => role === 'root').sort(byText(({ from }) => from));
  return roots.flatMap((one, i) =>
    roots.slice(i + 1).flatMap((other): Overlap[] => {
      const clusters = togetherIn(one, other);
      const [from, until] = [later(one.from, other.from), sooner(one.until, other.until)];
      return clusters.length === 0 || from > until
        ? []
        : [{ roots: [one.fingerprint, other.fingerprint], from, until, clusters }];
    }),
  );
}

function togetherIn({ places }: CertificateCard, other: CertificateCard): string[] {
  const keyOf = ({ cluster, object, part }: CertificatePlace) => `${cluster} ${object} ${part}`;
  const known = new Set(other.places.map(keyOf));
  return sortedSet(places.filter(one => known.has(keyOf(one))).map(({ cluster }) => cluster));
}

const later = (a: string, b: string): string => (a > b ? a : b);

const sooner = (a: string, b: string): string => (a < b ? a : b);
