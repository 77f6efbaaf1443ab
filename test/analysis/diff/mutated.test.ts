// Worlds that differ in something that a call depends on, made by mutation.
import * as path from 'path';
import { written } from '../../../conformance/reach/meshes';
import { mutate } from '../../../conformance/reach/mutations';
import { Random } from '../../../conformance/reach/random';
import { diffWorlds, WorldDiff } from '../../../src/analysis/diff/diff';
import { CallGroup } from '../../../src/analysis/diff/groups';
import { worldsOf } from '../../../src/analysis/diff/worlds';
import { World } from '../../../src/analysis/world/world';
import { EVERYTHING, ROWS } from '../../golden/rows';

const GOLDEN = path.join(__dirname, '../../golden/rows');

const bases = Object.entries({ ...ROWS, everything: EVERYTHING }).map(([name, description]) => ({
  name,
  description,
  world: written(description, path.join(GOLDEN, name)).world,
}));

/** Each call with what happens to it, in an order of its own. */
function callsOf({ calls }: WorldDiff, ...keys: ReadonlyArray<keyof CallGroup>): string[] {
  return calls
    .flatMap(group =>
      group.callers.flatMap(caller =>
        group.called.map(called =>
          JSON.stringify([caller, called, ...keys.map(key => group[key] ?? null)]),
        ),
      ),
    )
    .sort();
}

const diff = (before: World, after: World, looksAtAll = false) =>
  diffWorlds(worldsOf(before, after), looksAtAll);

test.each(bases)(
  '$name: nothing has changed in a world that is the same',
  ({ name, description, world }) => {
    const { calls, objects, trust, restarts, compared } = diff(
      world,
      written(description, path.join(GOLDEN, name)).world,
    );
    expect({ calls, objects, trust, restarts, compared }).toEqual({
      calls: [],
      objects: [],
      trust: [],
      restarts: [],
      compared: { compared: 0, unknown: 0, whyUnknown: undefined },
    });
  },
);

const COUNT = Number(process.env.DIFF_WORLDS ?? 90);

test('calls that are not followed have not changed, and the way back mirrors the way', () => {
  const seen = new Set<string>();
  for (let i = 0; i < COUNT; i++) {
    const random = new Random(7_000_000 + i);
    const { name, world } = bases[i % bases.length];
    const first = mutate(world, random);
    const { world: after, what } = i % 3 === 0 ? mutate(first.world, random) : first;
    const some = diff(world, after);
    const all = diff(world, after, true);
    const text = `${name}-${i}: ${first.what}; ${what}`;
    const ALL = ['before', 'after', 'aspect', 'details', 'answeredIn'] as const;
    expect([text, callsOf(some, ...ALL)]).toEqual([text, callsOf(all, ...ALL)]);
    const back = diff(after, world);
    expect([text, callsOf(back, 'after', 'before', 'aspect')]).toEqual([
      text,
      callsOf(some, 'before', 'after', 'aspect'),
    ]);
    [...some.calls, ...back.calls].forEach(one =>
      seen.add(one.aspect ?? `${one.before} → ${one.after}`),
    );
  }
  // otherwise nothing was tested
  expect([...seen]).toEqual(expect.arrayContaining(['no → yes', 'yes → no', 'requests']));
}, 1_200_000);
