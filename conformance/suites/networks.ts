import { localDown, noWayOn } from './faults';
import { matrixOf } from './matrix';
import { Protocol } from '../../src';
import { Results } from '../results';
import { Stand } from '../stand/stand';

const SUITE = 'networks';

/**
 * What becomes of endpoints where istiod knows more than one network: a cluster that loses its own
 * pods still has somebody to turn to, and its gateway still passes on to pods only.
 */
export async function networks(stand: Stand, results: Results): Promise<void> {
  await results.check(SUITE, 'a gateway knows no way to another gateway', () => noWayOn(stand));
  const calls = matrixOf(stand.description, stand.workloads);
  for (const { name } of stand.clusters) {
    const local = calls.find(
      ({ expected, port, caller, service }) =>
        'answer' in expected &&
        port.protocol === Protocol.HTTP &&
        caller.cluster === name &&
        service.clusters.includes(name) &&
        service.clusters.length > 1,
    )!;
    await results.check(SUITE, `${name}: local pods down: another cluster answers`, () =>
      localDown(local, stand),
    );
  }
}
