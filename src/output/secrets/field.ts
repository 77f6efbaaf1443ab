import type { Node, Pair } from 'yaml';
import { formatPlace, Place } from '../../problems/place';

/**
 * Finds the field of a document by an offset in its text.
 *
 * @returns undefined for an offset in no field, and in a text that is not YAML
 * @internal
 */
export function fieldFinder(yaml: string): (index: number) => string | undefined {
  const parser = loadParser();
  const document = parser.parseDocument(yaml, { logLevel: 'silent' });
  return index => {
    const field = document.errors.length > 0 ? [] : fieldAt(document.contents, index, parser);
    return field.length === 0 ? undefined : formatPlace(field);
  };
}

/** Only when something was found. */
function loadParser(): Parser {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require('yaml') as Parser;
}

type Parser = typeof import('yaml');

function fieldAt(node: Node | null, index: number, parser: Parser): Place {
  if (parser.isMap<Node, Node | null>(node)) {
    const pair = node.items.find(item => holds(item.key, item.value, index));
    return pair ? [`${pair.key}`, ...fieldAt(pair.value, index, parser)] : [];
  }
  if (parser.isSeq<Node>(node)) {
    const position = node.items.findIndex(item => holds(item, item, index));
    return position < 0 ? [] : [position, ...fieldAt(node.items[position], index, parser)];
  }
  return [];
}

function holds(first: Node, last: Pair['value'], index: number): boolean {
  const end = (last as Node | null)?.range?.[2] ?? first.range![2];
  return first.range![0] <= index && index < end;
}
