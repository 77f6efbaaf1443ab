import type { PkiLock, Rotation } from './pki-lock';
import { Problems } from '../../problems/problems';
import { readCertificates } from '../../x509/read-certificates';
import { validatePkiLock } from '../generated/pki-lock';

/**
 * True if a value has the form of a lock, with the roots that belong to its phase and certificates
 * that can be read.
 *
 * @internal
 */
export function isPkiLock(value: unknown): value is PkiLock {
  return hasForm(value) && hasItsRoots(value) && certificatesOf(value).every(isCertificate);
}

const hasForm = (value: unknown): value is PkiLock => validatePkiLock(value);

/** During a rotation there are two roots; from `switch` on, the new one signs. */
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
