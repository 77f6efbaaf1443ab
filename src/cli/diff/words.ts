import type { Aspect } from '../../analysis/diff/aspects';
import type { Outcome, Why } from '../../analysis/diff/calls';
import type { FactChange } from '../../analysis/diff/facts';
import type { CallGroup } from '../../analysis/diff/groups';
import type { Called } from '../../analysis/reach/matrix';
import type { Finding } from '../../analysis/reach/verdict';
import type { Account } from '../../analysis/world/assumed';
import { groupBy } from '../../values/group-by';
import { sortedSet } from '../../values/order';

/** How names and other texts of manifests are set, e.g. as code. @internal */
export type Setting = (text: string) => string;

/** So many are named; of more, what they have in common. */
const NAMED = 3;

type Phrase = (callers: string, called: string) => string;

const PART = 'with some requests or endpoints only';
const NOBODY_KNEW = '; before, nobody could tell';

const now: Phrase = (callers, called) => `${callers} may now call ${called}`;
const nowInPart: Phrase = (callers, called) => `${now(callers, called)}, ${PART}`;
const nowMaybe: Phrase = (callers, called) =>
  `${callers} may be able to call ${called} now: nobody can tell`;
const noLonger: Phrase = (callers, called) => `${callers} can no longer call ${called}`;
const maybeNoLonger: Phrase = (callers, called) =>
  `${callers} may no longer be able to call ${called}: nobody can tell`;

/** What is said of a call by what was and what is; what is missing does not change. */
const PHRASES: { readonly [before in Outcome]: { readonly [after in Outcome]?: Phrase } } = {
  absent: {
    yes: (...names) => `${now(...names)}: the caller is new`,
    partly: (...names) => `${nowInPart(...names)}: the caller is new`,
    unknown: (...names) => `${nowMaybe(...names)}; the caller is new`,
  },
  no: { yes: now, partly: nowInPart, unknown: nowMaybe },
  partly: {
    yes: (...names) => `${now(...names)} with all requests and endpoints, not with some only`,
    no: noLonger,
    absent: (...names) => `${noLonger(...names)}: the caller is gone`,
    unknown: maybeNoLonger,
  },
  yes: {
    partly: (callers, called) => `${callers} can call ${called} ${PART}`,
    no: noLonger,
    absent: (...names) => `${noLonger(...names)}: the caller is gone`,
    unknown: maybeNoLonger,
  },
  unknown: {
    yes: (...names) => `${now(...names)}${NOBODY_KNEW}`,
    partly: (...names) => `${nowInPart(...names)}${NOBODY_KNEW}`,
    no: (callers, called) => `${callers} cannot call ${called}${NOBODY_KNEW}`,
    absent: (...names) => `${noLonger(...names)}: the caller is gone`,
  },
};

const ASPECTS: { readonly [aspect in Aspect]: string } = {
  endpoints: 'go to other endpoints',
  path: 'take another way',
  order: 'may prefer other endpoints',
  share: 'are shared out differently',
  identity: 'go with other identities',
  timeouts: 'have other timeouts, retries or limits',
  requests: 'treat requests differently',
};

/** What happens to the calls of a group, in a sentence. @internal */
export function sentence(group: CallGroup, set: Setting): string {
  const { callers, called, before, after, aspect, answeredIn, details } = group;
  const where = answeredIn.length === 0 ? '' : ` in ${answeredIn.map(set).join(', ')}`;
  const [who, whom] = [callersText(callers, set), `${calledText(called, set)}${where}`];
  if (aspect) {
    return `calls of ${who} to ${whom} ${ASPECTS[aspect]}: ${detailsText(details, set)}`;
  }
  return PHRASES[before][after]!(who, whom);
}

function callersText(callers: readonly Account[], set: Setting): string {
  const named = callers.length > NAMED ? callers.slice(0, NAMED - 1) : callers;
  const texts = [...groupBy(named, ({ cluster }) => cluster)].map(
    ([cluster, own]) => `${listText(own.map(one => callerText(one, set)))} in ${set(cluster)}`,
  );
  const rest = callers.slice(named.length);
  return rest.length === 0
    ? listText(texts)
    : `${texts.join(', ')} and ${rest.length} more (of ${someOf(rest.map(placeOf), set)})`;
}

const listText = (texts: readonly string[]): string =>
  texts.length < 2 ? texts.join('') : `${texts.slice(0, -1).join(', ')} and ${texts.at(-1)!}`;

const placeOf = ({ cluster, namespace }: Account): string =>
  namespace === '*' ? cluster : `${cluster}/${namespace}`;

/** A star stands for all that nothing names. */
function callerText({ namespace, serviceAccount }: Account, set: Setting): string {
  if (namespace === '*') {
    return 'any other namespace';
  }
  return serviceAccount === '*'
    ? `any other account of ${set(namespace)}`
    : set(`${namespace}/${serviceAccount}`);
}

function calledText(called: readonly Called[], set: Setting): string {
  const named = called.length > NAMED ? called.slice(0, NAMED - 1) : called;
  const text = named.map(({ host, port }) => set(`${host}:${port}`)).join(', ');
  const rest = called.slice(named.length);
  const domains = rest.map(({ host }) => host.replace(/^[^.]*\./, '*.'));
  return rest.length === 0 ? text : `${text} and ${rest.length} more (${someOf(domains, set)})`;
}

function someOf(names: readonly string[], set: Setting): string {
  const all = sortedSet(names);
  const named = all.slice(0, NAMED).map(set);
  return [...named, ...(all.length > NAMED ? [`${all.length - NAMED} more`] : [])].join(', ');
}

function detailsText(details: readonly FactChange[], set: Setting): string {
  const isName = ({ before = '', after = '' }: FactChange) => before === '' && after === '';
  const names = details.filter(isName);
  const [gone, come] = [
    names.filter(({ after }) => after === undefined),
    names.filter(({ before }) => before === undefined),
  ].map(some => some.map(({ name }) => set(name)).join(', '));
  const values = details
    .filter(one => !isName(one))
    .map(({ name, before, after }) => `${set(name)} ${valueText(before)} → ${valueText(after)}`);
  const moved = [
    ...(gone === '' ? [] : [`no longer ${gone}`]),
    ...(come === '' ? [] : [`now ${come}`]),
  ];
  return [...moved, ...values].join('; ');

  function valueText(value: string | undefined): string {
    return value === undefined ? 'none' : set(value);
  }
}

/** Why a call ends, or why it ended before. @internal */
export function whyText(why: Why, base: string, set: Setting): string {
  return why.isBefore ? `before: ${findingText(why, set, `${base}:`)}` : findingText(why, set);
}

/** @param prefix of the file */
export function findingText({ hop, cluster, text, source }: Finding, set: Setting, prefix = '') {
  const place =
    source && source.line > 0 ? `  ${set(`${prefix}${source.file}:${source.line}`)}` : '';
  return `${hop} (${set(cluster)}): ${set(text)}${place}`;
}
