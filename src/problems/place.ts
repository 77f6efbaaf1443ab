/**
 * Where something stands in a description: keys and list positions from the top, e.g. `['clusters',
 * 0, 'name']`.
 *
 * A description that came from a file has a line and a column for each place; see
 * `read-mesh-file.ts`.
 *
 * @internal
 */
export type Place = ReadonlyArray<string | number>;

/**
 * Says in words where a place is, e.g. with file, line and column.
 *
 * @internal
 */
export type Locator = (place: Place) => string;

/**
 * Writes a place as a person reads it: `clusters[0].gateway.addresses[1]`.
 *
 * @internal
 */
export function formatPlace(place: Place): string {
  return place.reduce<string>((text, step) => {
    if (typeof step === 'number') {
      return `${text}[${step}]`;
    }
    return text === '' ? step : `${text}.${step}`;
  }, '');
}

/**
 * File, line and column, as far as the words for a place begin with them.
 *
 * @internal
 */
export function positionIn(where: string): Place {
  const [, file, line, column = '0'] = /^(.*?):(\d+)(?::(\d+))?(?: \(|$)/.exec(where) ?? [];
  return file === undefined ? [] : [file, Number(line), Number(column)];
}
