import { hasRandomRun } from './random-looking';

/** What is short and a secret nevertheless stands beside one of these, or behind escapes. */
const MARKS = ['\\', '@', 'users', '"auths"'] as const;

/**
 * True for a text that a search need not look at any closer. Almost all manifests are such texts.
 *
 * @internal
 */
export function isOrdinary(text: string): boolean {
  for (const mark of MARKS) {
    if (text.includes(mark)) {
      return false;
    }
  }
  return !hasRandomRun(text);
}
