import { isSameQuantity } from './quantity';
import { isMap } from '../../values/is-map';

/** A field that has another value than was written. @internal */
export interface Difference {
  /** e.g. `spec.hosts[0]` */
  readonly path: string;
  /** undefined for a field that was not written */
  readonly written: unknown;
  /** undefined for a field that is gone */
  readonly live: unknown;
}

/**
 * Where an object is not as it was written. What was not written does not count, since the server,
 * other controllers and webhooks fill it in.
 *
 * @param isWhole whether nobody fills anything in: then what was not written does count, and a list
 *   is what it was written as
 * @internal
 */
export function differences(
  written: unknown,
  live: unknown,
  path: string,
  isWhole: boolean,
): Difference[] {
  if (isMap(written) && isMap(live)) {
    return ofMaps(written, live, path, isWhole);
  }
  if (Array.isArray(written) && Array.isArray(live)) {
    return ofLists(written, live, path, isWhole);
  }
  return isSame(written, live, path) ? [] : [{ path, written, live }];
}

type Fields = { readonly [key: string]: unknown };

function ofMaps(written: Fields, live: Fields, path: string, isWhole: boolean): Difference[] {
  const at = (key: string) => fieldPath(path, key);
  const valueOf = (key: string) => (Object.hasOwn(live, key) ? live[key] : undefined);
  const added = isWhole
    ? Object.keys(live).filter(key => !Object.hasOwn(written, key) && !isNothing(live[key]))
    : [];
  return [
    ...Object.entries(written).flatMap(([key, value]) =>
      differences(value, valueOf(key), at(key), isWhole),
    ),
    ...added.map(key => ({ path: at(key), written: undefined, live: live[key] })),
  ];
}

/** Keys that tell the items of a list apart, where controllers may add items of their own. */
const ITEM_KEYS = ['name', 'mountPath', 'containerPort'];

function ofLists(
  written: readonly unknown[],
  live: readonly unknown[],
  path: string,
  isWhole: boolean,
): Difference[] {
  const key = isWhole ? undefined : ITEM_KEYS.find(one => isKey(one, written) && isKey(one, live));
  if (key !== undefined) {
    const find = (value: unknown) => live.find(item => (item as Fields)[key] === value);
    return written.flatMap(item => {
      const value = (item as Fields)[key];
      return differences(item, find(value), `${path}[${key}=${String(value)}]`, isWhole);
    });
  }
  if (written.length !== live.length) {
    return [{ path, written, live }];
  }
  return written.flatMap((item, i) => differences(item, live[i], `${path}[${i}]`, isWhole));
}

/** Whether all items have it, each another one. */
function isKey(key: string, items: readonly unknown[]): boolean {
  const values = items.map(item => (isMap(item) ? item[key] : undefined));
  return !values.includes(undefined) && new Set(values).size === values.length;
}

function isSame(written: unknown, live: unknown, path: string): boolean {
  if (isNothing(written) && isNothing(live)) {
    return true;
  }
  const isSimple = [written, live].every(value => typeof value !== 'object');
  return (
    isSimple &&
    // a port may be a number or a name, in words of the API a number or a text
    (String(written) === String(live) || isSameQuantity(written, live, path))
  );
}

/** The server leaves out what says nothing. */
const isNothing = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  (typeof value === 'object' && Object.keys(value).length === 0);

const fieldPath = (path: string, key: string): string =>
  /^[A-Za-z_]\w*$/.test(key) ? `${path}${path === '' ? '' : '.'}${key}` : `${path}[${key}]`;
