import type { PkiLock, Rotation } from './pki-lock';
import { Problems } from '../../problems/problems';
import { readCertificates } from '../../x509/read-certificates';
import { validatePkiLock } from '../generated/pki-lock';

/**
 * Whether a value has the form of a lock, its roots are those that the phase has, and its
 * certificates can be read.
 *
 * @internal
 */
export function isPkiLock(value: unknown): value is PkiLock {
  return hasForm(value) && hasItsRoots(value) && certificatesOf(value).every(isCertificate);
}

const hasForm = (value: unknown): value is PkiLock => validatePkiLock(value);

/** There are two roots while one replaces the other; the new one signs from `switch` on. */
function hasItsRoots({ roots, signer, rotation, clusters }: PkiLock): boolean {
  const ids = roots.map(({ id }) => id);
  return (
    new Set(ids).size === (rotation ? 2 : 1) &&
    ids.length === (rotation ? 2 : 1) &&
    signer === ids[signs(rotation)] &&
    Object.values(clusters).every(({ root }) => ids.includes(root))
  );
}

const signs = (rotation: Rotation | undefined): number => (rotation?.phase === 'switch' ? 1 : 0);

const certificatesOf = ({ roots, clusters }: PkiLock): string[] => [
  ...roots.map(({ certificate }) => certificate),
  ...Object.values(clusters).flatMap(({ caCert, between }) => [caCert, ...between]),
];

const isCertificate = (pem: string): boolean =>
  readCertificates(pem, '', new Problems()).length === 1;
