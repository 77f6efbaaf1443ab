/** Where values can stand in a description, by its JSON Schema. */
export type Schema = any;

/** A value of a description that may be there. */
export interface Slot {
  readonly place: ReadonlyArray<string | number>;
  readonly schema: Schema;
}

/** What Helm takes is not for a schema to say. */
export const isAnything = (part: Schema): boolean => Object.keys(part).length === 0;

/** Reads schemas whose parts are these. */
export class Slots {
  public constructor(private readonly definitions: { readonly [name: string]: Schema }) {}

  public resolved(part: Schema): Schema {
    const ref: string | undefined = part.$ref ?? part.allOf?.[0].$ref;
    return ref === undefined ? part : this.definitions[ref.split('/').at(-1)!];
  }

  /** Everything that may stand in a description, whether it does or not. */
  public of(part: Schema, value: any, place: Slot['place'] = []): Slot[] {
    const { properties, items, additionalProperties } = this.resolved(part);
    const inside = (key: string | number, of: Schema) => this.of(of, value?.[key], [...place, key]);
    const here = [{ place, schema: part }];
    if (isAnything(part)) {
      return here;
    }
    if (Array.isArray(value)) {
      return [...here, ...value.flatMap((_, i) => inside(i, items))];
    }
    if (typeof value !== 'object' || value === null) {
      return here;
    }
    return properties
      ? [...here, ...Object.keys(properties).flatMap(key => inside(key, properties[key]))]
      : [...here, ...Object.keys(value).flatMap(key => inside(key, additionalProperties))];
  }
}

/** A description with something in its place. */
export function withAt(description: unknown, place: Slot['place'], value: unknown): unknown {
  if (place.length === 0) {
    return value;
  }
  const copy = structuredClone(description);
  const holder = place.slice(0, -1).reduce((part: any, step) => part[step], copy);
  holder[place.at(-1)!] = value;
  return copy;
}
