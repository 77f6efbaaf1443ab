import * as path from 'path';
import { PKI_LOCK_FILE } from './pki-lock-file';
import { MulticlusterMeshProps } from '../mesh-props';

/**
 * True if the description cannot do without the lock file of the CAs. It can where all that it asks
 * is whether the certificates that clusters bring along are valid on a day.
 *
 * @internal
 */
export function needsPkiLock({ pki, clusters }: MulticlusterMeshProps): boolean {
  const areBroughtAlong = clusters.some(
    ({ cacerts = {} }) =>
      cacerts.certificates !== undefined || cacerts.certificatesDirectory !== undefined,
  );
  const { lockFile = PKI_LOCK_FILE, checkDate } = pki ?? {};
  const isNamed = path.basename(lockFile) !== PKI_LOCK_FILE;
  return pki !== undefined && (isNamed || checkDate === undefined || !areBroughtAlong);
}
