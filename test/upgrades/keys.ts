/** What a description may say: each key and each value that has a name. */
export type Keys = Readonly<Record<string, string>>;

interface Schema {
  readonly description?: string;
  readonly enum?: readonly string[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly definitions?: Readonly<Record<string, Schema>>;
}

/**
 * By `<structure>.<key>` the default as its documentation has it, or `required`; and the members of
 * each enum, as `<enum>=<value>`.
 */
export function keysOf(schema: Schema): Keys {
  const structures = { mesh: schema, ...schema.definitions };
  const entries = Object.entries(structures).flatMap(([name, structure]) => [
    ...Object.entries(structure.properties ?? {}).map(([key, { description = '' }]) => [
      `${name}.${key}`,
      structure.required?.includes(key) ? 'required' : defaultIn(description),
    ]),
    ...(structure.enum ?? []).map(value => [`${name}=${value}`, '']),
  ]);
  return Object.fromEntries(entries);
}

const defaultIn = (description: string): string => /^Default: (.*)$/m.exec(description)?.[1] ?? '';
