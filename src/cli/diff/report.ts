import { findingText, sentence, Setting, whyText } from './words';
import { isNarrowed, isWidened } from '../../analysis/diff/categories';
import type { Category } from '../../analysis/diff/categories';
import type { WorldDiff } from '../../analysis/diff/diff';
import { eitherOf, fateOf } from '../../analysis/diff/objects';
import type { ObjectChange, ObjectFate } from '../../analysis/diff/objects';
import type { Restart } from '../../analysis/diff/restarts';
import type { CertificateFacts, PartChange, TrustChange } from '../../analysis/diff/trust';
import { objectText } from '../../analysis/world/manifest';
import { groupBy } from '../../values/group-by';

/** A difference with all that is said of it. @internal */
export interface Told {
  readonly diff: WorldDiff;
  readonly base: string;
  /** of a base that is a commit */
  readonly commit?: string;
  readonly notes: readonly string[];
  readonly counts: ReadonlyMap<Category, number>;
  /** those of the changes that are refused */
  readonly denied: readonly Category[];
}

/** A heading, with lines below it, each with further ones. @internal */
export interface Section {
  readonly title: string;
  readonly lines: readonly Line[];
}

/** @internal */
export interface Line {
  readonly mark: '+' | '-' | '~' | '?';
  readonly text: string;
  readonly more: readonly string[];
}

/** What is told to people, in the order of what they want to know first. @internal */
export function sectionsOf(told: Told, set: Setting): Section[] {
  const { diff } = told;
  const sections: Section[] = [
    { title: 'Calls that become possible', lines: calls(told, set, '+') },
    {
      title: 'Calls that become impossible, or possible in part only',
      lines: calls(told, set, '-'),
    },
    { title: 'Calls of which nobody can tell', lines: calls(told, set, '?') },
    { title: 'Calls that go differently', lines: calls(told, set, '~') },
    { title: 'Secrets and certificates', lines: diff.trust.map(one => trustLine(one, set)) },
    { title: 'Restarts', lines: restartLines(diff.restarts, set) },
    { title: 'Objects', lines: objectLines(diff.objects, set) },
    {
      title: 'Settings',
      lines: diff.settings.map(({ cluster, what, names }) =>
        line('~', `${set(what)} of ${set(cluster)}: ${namesText(names, set)}`),
      ),
    },
  ];
  return sections.filter(({ lines }) => lines.length > 0);
}

const line = (mark: Line['mark'], text: string, more: readonly string[] = []): Line => ({
  mark,
  text,
  more,
});

function calls({ diff, base }: Told, set: Setting, mark: Line['mark']): Line[] {
  return diff.calls
    .filter(group => markOf(group) === mark)
    .map(group => {
      const { why } = group;
      const reason = why ? [whyText(why, base, set)] : [];
      const remedy = why?.remedy !== undefined && !why.isBefore ? [`→ ${set(why.remedy)}`] : [];
      return line(mark, sentence(group, set), [...reason, ...remedy]);
    });
}

/** @internal */
export function markOf(group: WorldDiff['calls'][number]): Line['mark'] {
  if (group.aspect) {
    return '~';
  }
  if (isWidened(group) && isNarrowed(group)) {
    return '?';
  }
  if (group.after === 'unknown') {
    return '?';
  }
  return isWidened(group) ? '+' : '-';
}

const MARKS: { readonly [fate in ObjectFate]: Line['mark'] } = {
  created: '+',
  changed: '~',
  deleted: '-',
};

function trustLine({ cluster, kind, namespace, name, fate, parts }: TrustChange, set: Setting) {
  const id = set(`${namespace === '' ? '' : `${namespace}/`}${name}`);
  const text = `${kind} ${id} of ${set(cluster)} is ${fate}`;
  return line(MARKS[fate], text, fate === 'deleted' ? [] : parts.map(part => partText(part, set)));
}

function partText({ name, fate, before, after }: PartChange, set: Setting): string {
  const [was, is] = [before, after].map(all => all.map(one => certificateText(one, set)));
  const both = was.length > 0 ? `${was.join(', ')} → ${is.join(', ') || 'none'}` : is.join(', ');
  return `${set(name)} is ${fate}${both === '' ? '' : `: ${both}`}`;
}

/** Enough to tell certificates of one name apart. */
const SHOWN = 16;

