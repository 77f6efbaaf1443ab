import { mkdirSync } from 'fs';
import * as path from 'path';
import * as fc from 'fast-check';
import { folder, judged, plain, property, RUNS } from './fuzz';
import { mutated, mutations } from './mutations';
import { Trusted, trusted } from './trusted';
import { writePkiLock } from '../../src/description/locks/pki-lock-file';
import { judgeTrust } from '../oracle/trust-rules';

const SOME = Math.ceil(RUNS / 4); // certificates take time
const directory = path.join(folder, 'trusted');

/** True when a description and its lock were accepted, which is judged. */
function isAccepted(description: any, { lock, known }: Trusted): boolean {
  mkdirSync(directory, { recursive: true });
  writePkiLock(path.join(directory, 'pki.lock.json'), lock);
  const { objects } = judged(description, directory);
  if (objects) {
    expect(judgeTrust(description, objects, known)).toEqual([]);
  }
  return objects !== undefined;
}

test('each cluster gets its CA as it is described, and no private key shows', () => {
  let accepted = 0;
  property(
    trusted,
    one => {
      accepted += isAccepted(plain(one.description), one) ? 1 : 0;
    },
    SOME,
  );
  expect(accepted).toBeGreaterThan(SOME / 6);
});

test('what is changed somewhere is refused in words, or is described so', () => {
  property(
    fc.tuple(trusted, mutations),
    ([one, changes]) => {
      isAccepted(mutated(plain(one.description), changes), one);
    },
    SOME,
  );
});
