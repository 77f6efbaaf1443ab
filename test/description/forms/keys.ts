import { Schema, Slots, withAt } from '../slots';

/** A key of a structure that says the form of its value, of its items or of its keys. */
export interface DescribedKey {
  /** e.g. `ServiceProps.aliases[]` */
  readonly name: string;
  readonly form: string;
  readonly uses: readonly Use[];
}

/** A description in which a value of the form can be put into its place. */
export interface Use {
  readonly put: (value: any) => unknown;
  /** what stands there; nothing if the key is not given */
  readonly present: readonly unknown[];
}

/** The same below the value of a key. */
interface Way extends Use {
  readonly step: string;
  readonly form: string;
}

/** The form that a schema refers to: structures are written with a capital. */
function formOf(part: Schema | undefined): string | undefined {
  const name: string | undefined = (part?.$ref ?? part?.allOf?.[0].$ref)?.split('/').at(-1);
  return name !== undefined && /^[a-z]|^GatewayAddress$/.test(name) ? name : undefined;
}

function waysInto(part: Schema, present: any): Way[] {
  const form = formOf(part);
  if (form !== undefined) {
    const isThere = present !== undefined;
    return [{ step: '', form, present: isThere ? [present] : [], put: value => value }];
  }
  if (part.type === 'array') {
    const [first, ...others] = present ?? [];
    return waysInto(part.items, first).map(way => ({
      ...way,
      step: `[]${way.step}`,
      put: value => [way.put(value), ...others],
    }));
  }
  return part.additionalProperties ? waysIntoMap(part, present ?? {}) : [];
}

function waysIntoMap({ propertyNames, additionalProperties: values }: Schema, map: object): Way[] {
  const [[key, value] = ['x', undefined], ...others] = Object.entries<any>(map);
  const rest = Object.fromEntries(others);
  const sample = value ?? (values.type === 'array' ? ['10.0.0.53'] : '1');
  const form = formOf(propertyNames);
  const ofKeys = {
    step: '{key}',
    present: Object.keys(map).slice(0, 1),
    put: (one: any) => ({ [one]: sample, ...rest }),
  };
  return [
    ...waysInto(values, value).map(way => ({
      ...way,
      step: `{}${way.step}`,
      put: (one: any) => ({ [key]: way.put(one), ...rest }),
    })),
    ...(form === undefined ? [] : [{ ...ofKeys, form }]),
  ];
}

/** @param descriptions that together have each structure */
export function describedKeys(schema: Schema, descriptions: readonly unknown[]): DescribedKey[] {
  const structures = { mesh: schema, ...schema.definitions };
  const instances = instancesOf(schema, descriptions);
  return Object.entries<Schema>(structures).flatMap(([name, structure]) =>
    Object.entries<Schema>(structure.properties ?? {}).flatMap(([key, part]) => {
      const found = instances.get(structure) ?? [];
      const having = found.filter(({ value }) => value[key] !== undefined);
      const uses = (having.length > 0 ? having : found).slice(0, MOST).map(({ put, value }) =>
        waysInto(part, value[key]).map(way => ({
          ...way,
          put: (one: any) => put({ ...value, [key]: way.put(one) }),
        })),
      );
      return waysInto(part, undefined).map(({ step, form }, i) => ({
        name: `${name}.${key}${step}`,
        form,
        uses: uses.map(ways => ways[i]),
      }));
    }),
  );
}

/** As many are looked at to find one that is sound. */
const MOST = 6;

/** A structure where it stands. */
export interface Instance {
  readonly value: any;
  /** the description with something in its place */
  readonly put: (value: unknown) => unknown;
}

/** Where each structure stands, by its schema. */
export function instancesOf(
  schema: Schema,
  descriptions: readonly unknown[],
): Map<Schema, Instance[]> {
  const slots = new Slots(schema.definitions);
  const found = new Map<Schema, Instance[]>();
  for (const description of descriptions) {
    for (const { place, schema: part } of slots.of(schema, description)) {
      const structure = slots.resolved(part);
      const value = place.reduce((one: any, step) => one?.[step], description);
      if (structure.properties && typeof value === 'object') {
        const instance = { value, put: (one: unknown) => withAt(description, place, one) };
        found.set(structure, [...(found.get(structure) ?? []), instance]);
      }
    }
  }
  return found;
}
