import { Source } from '../world/manifest';

/**
 * Whether a call gets through: `partly` if only to some endpoints, or only with some requests;
 * `unknown` if what is needed to know is missing or not understood.
 *
 * @internal
 */
export type Verdict = 'yes' | 'no' | 'partly' | 'unknown';

/** A step of a call on its way. @internal */
export type HopName =
  | 'caller'
  | 'name'
  | 'entry'
  | 'listener'
  | 'route'
  | 'destination rule'
  | 'endpoints'
  | 'address'
  | 'gateway'
  | 'pod'
  | 'identity'
  | 'roots'
  | 'authorization';

/**
 * Whether some policy of the pods is carried out; if all are for trial, whether one would refuse
 * the call.
 *
 * @internal
 */
export type PolicyMode = 'enforced' | 'audited' | 'would refuse' | 'none';

/** What is seen at a step. @internal */
export interface Finding {
  readonly hop: HopName;
  /** cluster in which this is decided */
  readonly cluster: string;
  readonly text: string;
  /** the object that decides */
  readonly source?: Source;
  /** of the policies of pods */
  readonly policy?: PolicyMode;
  /** what would mend it, where it is broken */
  readonly remedy?: string;
}

/** Who answers. @internal */
export interface Answer {
  readonly cluster: string;
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly port: number;
}

/** The way of a call, which forks where there are several endpoints or rules. @internal */
export interface Way {
  readonly verdict: Verdict;
  readonly findings: readonly Finding[];
  /** empty at an end */
  readonly forks: readonly Way[];
  /** at an end: who answers; undefined where the call breaks or nobody knows */
  readonly answer?: Answer;
}

/** @internal */
export function end(verdict: Verdict, finding: Finding, answer?: Answer): Way {
  return { verdict, findings: [finding], forks: [], answer };
}

/**
 * A way with a step before it.
 *
 * @param way that nobody else has yet: it is the same one, since copies at each step of each call
 * would cost more than the steps
 * @internal
 */
export function before(finding: Finding, way: Way): Way {
  (way.findings as Finding[]).unshift(finding);
  return way;
}

/** Ways of which any may be taken. @internal */
export function fork(ways: readonly Way[]): Way {
  return ways.length === 1
    ? ways[0]
    : { verdict: together(ways.map(({ verdict }) => verdict)), findings: [], forks: ways };
}

/**
 * Of calls of which each may be made. Some that pass and some that do not are enough to know.
 *
 * @internal
 */
export function together(verdicts: readonly Verdict[]): Verdict {
  const has = (one: Verdict) => verdicts.includes(one);
  if (has('partly') || (has('yes') && has('no'))) {
    return 'partly';
  }
  if (has('unknown')) {
    return 'unknown';
  }
  return has('yes') ? 'yes' : 'no';
}

/** The ends of a way, each with all steps that lead to it. @internal */
export function ends(way: Way, sofar: readonly Finding[] = []): Way[] {
  const findings = [...sofar, ...way.findings];
  return way.forks.length === 0
    ? [{ ...way, findings }]
    : way.forks.flatMap(one => ends(one, findings));
}

/** The first step that ends a call in vain, or that nobody can judge. @internal */
export function firstBroken(way: Way): Finding | undefined {
  const of = (verdict: Verdict) => ends(way).find(one => one.verdict === verdict);
  const bad = way.verdict === 'unknown' ? (of('unknown') ?? of('no')) : (of('no') ?? of('unknown'));
  return way.verdict === 'yes' ? undefined : (bad ?? of('partly'))?.findings.at(-1);
}

/** Clusters, accounts and ports that answer. @internal */
export function answers(way: Way): Answer[] {
  const all = ends(way)
    .filter(({ verdict }) => verdict === 'yes' || verdict === 'partly')
    .flatMap(({ answer }) => answer ?? []);
  return [...new Map(all.map(answer => [Object.values(answer).join(' '), answer])).values()];
}
