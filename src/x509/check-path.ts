import { Certificate } from './certificate';
import { CaPolicy, checkCa } from './check-ca';
import { checkNames, IssuedNames } from './check-names';
import { daysLeft, expiryState } from './expiry';
import { Problems } from '../problems/problems';

/**
 * What the CAs of a path must be, each by itself and all of them together.
 *
 * @param path from the certificate that signs up to a root
 * @param at when they must be valid; undefined to leave that open
 * @param issued the names below them; undefined to leave that open
 * @internal
 */
export function checkPath(
  path: readonly Certificate[],
  policy: CaPolicy,
  at: Date | undefined,
  issued: IssuedNames | undefined,
  problems: Problems,
): void {
  path.forEach((certificate, below) => {
    checkCa(certificate, policy, at, problems);
    checkPathLength(certificate, below, problems);
    checkNames(certificate, path.slice(0, below), issued, problems);
    if (at) {
      checkExpiry(certificate, at, problems);
    }
    checkOutlives(certificate, path[below + 1], problems);
  });
}

/** @see RFC 5280, 4.2.1.9 */
function checkPathLength(
  { name, pathLength }: Certificate,
  below: number,
  problems: Problems,
): void {
  if (pathLength !== undefined && below > pathLength) {
    problems.report(
      'MESH705',
      `"${name}" allows ${pathLength} CAs below it (path length), but there are ${below}`,
    );
  }
}

function checkExpiry(certificate: Certificate, at: Date, problems: Problems): void {
  if (expiryState(certificate, at) === 'due') {
    problems.report(
      'MESH718',
      `"${certificate.name}" expires in ${daysLeft(certificate, at)} days, on ${certificate.notAfter.toISOString()}`,
    );
  }
}

function checkOutlives(
  { name, notAfter }: Certificate,
  issuer: Certificate | undefined,
  problems: Problems,
): void {
  if (issuer && notAfter > issuer.notAfter) {
    problems.report(
      'MESH718',
      `"${name}" is valid until ${notAfter.toISOString()}, longer than "${issuer.name}", which signed it`,
    );
  }
}
