import { knownByField } from './credential-fields';
import { derKey } from './der-key';
import { encodedIn, Encoded } from './encoded';
import { fieldFinder } from './field';
import { Finding, Hit } from './finding';
import { knownByForm } from './forms';
import { isOrdinary } from './ordinary';
import { Allowance, TooMuch } from './unpack';

/**
 * Finds private keys, tokens and credentials in a text, also where they are encoded or packed, and
 * both again. Certificates, public keys and ciphertext are fine.
 *
 * @param allowed secrets that the user has allowed explicitly
 * @internal
 */
export function searchText(content: string, allowed: readonly string[] = []): Finding[] {
  return findingsOf(content, hitsIn(content, allowed), () => undefined);
}

/**
 * The same in a text of YAML or JSON, with the field of each finding.
 *
 * @internal
 */
export function searchYaml(content: string, allowed: readonly string[] = []): Finding[] {
  const hits = hitsIn(content, allowed);
  return hits.length === 0 ? [] : findingsOf(content, hits, fieldFinder(content));
}

/** In the order of the text. */
function hitsIn(content: string, allowed: readonly string[]): Hit[] {
  const text = allowed.reduce(
    (rest, secret) => rest.replaceAll(secret, ' '.repeat(secret.length)),
    content,
  );
  return isOrdinary(text)
    ? []
    : secretsIn(text, new Allowance(text)).sort((a, b) => a.index - b.index);
}

function findingsOf(
  text: string,
  hits: readonly Hit[],
  fieldAt: (index: number) => string | undefined,
): Finding[] {
  const lineAt = lineCounter(text);
  const findings = hits.map(({ index, what }) => ({
    line: lineAt(index),
    what,
    field: fieldAt(index),
  }));
  return [...new Map(findings.map(f => [`${f.line} ${f.field} ${f.what}`, f])).values()];
}

/** For offsets that never go back. */
function lineCounter(text: string): (index: number) => number {
  let [line, next] = [1, text.indexOf('\n')];
  return index => {
    while (next >= 0 && next < index) {
      line++;
      next = text.indexOf('\n', next + 1);
    }
    return line;
  };
}

function secretsIn(text: string, allowance: Allowance): Hit[] {
  return [
    ...knownByForm(text),
    ...knownByField(text),
    ...encodedIn(text).flatMap(encoded => {
      const what = secretIn(encoded, allowance);
      return what === undefined ? [] : [{ index: encoded.index, what }];
    }),
  ];
}

/** Named after the outermost encoding: that is what is seen in the text. */
function secretIn({ bytes, encoding }: Encoded, allowance: Allowance): string | undefined {
  const what = kindOf(bytes, allowance);
  return what === undefined || encoding === '' ? what : `${what.split(', in ')[0]}, in ${encoding}`;
}

function kindOf(bytes: Buffer, allowance: Allowance): string | undefined {
  try {
    return allowance.into(bytes, inside => derKey(inside) ?? kindInText(inside, allowance));
  } catch (error) {
    if (error instanceof TooMuch) {
      return 'something encoded or packed so much that it cannot be searched';
    }
    throw error;
  }
}

function kindInText(bytes: Buffer, allowance: Allowance): string | undefined {
  const text = bytes.toString('latin1');
  const mayBeUtf16 = text.includes('\0');
  return isOrdinary(text) && !mayBeUtf16 ? undefined : secretsIn(text, allowance)[0]?.what;
}
