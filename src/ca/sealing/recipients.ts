import { X509Certificate } from 'crypto';
import { SealingRecipients } from './seal-key';
import { sha256 } from '../../values/digest';
import { sortedSet } from '../../values/order';

/**
 * Those who will be able to read a private key, one a line: for people to look at, to compare, and
 * to keep with the keys.
 *
 * @internal
 */
export function recipientLines({ namespace, sealedSecret, sops }: SealingRecipients): string[] {
  const controller = sealedSecret && [
    `Sealed Secrets, certificate SHA-256 ${fingerprintOf(sealedSecret.certificate)}, ${sealedSecret.scope}, namespace ${visible(namespace)}`,
  ];
  return sortedSet([...(controller ?? []), ...(sops?.recipients ?? []).map(visible)]);
}

/** Identifies a cluster together with the recipients of its private key. @internal */
export const recipientsFingerprint = (cluster: string, lines: readonly string[]): string =>
  sha256(JSON.stringify([cluster, ...lines]));

/** What changes, as `diff` writes it. @internal */
export function recipientChanges(before: readonly string[], after: readonly string[]): string[] {
  const mark = (line: string) =>
    [before, after].map(lines => lines.includes(line)).join() as keyof typeof MARKS;
  return sortedSet([...before, ...after]).map(line => `${MARKS[mark(line)]} ${line}`);
}

const MARKS = { 'true,true': ' ', 'true,false': '-', 'false,true': '+', 'false,false': '?' };

function fingerprintOf(certificate: string): string {
  try {
    return sha256(new X509Certificate(certificate).raw);
  } catch {
    return 'of none'; // it is refused when it is used
  }
}

/** The lock may hold anything, also what moves a terminal's cursor. */
const visible = (text: string): string => (/^[!-~]+$/.test(text) ? text : escaped(text));

const escaped = (text: string): string =>
  JSON.stringify(text).replace(
    /[^ -~]/g,
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
