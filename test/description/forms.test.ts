import { mkdirSync, readFileSync, writeFileSync } from 'fs';
import * as path from 'path';
import Ajv from 'ajv';
import * as fc from 'fast-check';
import { stringify } from 'yaml';
import { isBeyond } from './forms/beyond';
import { DESCRIPTIONS, FILES } from './forms/descriptions';
import { describedKeys, Instance, instancesOf } from './forms/keys';
import { valuesOf } from './forms/values';
import { Schema } from './slots';
import { MeshApp, MeshProblems, MulticlusterMesh } from '../../src';
import { temporaryFolder } from '../golden/golden';

/**
 * What an editor says of a value, by the schema, and what synth says of it: for each key whose
 * value has a form, values that have it, that nearly have it, and that nobody expects.
 *
 * A value of `clusterDefaults` that each cluster overrides is wrong in an editor only: nothing
 * reads it.
 */
const CASES = Number(process.env.FUZZ_CASES ?? 8);
const folder = temporaryFolder();
const schema: Schema = JSON.parse(readFileSync('schema/mesh.schema.json', 'utf8'));
const validate = new Ajv({ strict: false }).compile(schema);

beforeAll(() => {
  for (const [file, text] of Object.entries(FILES)) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  }
});

/** What synth says of a description in a file. */
function problemsOf(description: unknown): string[] {
  const file = path.join(folder, 'mesh.yaml');
  writeFileSync(file, stringify(description, { aliasDuplicateObjects: false }));
  try {
    MulticlusterMesh.fromFile(new MeshApp({ outdir: path.join(folder, 'dist') }), 'mesh', file);
    return [];
  } catch (error) {
    const problems = MeshProblems.of(error);
    if (problems.length === 0) {
      throw error;
    }
    return problems.map(({ code, message }) => `${code} ${message}`);
  }
}

/**
 * What both say of a description; what synth alone says is beyond a schema.
 *
 * @param known what synth says anyway
 */
function compare(description: unknown, known: readonly string[] = []): 'right' | 'wrong' {
  const problems = problemsOf(description);
  if (validate(description)) {
    expect(problems.filter(problem => !isBeyond(problem))).toEqual([]);
    return 'right';
  }
  expect(problems.filter(problem => !known.includes(problem))).not.toEqual([]);
  return 'wrong';
}

const keys = describedKeys(schema, DESCRIPTIONS);

test.each(keys.map(key => [key.name, key] as const))('%s', (_, { form, uses }) => {
  const { seeds, drawn } = valuesOf(form, schema.definitions[form]);
  const right = uses.flatMap(use =>
    [...use.present, ...seeds]
      .map(use.put)
      .filter(one => validate(one))
      .slice(0, 2)
      .map(one => ({ use, known: problemsOf(one) })),
  );
  const { use, known } = right.find(one => one.known.length === 0) ?? right[0];
  const answers = new Set([...seeds, ...use.present].map(value => compare(use.put(value), known)));
  fc.assert(
    fc.property(drawn, value => {
      answers.add(compare(use.put(value), known));
    }),
    { seed: 18, numRuns: CASES },
  );
  expect(answers.size).toBe(2); // otherwise nothing was asked
});

/** A structure with some keys of others of its kind, and without some of its own. */
const combined = (instances: readonly Instance[]): fc.Arbitrary<unknown> => {
  const keysOf = instances.flatMap(({ value }) => Object.entries<unknown>(value));
  return fc
    .tuple(
      fc.constantFrom(...instances),
      fc.array(fc.constantFrom(...keysOf), { maxLength: 2 }),
      fc.subarray([...new Set(keysOf.map(([key]) => key))], { maxLength: 1 }),
    )
    .map(([{ value, put }, added, removed]) => {
      const kept = Object.entries(value).filter(([key]) => !removed.includes(key));
      return put(Object.fromEntries([...kept, ...added]));
    });
};

/** A structure with what is required, alone and with one or two keys more. */
function pairs({ required = [] }: Schema, instances: readonly Instance[]): unknown[] {
  const samples = new Map(instances.flatMap(({ value }) => Object.entries<unknown>(value)));
  const { value, put } = instances[0];
  const least = Object.fromEntries(required.map((key: string) => [key, value[key]]));
  const optional = [...samples].filter(([key]) => !required.includes(key));
  const more = optional.flatMap((one, i) =>
    optional.slice(i).map(other => put({ ...least, ...Object.fromEntries([one, other]) })),
  );
  return [put(least), ...more];
}

const structures = [...instancesOf(schema, DESCRIPTIONS)].map(([part, instances]) => {
  const [name = 'mesh'] = Object.entries(schema.definitions).find(([, one]) => one === part) ?? [];
  return [name, part, instances] as const;
});

test.each(structures)('keys of %s, together', (_, part, instances) => {
  pairs(part, instances).forEach(description => compare(description));
  fc.assert(
    fc.property(combined(instances), description => {
      compare(description);
    }),
    { seed: 19, numRuns: CASES },
  );
});

/** A list or map of so many of its entries, again and again. */
function ofSize(value: object, size: number): object {
  const entries = Object.entries(value);
  const chosen = Array.from({ length: size }, (_, i) => entries[i % entries.length]);
  return Array.isArray(value)
    ? chosen.map(([, one]) => one)
    : Object.fromEntries(chosen.map(([key, one], i) => [i === 0 ? key : `${key}-${i}`, one]));
}

/** The same for each list of a map. */
const ofSizes = (map: object, size: number): object =>
  Object.fromEntries(Object.entries(map).map(([key, list]) => [key, ofSize(list, size)]));

/** Those that a structure has somewhere. */
function collectionsOf(part: Schema, instances: readonly Instance[]) {
  return Object.entries<Schema>(part.properties).flatMap(([key, property]) => {
    const isThere = ({ value }: Instance) => Object.keys(Object(value[key])).length > 0;
    const found = instances.find(isThere);
    return found && !property.allOf && property.type !== 'string'
      ? [{ key, property, ...found }]
      : [];
  });
}

test.each(structures)('lists and maps of %s, empty or long', (_, part, instances) => {
  for (const { key, property, value, put } of collectionsOf(part, instances)) {
    const isMapOfLists = property.additionalProperties?.type === 'array';
    const { maxItems = 1 } = isMapOfLists ? property.additionalProperties : property;
    for (const size of [0, maxItems, maxItems + 1]) {
      compare(put({ ...value, [key]: (isMapOfLists ? ofSizes : ofSize)(value[key], size) }));
    }
  }
});
