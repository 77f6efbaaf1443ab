/**
 * Whether something holds: `some` where it depends on the request, which was not given, `unclear`
 * where it depends on what nobody here knows.
 *
 * @internal
 */
export type Truth = 'yes' | 'no' | 'some' | 'unclear';

/** @internal */
export const truth = (value: boolean): Truth => (value ? 'yes' : 'no');

/** @internal */
export function all(truths: readonly Truth[]): Truth {
  return firstOf(['no', 'unclear', 'some'], truths) ?? 'yes';
}

/** @internal */
export function any(truths: readonly Truth[]): Truth {
  return firstOf(['yes', 'unclear', 'some'], truths) ?? 'no';
}

const NOT: { readonly [T in Truth]: Truth } = {
  yes: 'no',
  no: 'yes',
  some: 'some',
  unclear: 'unclear',
};

/** @internal */
export const not = (value: Truth): Truth => NOT[value];

const firstOf = (order: readonly Truth[], truths: readonly Truth[]): Truth | undefined =>
  order.find(one => truths.includes(one));

/** What is known of a HTTP request; what is left out may be anything. @internal */
export interface Request {
  readonly method?: string;
  /** with its query */
  readonly path?: string;
  /** names in lower case; `undefined` where nothing is known of headers */
  readonly headers?: { readonly [name: string]: string };
}
