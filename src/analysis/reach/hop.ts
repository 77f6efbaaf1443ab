import { before, end, Finding, fork, Way } from './verdict';

/** What a hop says of a call. @internal */
export type Judgement<Out> =
  | Ended
  /** it goes on, in one of these ways */
  | { readonly onward: ReadonlyArray<Onward<Out>> };

/** The call ends here: in vain, or because nobody can tell. @internal */
export interface Ended {
  readonly ends: 'broken' | 'unclear';
  readonly finding: Finding;
}

/** @internal */
export type Onward<Out> = { readonly state: Out; readonly finding: Finding } | Ended;

/**
 * A step of a call. It knows the rules of one thing, and nothing of the steps before and after it.
 *
 * @internal
 */
export interface Hop<In, Out> {
  judge(call: In): Judgement<Out>;
}

/** Takes a step, then all that follow it. @internal */
export function follow<In, Out>(hop: Hop<In, Out>, call: In, then: (call: Out) => Way): Way {
  const judged = hop.judge(call);
  if ('ends' in judged) {
    return endOf(judged);
  }
  return fork(
    judged.onward.map(one => ('ends' in one ? endOf(one) : before(one.finding, then(one.state)))),
  );
}

const endOf = ({ ends, finding }: Ended): Way => end(ends === 'broken' ? 'no' : 'unknown', finding);

/** The call goes on in one way. @internal */
export const passes = <Out>(state: Out, finding: Finding): Judgement<Out> => ({
  onward: [{ state, finding }],
});

/** @internal */
export const broken = (finding: Finding & { readonly remedy: string }): Ended => ({
  ends: 'broken',
  finding,
});

/** @internal */
export const unclear = (finding: Finding): Ended => ({ ends: 'unclear', finding });
