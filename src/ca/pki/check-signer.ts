import { validFor } from './issue-certificate';
import { Problems } from '../../problems/problems';
import { Certificate } from '../../x509/certificate';
import { daysLeft } from '../../x509/expiry';

/**
 * Whether a root can sign now: what it signs is worth nothing before its own term and after it.
 *
 * @param days how long the certificate that it is to sign shall live, where that is known here
 * @internal
 */
export function checkSigner(
  signer: Certificate,
  days: number | undefined,
  now: Date,
  problems: Problems,
): void {
  const { name, notBefore, notAfter } = signer;
  if (now > notAfter) {
    problems.report(
      'MESH707',
      `the root that signs, "${name}", ended on ${notAfter.toISOString()}`,
      'Replace the root: `mesh ca rotate bundle`.',
    );
  } else if (now < notBefore) {
    problems.report(
      'MESH707',
      `the root that signs, "${name}", is not valid before ${notBefore.toISOString()}`,
      'Wait until then, or correct the clock of this machine.',
    );
  } else if (days !== undefined && validFor(days, now).notAfter > notAfter) {
    problems.report(
      'MESH740',
      `the certificates end with the root that signs, "${name}", on ${notAfter.toISOString()}: after ${daysLeft(signer, now)} days instead of ${days}`,
    );
  }
}
