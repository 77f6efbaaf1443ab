import * as fc from 'fast-check';
import { Overlaps } from '../../src/values/overlaps';

const keys = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 4 });

/** Lists that users draw from: with few of them, most are shared. */
const meshes = fc
  .array(keys, { minLength: 1, maxLength: 6 })
  .chain(lists => fc.array(fc.subarray(lists.map(list => [...list])), { maxLength: 4 }));

/** Every key of every list, counted. */
function bruteForce(lists: readonly string[][]): string[][] {
  const count = (key: string) => lists.flat().filter(other => other === key).length;
  return lists.filter(list => list.some(key => count(key) > 1));
}

test('the lists that overlap are found, shared or not', () => {
  fc.assert(
    fc.property(meshes, users => {
      const overlaps = new Overlaps(users, list => list);
      for (const lists of users) {
        expect(new Set(overlaps.among(lists))).toEqual(new Set(bruteForce(lists)));
      }
    }),
    { numRuns: 2000 },
  );
});

test('many users with a list of their own cost no pairs', () => {
  let asked = 0;
  const users = Array.from({ length: 300 }, () => [['same'], ['key']]);
  const overlaps = new Overlaps(users, list => {
    asked++;
    return list;
  });
  users.forEach(lists => expect(overlaps.among(lists)).toEqual([]));
  expect(asked).toBeLessThanOrEqual(600);
});
