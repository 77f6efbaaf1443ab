import { isMap } from '../../values/is-map';

/**
 * What a field may be. A record is a map with the keys that are known; `labels` is a map of texts,
 * `any` is what decides nothing and may be anything, `unknown` what would decide something that
 * nobody here can tell.
 *
 * @internal
 */
export type Form =
  | 'any'
  | 'boolean'
  | 'labels'
  | 'number'
  | 'text'
  | 'texts'
  | 'unknown'
  | { readonly [key: string]: Form }
  | { readonly list: Form }
  | { readonly map: Form };

/** What is wrong with the form of a value. @internal */
export interface Misfit {
  /** e.g. `spec.hosts[0]` */
  readonly path: string;
  /** true for a field that nobody knows; false for a value of a wrong type */
  readonly isField: boolean;
}

/** The first thing about a value that does not fit its form; undefined when it fits. @internal */
export function misfit(value: unknown, form: Form, path: string): Misfit | undefined {
  if (value === undefined || value === null || form === 'any') {
    return undefined;
  }
  if (typeof form === 'string') {
    return form === 'unknown'
      ? { path, isField: true }
      : wrongIf(!SIMPLE[form as keyof typeof SIMPLE](value), path);
  }
  if ('list' in form) {
    return Array.isArray(value)
      ? first(value.map((item, i) => () => misfitOfItem(item, form.list as Form, `${path}[${i}]`)))
      : wrongIf(true, path);
  }
  if (!isMap(value)) {
    return wrongIf(true, path);
  }
  if ('map' in form) {
    const of = form.map as Form;
    return first(
      Object.entries(value).map(
        ([key, v]) =>
          () =>
            misfit(v, of, `${path}.${key}`),
      ),
    );
  }
  return first(
    Object.entries(value).map(([key, v]) => () => {
      const known = Object.hasOwn(form, key) ? form[key] : undefined;
      return known ? misfit(v, known, `${path}.${key}`) : { path: `${path}.${key}`, isField: true };
    }),
  );
}

/** An item of a list cannot be left out. */
const misfitOfItem = (item: unknown, form: Form, path: string): Misfit | undefined =>
  item === undefined || item === null ? wrongIf(form !== 'any', path) : misfit(item, form, path);

const SIMPLE = {
  boolean: (value: unknown) => typeof value === 'boolean',
  labels: (value: unknown) =>
    isMap(value) && Object.values(value).every(item => typeof item === 'string'),
  number: (value: unknown) => typeof value === 'number',
  text: (value: unknown) => typeof value === 'string',
  texts: (value: unknown) => Array.isArray(value) && value.every(item => typeof item === 'string'),
};

const wrongIf = (isWrong: boolean, path: string): Misfit | undefined =>
  isWrong ? { path, isField: false } : undefined;

/** A value of a wrong type is worse than a field that nobody knows. */
function first(checks: ReadonlyArray<() => Misfit | undefined>): Misfit | undefined {
  let field: Misfit | undefined;
  for (const check of checks) {
    const found = check();
    if (found && !found.isField) {
      return found;
    }
    field ??= found;
  }
  return field;
}
