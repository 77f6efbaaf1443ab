import { ASPECTS } from './aspects';
import { Outcome } from './calls';
import { WorldDiff } from './diff';
import { CallGroup } from './groups';
import { fateOf, ObjectFate } from './objects';

/** Kinds of changes, which a pipeline can refuse, with what they are. @internal */
export const CATEGORIES = {
  widened: 'calls that may get through and surely did not, or not all of them',
  narrowed: 'calls that may not get through, or not all of them, and may have done so',
  unknown: 'calls of which nobody can tell whether they get through, and that changes concern',
  endpoints: 'calls that go to, or are answered by, somebody else',
  path: 'calls that go through other gateways',
  order: 'calls that prefer other endpoints',
  share: 'calls that are shared out differently',
  identity: 'calls whose client or server has, or accepts, another identity',
  timeouts: 'calls with other timeouts, retries or limits',
  requests: 'calls whose requests are chosen or changed differently',
  created: 'objects that are new',
  changed: 'objects that are not as they were',
  deleted: 'objects that are gone',
  secrets: 'Secrets, certificates, and what makes them',
  settings: 'Helm values, Corefiles, and what world.yaml says',
  restarts: 'what has to start anew',
} as const;

/** @internal */
export type Category = keyof typeof CATEGORIES;

/** How many changes there are of each kind; those of which there is none are left out. @internal */
export function countsOf(diff: WorldDiff): Map<Category, number> {
  const calls = (is: (group: CallGroup) => boolean) =>
    diff.calls.filter(is).reduce((sum, one) => sum + one.callers.length * one.called.length, 0);
  const objects = (fate: ObjectFate) => diff.objects.filter(one => fateOf(one) === fate).length;
  const becomesUnknown = calls(({ before, after }) => after === 'unknown' && before !== 'unknown');
  const counts: Array<[Category, number]> = [
    ['widened', calls(isWidened)],
    ['narrowed', calls(isNarrowed)],
    ['unknown', becomesUnknown + diff.compared.unknown],
    ...ASPECTS.map((aspect): [Category, number] => [aspect, calls(one => one.aspect === aspect)]),
    ['created', objects('created')],
    ['changed', objects('changed')],
    ['deleted', objects('deleted')],
    ['secrets', diff.trust.length],
    ['settings', diff.settings.length],
    ['restarts', diff.restarts.length],
  ];
  return new Map(counts.filter(([, count]) => count > 0));
}

/** Whether anything is different. What nobody could and can tell is no difference. @internal */
export function hasChanges(diff: WorldDiff): boolean {
  return (
    diff.newClusters.length + diff.goneClusters.length > 0 ||
    diff.calls.length > 0 ||
    diff.objects.length + diff.settings.length + diff.trust.length > 0
  );
}

/** From how little to how much may get through. */
const RANGES: { readonly [outcome in Outcome]: readonly [least: number, most: number] } = {
  absent: [0, 0],
  no: [0, 0],
  partly: [1, 1],
  yes: [2, 2],
  unknown: [0, 2],
};

/** More may get through than surely did. @internal */
export function isWidened({ before, after, aspect }: CallGroup): boolean {
  return aspect === undefined
    ? RANGES[after][1] > RANGES[before][0]
    : isAboutSome({ before, aspect });
}

/** Less may get through than may have done so. @internal */
export function isNarrowed({ before, after, aspect }: CallGroup): boolean {
  return aspect === undefined
    ? RANGES[after][0] < RANGES[before][1]
    : isAboutSome({ before, aspect });
}

/** Of some requests others are some, and nobody here compares them. */
const isAboutSome = ({ before, aspect }: Pick<CallGroup, 'before' | 'aspect'>): boolean =>
  before === 'partly' && aspect === 'requests';
