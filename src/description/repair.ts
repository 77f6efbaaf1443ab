import { meantKey, placeOf, TextAt } from './mistakes';
import { SchemaError, schemaErrors, SchemaValidator } from './schema-error';
import { Place } from '../problems/place';
import { NEWEST_ISTIO } from '../values/istio-version';

/** Values that violated their schema, as somebody may have meant them. @internal */
export interface Repaired {
  /** they have the form of the schema */
  readonly values: unknown;
  /** everything that is not as it was written */
  readonly changed: readonly Place[];
  /** the part of it that nobody can guess */
  readonly unknown: readonly Place[];
  /** maps that lack what a key was to say that nobody knows */
  readonly incomplete: readonly Place[];
}

/**
 * Values in the form of their schema, so that what is right about them can be looked at although
 * something is wrong. What was meant is taken for granted where the problem's remedy names it;
 * where it is one of few, there is a result for each; anything else is filled with something
 * harmless.
 *
 * @param values plain data without cycles
 * @returns nothing if that does not lead to the form
 * @internal
 */
export function repairs(validate: SchemaValidator, values: unknown, textAt: TextAt): Repaired[] {
  const first = new Repair(values, 0, textAt);
  if (!first.succeeds(validate)) {
    return [];
  }
  const others = Array.from(
    { length: first.choices - 1 },
    (_, i) => new Repair(values, i + 1, textAt),
  );
  return [first, ...others.filter(repair => repair.succeeds(validate))];
}

const FILLER = 'unknown-';

/** A message without names that nobody wrote. @internal */
export const withoutFillers = (message: string): string =>
  message.replace(RegExp(`${FILLER}\\d+`, 'g'), '…');

/** Each round mends one level: a list in place of a number, then what the list must hold. */
const MAX_ROUNDS = 20;

class Repair implements Repaired {
  public readonly changed: Place[] = [];
  public readonly unknown: Place[] = [];
  public readonly incomplete: Place[] = [];
  /** how many results there are to look at */
  public choices = 1;
  private readonly root: { values: unknown };

  /** @param choice which of few values is taken where one of them was meant */
  public constructor(
    values: unknown,
    private readonly choice: number,
    private readonly textAt: TextAt,
  ) {
    this.root = { values: copied(values) };
  }

  public get values(): unknown {
    return this.root.values;
  }

  public succeeds(validate: SchemaValidator): boolean {
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const errors = schemaErrors(validate, this.values);
      if (errors.length === 0) {
        return true;
      }
      // a misspelled key may be the one that is missing
      const misspelled = errors.filter(({ keyword }) => keyword === 'additionalProperties');
      new Set([...misspelled, ...errors]).forEach(error => this.mend(error));
    }
    return false;
  }

  private mend(error: SchemaError): void {
    const place = placeOf(error);
    const { holder, key } = this.slotOf(place);
    switch (error.keyword) {
      case 'additionalProperties':
        return this.rename(holder[key], place, error.params.additionalProperty, meantKey(error));
      case 'required': {
        const { missingProperty } = error.params;
        holder[key][missingProperty] ??= null; // its type is told in the next round
        return this.change([...place, missingProperty]);
      }
      case 'enum':
        holder[key] = this.oneOf(error.params.allowedValues, error.data, place);
        return this.change(place);
      case 'type':
        holder[key] = this.ofType(error.params.type, error.data, place);
        return this.change(place);
    }
  }

  private rename(map: any, place: Place, key: string, meant: string | undefined): void {
    const value = map[key];
    delete map[key];
    this.change([...place, key]);
    if (meant === undefined || map[meant] !== undefined) {
      this.incomplete.push(place);
    } else {
      map[meant] = value;
      this.change([...place, meant]);
    }
  }

  /** The same value in other letters is certain, a similar one is a guess. */
  private oneOf(values: readonly string[], value: unknown, place: Place): string {
    const written = String(value).toLowerCase();
    return values.find(one => one.toLowerCase() === written) ?? this.choose(place, values);
  }

  private ofType(type: string, value: unknown, place: Place): unknown {
    const isScalar = ['string', 'number', 'boolean'].includes(typeof value);
    const text = isScalar ? this.textAt(place) : undefined;
    if (place.at(-1) === 'istio' && text === undefined) {
      return this.choose(place, [NEWEST_ISTIO.text, CLASSIC_ISTIO]);
    }
    if (type === 'string' && isScalar) {
      return text ?? String(value);
    }
    if (type === 'array' && isScalar) {
      return [value];
    }
    if (type === 'number' && typeof value === 'string' && Number.isFinite(Number(value))) {
      return Number(value);
    }
    if (type === 'boolean') {
      return this.choose(place, [false, true]);
    }
    this.unknown.push(place);
    switch (type) {
      case 'array':
        return [];
      case 'object':
        return {};
      case 'number':
        return 1;
      default:
        return `${FILLER}${this.unknown.length}`;
    }
  }

  private choose<T>(place: Place, values: readonly T[]): T {
    this.unknown.push(place);
    this.choices = Math.max(this.choices, values.length);
    return values[this.choice % values.length];
  }

  private change(place: Place): void {
    this.changed.push(place);
  }

  /** What holds the value at a place, and under which key. */
  private slotOf(place: Place): { readonly holder: any; readonly key: string | number } {
    const path = ['values', ...place];
    const holder = path.slice(0, -1).reduce<any>((value, step) => value[step], this.root);
    return { holder, key: path.at(-1)! };
  }
}

/** Of the generation that has other rules. */
const CLASSIC_ISTIO = '1.7';

/** Deeper than any schema. */
const MAX_DEPTH = 40;

/** A copy that can be changed in one place alone, although aliases made one object of several. */
function copied(value: unknown, depth = 0): unknown {
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) {
    return value;
  }
  if (Array.isArray(value)) {
    return value.map(item => copied(item, depth + 1));
  }
  const copy: any = { ...value }; // with its symbols
  for (const key of Object.keys(copy)) {
    copy[key] = copied(copy[key], depth + 1);
  }
  return copy;
}
