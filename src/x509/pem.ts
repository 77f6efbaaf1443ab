import { Problems } from '../problems/problems';

/**
 * The certificates of a PEM text, as DER. Text around the blocks is allowed, as OpenSSL writes it;
 * what Go's reader would silently skip or cut off is reported.
 *
 * @param file what to call the text
 * @internal
 */
export function certificatesOf(text: string, file: string, problems: Problems): Buffer[] {
  const blocks = blocksOf(text, file, problems);
  if (blocks?.length === 0) {
    problems.report('MESH702', `${file} holds no certificate`);
  }
  return (blocks ?? []).flatMap(block => decode(block, problems));
}

interface Block {
  readonly label: string;
  readonly base64: string;
  /** where it ends, for people */
  readonly at: string;
}

/** Undefined after reporting that a block does not begin and end as it must. */
function blocksOf(text: string, file: string, problems: Problems): Block[] | undefined {
  const blocks: Block[] = [];
  let label: string | undefined;
  let lines: string[] = [];
  for (const [i, line] of text.split(/\r?\n/).entries()) {
    const at = `line ${i + 1} of ${file}`;
    const [, mark, of] = /^-----(BEGIN|END) ([A-Z0-9 ]+)-----\s*$/.exec(line) ?? [];
    if (mark === 'BEGIN' && label === undefined) {
      label = of;
      lines = [];
    } else if (mark === 'END' && of === label) {
      blocks.push({ label, base64: lines.join(''), at });
      label = undefined;
    } else if (/-----(BEGIN|END) /.test(line)) {
      problems.report(
        'MESH702',
        `${at}: the beginning or end of a block is out of place, or not on a line of its own`,
      );
      return undefined;
    } else {
      lines.push(line.trim());
    }
  }
  if (label !== undefined) {
    problems.report('MESH702', `${file} ends in the middle of a block`);
    return undefined;
  }
  return blocks;
}

function decode({ label, base64, at }: Block, problems: Problems): Buffer[] {
  if (label !== 'CERTIFICATE') {
    problems.report(
      'MESH702',
      `${at}: the block is a ${label}, not a CERTIFICATE`,
      /PRIVATE KEY/.test(label) ? PRIVATE_KEY_REMEDY : undefined,
    );
    return [];
  }
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(base64) || base64.length % 4 !== 0) {
    problems.report('MESH702', `${at}: the block is not base64`);
    return [];
  }
  return [Buffer.from(base64, 'base64')];
}

const PRIVATE_KEY_REMEDY =
  'Remove the private key and replace it: it was in a file that is meant to be public.';

/** As OpenSSL writes it: 64 characters a line, `\n` at the end of each. @internal */
export function pem(label: string, der: Buffer): string {
  const lines = der.toString('base64').replace(/.{1,64}/g, '$&\n');
  return `-----BEGIN ${label}-----\n${lines}-----END ${label}-----\n`;
}
