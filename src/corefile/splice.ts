import { beginsLine, isOpen, tokens } from './lexer';
import { Block, Corefile } from './parser';
import { findZoneBlocks, mayBeImported, ZoneBlocks } from './zone-blocks';
import { Problems } from '../problems/problems';

/**
 * Where the server blocks of a zone go in a Corefile.
 *
 * @internal
 */
export interface BlockPlace {
  /** the text of the present Corefile */
  readonly corefile: string;
  /** what the blocks replace; where nothing is replaced, they go to the end */
  readonly replaced: readonly Range[];
}

/** A part of a text, from the first offset to just before the second. @internal */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/**
 * Finds the place of a zone's server blocks: where they are now, otherwise behind everything else.
 * Returns undefined after reporting when that cannot be decided.
 *
 * @param importRemedy what to do when an import may hold the zone already
 * @internal
 */
export function placeOfBlocks(
  corefile: Corefile,
  own: ZoneBlocks,
  problems: Problems,
  importRemedy?: string,
): BlockPlace | undefined {
  const blocks = findZoneBlocks(corefile, own, problems);
  return !blocks || mayBeImported(corefile, blocks, own, problems, importRemedy)
    ? undefined
    : { corefile: corefile.text, replaced: runs(corefile.text, blocks) };
}

/**
 * Puts server blocks into their place. Every other byte of the Corefile stays, and all of them do
 * when the blocks are there already, in whatever layout: doing it twice is doing it once.
 *
 * @param blocks the text of the blocks
 * @internal
 */
export function putBlocks({ corefile, replaced }: BlockPlace, blocks: string): string {
  const text = blocks.trimEnd();
  if (replaced.length === 0) {
    return append(corefile, text);
  }
  const [first, ...others] = replaced;
  const present = corefile.slice(first.start, first.end);
  const rest = others.reduceRight(cut, corefile).slice(first.end);
  return (
    corefile.slice(0, first.start) + (reading(present) === reading(text) ? present : text) + rest
  );
}

/**
 * Takes the server blocks of a zone out of a Corefile, each with its line and the empty line before
 * it: what `putBlocks` put in is gone to the last byte.
 *
 * Returns undefined after reporting when it cannot be decided which blocks they are.
 *
 * @internal
 */
export function removeBlocks(
  corefile: Corefile,
  own: ZoneBlocks,
  problems: Problems,
): string | undefined {
  const blocks = findZoneBlocks(corefile, own, problems);
  return blocks && runs(corefile.text, blocks).reduceRight(cut, corefile.text);
}

/**
 * Goes before the white space at the end of the file, which stays there: so a removal brings back
 * the file as it was.
 */
function append(corefile: string, text: string): string {
  const filled = corefile.trimEnd();
  return filled === ''
    ? `${corefile}${text}\n`
    : `${filled}\n\n${text}${corefile.slice(filled.length)}`;
}

/** Blocks with nothing but white space between them are one range. */
function runs(corefile: string, blocks: readonly Block[]): Range[] {
  return blocks.reduce<Range[]>((list, { start, end }) => {
    const last = list[list.length - 1];
    return last && corefile.slice(last.end, start).trim() === ''
      ? [...list.slice(0, -1), { start: last.start, end }]
      : [...list, { start, end }];
  }, []);
}

/** Cuts whole lines and one empty line, unless something else stands on them. */
function cut(text: string, { start, end }: Range): string {
  const [before, after] = [text.slice(0, start), text.slice(end)];
  if (/^[^\n]*\S/.test(after)) {
    return before + after;
  }
  return before.trim() === ''
    ? before + after.replace(/^([^\S\n]*\n){1,2}/, '')
    : before.replace(/(\r?\n){1,2}$/, '') + after;
}

/** The words and lines of a text without its layout; a brace may open on the next line. */
function reading(text: string): string {
  return JSON.stringify(
    tokens(text).map((token, i, all) => [
      token.text,
      i > 0 && !isOpen(token) && beginsLine(token, all[i - 1]),
    ]),
  );
}
