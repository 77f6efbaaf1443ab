import {
  bundle,
  checkStep,
  confirm,
  end,
  restart,
  Step,
  STEPS,
  switchTo,
} from '../../../src/ca/pki/rotation';
import { PkiLock } from '../../../src/description/locks/pki-lock';
import { Problems } from '../../../src/problems/problems';

const NOW = new Date('2026-11-24T12:00:00Z');
const cluster = { caCert: 'x', between: [] };
const stable: PkiLock = {
  roots: [{ id: 'root-1', certificate: 'old' }],
  signer: 'root-1',
  clusters: { east: { ...cluster, root: 'root-1' } },
};
const bundled = confirm(bundle(stable, { id: 'root-2', certificate: 'new' }, NOW), 'east', NOW);
const restarted = confirm(restart(bundled, NOW), 'east', NOW);
const switched = confirm(
  { ...switchTo(restarted, NOW), clusters: { east: { ...cluster, root: 'root-2' } } },
  'east',
  NOW,
);

const allowed = (lock: PkiLock): Step[] =>
  STEPS.filter(step => {
    const problems = new Problems();
    checkStep(step, lock, problems);
    return problems.all.length === 0;
  });

test.each<[string, PkiLock, Step[]]>([
  ['without a rotation', stable, ['bundle']],
  ['bundle', bundled, ['restart', 'abort']],
  ['restart', restarted, ['switch', 'abort']],
  ['switch', switched, ['drop']],
  ['after it', end(switched), ['bundle']],
])('%s: exactly these steps may follow, in every cluster that has arrived', (_, lock, steps) => {
  expect(allowed(lock)).toEqual(steps);
});

test('a step forgets who has arrived at the one before', () => {
  const taken = [
    bundle(stable, stable.roots[0], NOW),
    restart(bundled, NOW),
    switchTo(restarted, NOW),
  ];
  expect(taken.map(({ rotation }) => rotation?.confirmed)).toEqual([{}, {}, {}]);
  expect([restart(bundled, NOW), switchTo(restarted, NOW)].map(allowed)).toEqual([['abort'], []]);
});

test('only the root that signs is left at the end, and who was restarted is restarted again', () => {
  expect(end(bundled)).toEqual(stable);
  expect(end(restarted)).toEqual({
    ...stable,
    restartMark: expect.not.stringMatching(restarted.restartMark!),
  });
  expect(end(switched)).toMatchObject({
    roots: [{ id: 'root-2' }],
    restartMark: expect.not.stringMatching(restarted.restartMark!),
  });
});
