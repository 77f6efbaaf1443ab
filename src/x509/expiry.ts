import { Certificate } from './certificate';

const DAY_MS = 86_400_000;
const LONGEST_NOTICE_DAYS = 180;

/** Where a certificate is in its life. @internal */
export type ExpiryState = 'ok' | 'due' | 'ended';

/**
 * A certificate is due for renewal in the last third of its life, as with cert-manager; one that
 * lives for many years, half a year before its end.
 *
 * @internal
 */
export function expiryState({ notBefore, notAfter }: Certificate, at: Date): ExpiryState {
  const left = notAfter.getTime() - at.getTime();
  const third = (notAfter.getTime() - notBefore.getTime()) / 3;
  if (left < 0) {
    return 'ended';
  }
  return left < Math.min(third, LONGEST_NOTICE_DAYS * DAY_MS) ? 'due' : 'ok';
}

/** Whole days until it expires; negative afterwards. @internal */
export function daysLeft({ notAfter }: Certificate, at: Date): number {
  return Math.floor((notAfter.getTime() - at.getTime()) / DAY_MS);
}
