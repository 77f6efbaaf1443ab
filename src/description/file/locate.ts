import {
  Document,
  isCollection,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  Node,
} from 'yaml';
import { formatPlace, Locator, Place } from '../../problems/place';

/**
 * Names the places of a YAML document by file, line and column: those of the key or of the list
 * item. A place that does not exist is named by the map or list that lacks it.
 *
 * @internal
 */
export function documentLocator(file: string, document: Document, lines: LineCounter): Locator {
  return place => {
    const { line, col } = lines.linePos(offsetOf(document, place));
    return place.length === 0
      ? `${file}:${line}:${col}`
      : `${file}:${line}:${col} (${formatPlace(place)})`;
  };
}

/**
 * The node at a place, or undefined if there is none.
 *
 * @internal
 */
export function nodeAt(document: Document, place: Place): Node | undefined {
  const node = document.getIn(place, true);
  return isNode(node) ? node : undefined;
}

function offsetOf(document: Document, place: Place): number {
  for (let length = place.length; length > 0; length--) {
    const parent = document.getIn(place.slice(0, length - 1), true);
    const start = isCollection(parent) ? startOf(parent, place[length - 1]) : undefined;
    if (start !== undefined) {
      return start;
    }
  }
  return document.contents?.range?.[0] ?? 0;
}

function startOf(parent: Node, step: string | number): number | undefined {
  if (isMap(parent)) {
    const pair = parent.items.find(
      item => isPair(item) && isScalar(item.key) && String(item.key.value) === String(step),
    );
    return (pair?.key as Node | undefined)?.range?.[0];
  }
  const item = isSeq(parent) ? parent.items[Number(step)] : undefined;
  return isNode(item) ? item.range?.[0] : undefined;
}
