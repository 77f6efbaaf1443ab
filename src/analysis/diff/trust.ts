import { isDeepStrictEqual } from 'util';
import { eitherOf, fateBetween, fateOf, ObjectChange, ObjectFate } from './objects';
import { Problems } from '../../problems/problems';
import { dayOf } from '../../values/day';
import { isMap } from '../../values/is-map';
import { sortedSet } from '../../values/order';
import { Certificate } from '../../x509/certificate';
import { readCertificates } from '../../x509/read-certificates';
import { Manifest } from '../world/manifest';

/** A Secret, or what makes one, that is not what it was. Never what it holds. @internal */
export interface TrustChange {
  readonly cluster: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly fate: ObjectFate;
  /** keys of its data, or fields of its spec */
  readonly parts: readonly PartChange[];
}

/** @internal */
export interface PartChange {
  readonly name: string;
  readonly fate: ObjectFate;
  /** what the certificates in it say of themselves */
  readonly before: readonly CertificateFacts[];
  readonly after: readonly CertificateFacts[];
}

/** Of a certificate, which is public. @internal */
export interface CertificateFacts {
  readonly name: string;
  /** the day, e.g. `2035-11-24` */
  readonly until: string;
  /** SHA-256 */
  readonly fingerprint: string;
}

/** Secrets, and objects of which others make Secrets. */
const KINDS = new Set([
  '/Secret',
  'external-secrets.io/ExternalSecret',
  'bitnami.com/SealedSecret',
  'cert-manager.io/Certificate',
  'cert-manager.io/Issuer',
  'cert-manager.io/ClusterIssuer',
]);

/** @internal */
export function trustChanges(changes: readonly ObjectChange[]): TrustChange[] {
  return changes
    .filter(change => KINDS.has(`${eitherOf(change).group}/${eitherOf(change).kind}`))
    .map(change => {
      const { kind, namespace, name } = eitherOf(change);
      const [before, after] = [partsOf(change.before), partsOf(change.after)];
      return {
        cluster: change.cluster,
        kind,
        namespace,
        name,
        fate: fateOf(change),
        parts: partChanges(before, after),
      };
    });
}

type Parts = ReadonlyMap<string, unknown>;

function partChanges(before: Parts, after: Parts): PartChange[] {
  return sortedSet([...before.keys(), ...after.keys()])
    .filter(name => !isDeepStrictEqual(before.get(name), after.get(name)))
    .map(name => ({
      name,
      fate: fateBetween(before.has(name), after.has(name)),
      before: certificatesIn(before.get(name)),
      after: certificatesIn(after.get(name)),
    }));
}

/** The data of a Secret by key; of what makes one, the fields of its spec by path. */
function partsOf(manifest: Manifest | undefined): Parts {
  const { data, stringData, spec, type, sops } = manifest?.values ?? {};
  const decoded = fieldsOf(data).map(([name, text]) => [name, fromBase64(text)] as const);
  return new Map<string, unknown>([
    ...decoded,
    ...fieldsOf(stringData),
    ...fieldsOf(spec).flatMap(([name, value]) => leaves(name, value)),
    ...(type === undefined ? [] : [['type', type] as const]),
    ...(sops === undefined ? [] : [['sops', sops] as const]),
  ]);
}

function leaves(at: string, value: unknown): Array<readonly [string, unknown]> {
  return isMap(value)
    ? Object.entries(value).flatMap(([name, below]) => leaves(`${at}.${name}`, below))
    : [[at, value]];
}

const fieldsOf = (values: unknown): Array<[string, unknown]> =>
  isMap(values) ? Object.entries(values) : [];

const fromBase64 = (text: unknown): unknown =>
  typeof text === 'string' && /^[A-Za-z0-9+/=\s]*$/.test(text)
    ? Buffer.from(text, 'base64').toString('latin1')
    : text;

function certificatesIn(text: unknown): CertificateFacts[] {
  const [isText, problems] = [typeof text === 'string', new Problems()];
  // a private key beside a certificate is left alone
  const blocks = isText
    ? ((text as string).match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [])
    : [];
  return blocks.flatMap(block => readCertificates(block, 'it', problems)).map(factsOf);
}

const factsOf = ({ name, notAfter, fingerprint }: Certificate): CertificateFacts => ({
  name,
  until: dayOf(notAfter),
  fingerprint,
});
