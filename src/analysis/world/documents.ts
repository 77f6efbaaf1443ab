import { LineCounter } from 'yaml';
import { Misfits } from './objects';
import { remember } from '../../values/remember';
import { readYaml, YamlProblem } from '../../values/yaml-reader';

/** One document of a file. @internal */
export interface TextDocument {
  readonly text: string;
  /** of the file, from 1 */
  readonly line: number;
}

/** What a document says, without where it stands. @internal */
export interface ParsedDocument {
  /** null for an empty one */
  readonly values: unknown;
  /** of the values, in the document, from 0 */
  readonly line: number;
  /** of each item, for a list of objects */
  readonly itemLines: readonly number[];
  readonly problem?: { readonly line: number; readonly message: string };
}

/**
 * Cuts a file into its documents. A line of `---` ends a document wherever it stands, also inside
 * of a block of text (YAML 1.2, 9.1.2).
 *
 * @internal
 */
export function documentsOf(text: string): TextDocument[] {
  const documents: TextDocument[] = [];
  let start = 0;
  let line = 1;
  for (const { index, 0: separator } of text.matchAll(/^---(?=[ \t\r\n]|$).*(?:\n|$)/gm)) {
    const document = text.slice(start, index);
    documents.push({ text: document, line });
    line += newlines(document);
    // what follows the separator on its line belongs to the next document
    const rest = separator.slice(3).trim();
    const keeps = rest !== '' && !rest.startsWith('#');
    start = keeps ? index + 3 : index + separator.length;
    line += keeps ? 0 : newlines(separator);
  }
  documents.push({ text: text.slice(start), line });
  return documents.filter(
    document => /^[^#\s]/m.test(document.text) || /\S/.test(withoutComments(document.text)),
  );
}

const withoutComments = (text: string): string => text.replace(/^\s*#.*$/gm, '');

function newlines(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
    count++;
  }
  return count;
}

/**
 * Parses documents. Equal ones are parsed once, since every calling cluster holds the same objects:
 * their values are one object, so nobody may change them.
 *
 * @internal
 */
export class DocumentParser {
  /** see `objectsOf` */
  public readonly misfits: Misfits = new Map();
  private readonly known = new Map<string, ParsedDocument>();
  private readonly files = new Map<string, readonly TextDocument[]>();

  /** The documents of a file; those of equal files are the same. */
  public documentsOf(text: string): readonly TextDocument[] {
    return remember(this.files, text, () => documentsOf(text));
  }

  public parse(text: string): ParsedDocument {
    const known = this.known.get(text);
    if (known) {
      return known;
    }
    const parsed = parse(text);
    this.known.set(text, parsed);
    return parsed;
  }
}

function parse(text: string): ParsedDocument {
  const lines = new LineCounter();
  const lineOf = (offset: number) => Math.max(lines.linePos(offset).line - 1, 0);
  const [first] = readYaml(text, lines);
  const problem = first?.problems.find(({ isWarning }: YamlProblem) => !isWarning);
  if (problem) {
    const { offset, message } = problem;
    return { values: null, line: 0, itemLines: [], problem: { line: lineOf(offset), message } };
  }
  const items = first?.document?.getIn(['items']) as { items?: unknown[] } | undefined;
  const itemLines = (items?.items ?? []).map(item =>
    lineOf((item as { range?: [number] } | null)?.range?.[0] ?? 0),
  );
  return { values: first?.values ?? null, line: lineOf(first?.offset ?? 0), itemLines };
}
