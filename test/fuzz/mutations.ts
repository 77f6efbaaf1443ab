import * as fc from 'fast-check';

/** What people write by mistake, and what attackers write on purpose. */
const NASTY: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  65536,
  1e99,
  '',
  ' ',
  '*',
  '.',
  '-',
  '../x',
  '/etc/passwd',
  'A',
  'a b',
  'a\nb',
  'a:b',
  'münchen',
  'x'.repeat(300),
  'constructor',
  '__proto__',
  'toString',
  'everyone',
  'cluster.local',
  'kube-system',
  '240.0.0.0',
  '::1',
  '1.29',
  'enforce',
  'HTTP',
  'http',
  [],
  ['*'],
  ['*', 'x'],
  [null],
  {},
  { x: 1 },
  { constructor: 'x' },
];

const KEYS = [
  'x',
  'constructor',
  'toString',
  'hasOwnProperty',
  'serviceaccounts',
  'service_accounts',
];

interface Mutation {
  readonly kind: 'replace' | 'remove' | 'rename' | 'add' | 'repeat' | 'swap';
  /** which of all places in the description, as a share */
  readonly at: number;
  readonly other: number;
  readonly value: unknown;
  readonly key: string;
}

const share = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });

export const mutations: fc.Arbitrary<Mutation[]> = fc.array(
  fc.record({
    kind: fc.constantFrom(
      'replace',
      'replace',
      'replace',
      'remove',
      'rename',
      'add',
      'repeat',
      'swap',
    ),
    at: share,
    other: share,
    value: fc.constantFrom(...NASTY),
    key: fc.constantFrom(...KEYS),
  }),
  { minLength: 1, maxLength: 3 },
);

/** A description with some changes somewhere. */
export function mutated(description: unknown, changes: readonly Mutation[]): unknown {
  const copy = { root: JSON.parse(JSON.stringify(description)) };
  for (const change of changes) {
    const places = placesIn(copy);
    apply(change, places[Math.floor(change.at * places.length)], places);
  }
  return copy.root;
}

interface PlaceInTree {
  readonly parent: any;
  readonly key: string | number;
}

function placesIn(parent: any): PlaceInTree[] {
  if (typeof parent !== 'object' || parent === null) {
    return [];
  }
  const keys: Array<string | number> = Array.isArray(parent)
    ? parent.map((_, i) => i)
    : Object.keys(parent);
  return keys.flatMap(key => [{ parent, key }, ...placesIn(parent[key])]);
}

function apply(change: Mutation, { parent, key }: PlaceInTree, all: readonly PlaceInTree[]): void {
  const copyOf = (value: unknown) => structuredClone(value);
  const other = all[Math.floor(change.other * all.length)];
  switch (change.kind) {
    case 'replace':
      parent[key] = copyOf(change.value);
      break;
    case 'remove':
      if (Array.isArray(parent)) {
        parent.splice(key as number, 1);
      } else if (key !== 'root') {
        delete parent[key];
      }
      break;
    case 'rename':
      if (!Array.isArray(parent) && key !== 'root') {
        parent[`${key}s`] = parent[key];
        delete parent[key];
      }
      break;
    case 'add':
      if (typeof parent[key] === 'object' && parent[key] !== null && !Array.isArray(parent[key])) {
        parent[key][change.key] = copyOf(change.value);
      }
      break;
    case 'repeat':
      if (Array.isArray(parent)) {
        parent.push(copyOf(parent[key as number]));
      }
      break;
    case 'swap':
      parent[key] = copyOf(other.parent[other.key]);
      break;
  }
}
