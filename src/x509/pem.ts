import { Problems } from '../problems/problems';

/**
 * The certificates of a PEM text, as DER. Text around the blocks is allowed, as OpenSSL writes it;
 * what Go's reader would silently skip or cut off is reported.
 *
 * @param file what to call the text
 * @internal
 */
export function certificatesOf(text: string, file: string, problems: Problems): Buffer[] {
  const found: Buffer[] = [];
  let label: string | undefined;
  let lines: string[] = [];
  for (const [i, line] of text.split(/\r?\n/).entries()) {
    const begin = /^-----BEGIN ([A-Z0-9 ]+)-----\s*$/.exec(line);
    const end = /^-----END ([A-Z0-9 ]+)-----\s*$/.exec(line);
    const at = `line ${i + 1} of ${file}`;
    if (begin && label === undefined) {
      [label, lines] = [begin[1], []];
    } else if (end && end[1] === label) {
      found.push(...block(label, lines.join(''), at, problems));
      label = undefined;
    } else if (/-----(BEGIN|END) /.test(line)) {
      problems.report(
        'MESH702',
        `${at}: the beginning or end of a block is not on a line of its own, or in the wrong place`,
      );
      return [];
    } else {
      lines.push(line.trim());
    }
  }
  if (label !== undefined) {
    problems.report('MESH702', `${file} ends in the middle of a block`);
  } else if (found.length === 0 && !/-----BEGIN /.test(text)) {
    problems.report('MESH702', `${file} holds no certificate`);
  }
  return found;
}

function block(label: string, base64: string, at: string, problems: Problems): Buffer[] {
  if (label !== 'CERTIFICATE') {
    problems.report(
      'MESH702',
      `${at}: the block is a ${label}, not a CERTIFICATE`,
      /PRIVATE KEY/.test(label)
        ? 'Take the private key out, and replace it: it was in a file that is meant to be public.'
        : undefined,
    );
    return [];
  }
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(base64) || base64.length % 4 !== 0) {
    problems.report('MESH702', `${at}: the block is not base64`);
    return [];
  }
  return [Buffer.from(base64, 'base64')];
}

/** As OpenSSL writes it: 64 characters a line, `\n` at the end of each. @internal */
export function pem(label: string, der: Buffer): string {
  return `-----BEGIN ${label}-----\n${der.toString('base64').replace(/.{1,64}/g, '$&\n')}-----END ${label}-----\n`;
}