const certificateText = ({ name, until, fingerprint }: CertificateFacts, set: Setting): string =>
  `${set(name)} until ${until} (SHA-256 ${fingerprint.slice(0, SHOWN)}…)`;

/** What has one reason stands in one line. */
function restartLines(restarts: readonly Restart[], set: Setting): Line[] {
  const alike = groupBy(restarts, ({ cluster, ...rule }) => JSON.stringify(rule));
  return [...alike.values()].map(same => {
    const [{ what, by, why, source }] = same;
    const clusters = same.map(({ cluster }) => set(cluster)).join(', ');
    const who = by === 'you' ? 'to be restarted by you' : 'restarted by the change itself';
    return line('~', `${set(what)} of ${clusters}: ${who}`, [`${set(why)} (${source})`]);
  });
}

/** Counted by kind, what is deleted named; clusters in which the same happens are together. */
function objectLines(objects: readonly ObjectChange[], set: Setting): Line[] {
  const byFate = groupBy(objects, change => `${change.cluster}\n${fateOf(change)}`);
  const all = [...byFate.values()].map(same => {
    const fate = fateOf(same[0]);
    const kinds = [...groupBy(same, change => eitherOf(change).kind)].map(
      ([kind, some]) => `${some.length} ${set(kind)}`,
    );
    const names = same.map(change => objectText(eitherOf(change)));
    const more = fate === 'deleted' ? [namesText(names, set)] : [];
    return {
      cluster: same[0].cluster,
      mark: MARKS[fate],
      text: `${kinds.join(', ')} ${fate}`,
      more,
    };
  });
  const alike = groupBy(all, ({ cluster, ...what }) => JSON.stringify(what));
  return [...alike.values()].map(same => {
    const [{ mark, text, more }] = same;
    const clusters = namesText(
      same.map(({ cluster }) => cluster),
      set,
    );
    return line(mark, `${clusters}: ${text}${same.length > 1 ? ' in each' : ''}`, more);
  });
}

const NAMED = 10;

function namesText(names: readonly string[], set: Setting): string {
  const more = names.length - NAMED;
  const named = names.slice(0, NAMED).map(set).join(', ');
  return more > 0 ? `${named} and ${more} more` : named;
}

/** What is compared, and what to know about it. @internal */
export function headOf({ base, commit, notes, diff }: Told, set: Setting): string[] {
  const { newClusters, goneClusters } = diff;
  return [
    `Compared with ${set(base)}${commit === undefined ? '' : ` (${commit.slice(0, 12)})`}`,
    ...notes.map(set),
    ...(newClusters.length > 0 ? [`new clusters: ${newClusters.map(set).join(', ')}`] : []),
    ...(goneClusters.length > 0
      ? [`clusters that are gone: ${goneClusters.map(set).join(', ')}`]
      : []),
  ];
}

/** The numbers, and what could not be told. @internal */
export function endOf({ diff, counts, denied }: Told, set: Setting): string[] {
  const { unknown, compared, whyUnknown } = diff.compared;
  return [
    ...(unknown === 0
      ? []
      : [
          `${unknown} of the ${compared} calls that changes concern: nobody could and can tell whether they get through${whyUnknown ? `, e.g. since ${findingText(whyUnknown, set)}` : ''}`,
        ]),
    countsText(counts),
    ...(denied.length > 0 ? [`denied: ${denied.join(', ')}`] : []),
  ];
}

const OBJECTS: readonly Category[] = ['created', 'changed', 'deleted'];
const OTHERS: readonly Category[] = ['secrets', 'settings', 'restarts'];

function countsText(counts: Told['counts']): string {
  const all = [...counts].map(([category, count]) => ({ category, count }));
  const texts = (some: typeof all) =>
    some.map(({ category, count }) => `${count} ${category}`).join(', ');
  const [ofObjects, ofCalls] = [
    all.filter(({ category }) => OBJECTS.includes(category)),
    all.filter(({ category }) => ![...OBJECTS, ...OTHERS].includes(category)),
  ];
  const parts = [
    ...(ofCalls.length > 0 ? [`calls: ${texts(ofCalls)}`] : []),
    ...(ofObjects.length > 0 ? [`objects: ${texts(ofObjects)}`] : []),
    ...all
      .filter(({ category }) => OTHERS.includes(category))
      .map(({ category, count }) => `${category}: ${count}`),
  ];
  return parts.length === 0 ? 'nothing changes' : parts.join('; ');
}
