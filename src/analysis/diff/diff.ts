import { callersOf, namedAccounts } from './callers';
import { CallsCompared, compareCalls } from './calls';
import { CallGroup, groupCalls } from './groups';
import { objectChanges, ObjectChange, otherObjectChanges } from './objects';
import { Restart, restartsOf } from './restarts';
import { SettingsChange, settingsChanges } from './settings';
import { EVERYTHING, touchedBy } from './touched';
import { TrustChange, trustChanges } from './trust';
import { clusterPairs, Worlds } from './worlds';

/** What is different in one of two worlds. @internal */
export interface WorldDiff {
  /** clusters that are only after, or only before */
  readonly newClusters: readonly string[];
  readonly goneClusters: readonly string[];
  readonly calls: readonly CallGroup[];
  readonly compared: Omit<CallsCompared, 'changes'>;
  readonly objects: readonly ObjectChange[];
  readonly settings: readonly SettingsChange[];
  readonly trust: readonly TrustChange[];
  readonly restarts: readonly Restart[];
}

/**
 * Compares two worlds. Only calls that changes can concern are followed, in both of them.
 *
 * @param looksAtAll also at calls that nothing can have changed, for a test of that
 * @internal
 */
export function diffWorlds(worlds: Worlds, looksAtAll = false): WorldDiff {
  const pairs = clusterPairs(worlds);
  const objects = pairs.flatMap(objectChanges);
  const named = namedAccounts([
    ...worlds.before.clusters.values(),
    ...worlds.after.clusters.values(),
  ]);
  const callers = pairs.flatMap(pair => callersOf(pair, named));
  const touched = looksAtAll ? EVERYTHING : touchedBy(worlds, objects);
  const { changes, ...compared } = compareCalls(worlds, callers, touched);
  const trust = trustChanges([...objects, ...pairs.flatMap(otherObjectChanges)]);
  return {
    newClusters: pairs.filter(({ before }) => !before).map(({ name }) => name),
    goneClusters: pairs.filter(({ after }) => !after).map(({ name }) => name),
    calls: groupCalls(changes),
    compared,
    objects,
    settings: pairs.flatMap(settingsChanges),
    trust,
    restarts: pairs.flatMap(pair =>
      restartsOf(
        pair,
        objects.filter(({ cluster }) => cluster === pair.name),
        trust.filter(({ cluster }) => cluster === pair.name),
      ),
    ),
  };
}
