import { Certificate } from './certificate';

const DAY_MS = 86_400_000;
const LATEST_RENEWAL_DAYS = 180;

/** How it stands with a certificate at a time. @internal */
export type ExpiryState = 'ok' | 'due' | 'ended';

/**
 * A certificate is due in the last third of its life, as cert-manager has it; one that lives for
 * many years, half a year before its end.
 *
 * @internal
 */
export function expiryState({ notBefore, notAfter }: Certificate, at: Date): ExpiryState {
  const left = notAfter.getTime() - at.getTime();
  const third = (notAfter.getTime() - notBefore.getTime()) / 3;
  if (left < 0) {
    return 'ended';
  }
  return left < Math.min(third, LATEST_RENEWAL_DAYS * DAY_MS) ? 'due' : 'ok';
}

/** Whole days until the end; negative afterwards. @internal */
export function daysLeft({ notAfter }: Certificate, at: Date): number {
  return Math.floor((notAfter.getTime() - at.getTime()) / DAY_MS);
}
