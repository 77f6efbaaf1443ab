import { Aspect, ASPECTS } from './aspects';
import { Caller } from './callers';
import { FactChange, factChanges } from './facts';
import { Touched } from './touched';
import { Places, Traits, TraitsCollector } from './traits';
import { Worlds } from './worlds';
import { byText, sortedSet } from '../../values/order';
import { Pods } from '../mesh/pods';
import { Called, calledHosts } from '../reach/matrix';
import { Mesh } from '../reach/mesh';
import { reach } from '../reach/reach';
import { answers, Finding, firstBroken, fork, Verdict } from '../reach/verdict';
import { Account } from '../world/assumed';

/** Whether a call gets through; `absent` where there is nobody who could make it. @internal */
export type Outcome = Verdict | 'absent';

/** A call that is not what it was. @internal */
export interface CallChange {
  readonly caller: Account;
  readonly called: Called;
  readonly before: Outcome;
  readonly after: Outcome;
  /** clusters where it is answered: after, or before where it is answered no more */
  readonly answeredIn: readonly string[];
  /** how it goes, where it goes as it did */
  readonly aspect?: Aspect;
  readonly details: readonly FactChange[];
  /** the step that ends it, or that ended it before */
  readonly why?: Why;
}

/** @internal */
export interface Why extends Finding {
  readonly isBefore: boolean;
}

/** What was seen of the calls. @internal */
export interface CallsCompared {
  readonly changes: readonly CallChange[];
  /** that were looked at, since changes can concern them */
  readonly compared: number;
  /** of these, unknown in both worlds */
  readonly unknown: number;
  /** an example of them */
  readonly whyUnknown?: Finding;
}

/** Compares the calls that changes can concern. @internal */
export function compareCalls(
  worlds: Worlds,
  callers: readonly Caller[],
  touched: Touched,
): CallsCompared {
  const hosts = hostsOf(worlds);
  const touchedHosts = hosts.filter(({ host }) => touched.isHostTouched(host));
  const sides = { before: new Side(worlds.before), after: new Side(worlds.after) };
  const changes: CallChange[] = [];
  let compared = 0;
  let unknown = 0;
  let whyUnknown: Finding | undefined;
  for (const caller of callers) {
    for (const called of touched.isCallerTouched(caller) ? hosts : touchedHosts) {
      compared++;
      const before = sides.before.follow(caller.account, caller.before, called);
      const after = sides.after.follow(caller.account, caller.after, called);
      if (before.outcome === 'unknown' && after.outcome === 'unknown') {
        unknown++;
        whyUnknown ??= after.broken;
      }
      changes.push(...changesOf(caller.account, called, before, after));
    }
  }
  return { changes, compared, unknown, whyUnknown };
}

function hostsOf({ before, after }: Worlds): Called[] {
  const all = [...calledHosts(before), ...calledHosts(after)];
  return [...new Map(all.map(one => [`${one.host}:${one.port}`, one])).values()].sort(
    (a, b) => byText<Called>(({ host }) => host)(a, b) || a.port - b.port,
  );
}

/** A call in one of the worlds. */
interface Followed {
  readonly outcome: Outcome;
  readonly answeredIn: readonly string[];
  readonly broken?: Finding;
  traits(isPart: boolean): Traits;
}

const ABSENT: Followed = { outcome: 'absent', answeredIn: [], traits: () => new Map() };

class Side {
  private readonly places: Places;

  public constructor(private readonly mesh: Mesh) {
    this.places = new Places(mesh);
  }

  public follow(account: Account, pods: readonly Pods[], { host, port }: Called): Followed {
    const { mesh } = this;
    const cluster = mesh.clusters.get(account.cluster);
    if (!cluster || pods.length === 0) {
      return ABSENT;
    }
    const collector = new TraitsCollector(this.places);
    const { onDial } = collector;
    const way = fork(
      pods.map(caller => reach({ mesh, cluster, caller, host, port, request: {}, onDial })),
    );
    const answered = answers(way);
    return {
      outcome: way.verdict,
      answeredIn: sortedSet(answered.map(one => one.cluster)),
      broken: firstBroken(way),
      traits: isPart => collector.traits(answered, isPart),
    };
  }
}

function changesOf(
  caller: Account,
  called: Called,
  before: Followed,
  after: Followed,
): CallChange[] {
  const base = { caller, called, before: before.outcome, after: after.outcome };
  const answeredIn = after.answeredIn.length > 0 ? after.answeredIn : before.answeredIn;
  if (isGone(before.outcome) && isGone(after.outcome)) {
    return [];
  }
  if (before.outcome !== after.outcome) {
    return [{ ...base, answeredIn, details: [], why: whyOf(before, after) }];
  }
  const isPart = after.outcome === 'partly';
  const [old, now] = [before.traits(isPart), after.traits(isPart)];
  return ASPECTS.map(aspect => ({
    ...base,
    answeredIn,
    aspect,
    details: factChanges(old.get(aspect), now.get(aspect)),
  })).filter(({ details }) => details.length > 0);
}

const isGone = (outcome: Outcome): boolean => outcome === 'no' || outcome === 'absent';

/** Where it ends now, or why it has not got through before. */
function whyOf(before: Followed, after: Followed): Why | undefined {
  if (after.broken) {
    return { ...after.broken, isBefore: false };
  }
  return before.broken && { ...before.broken, isBefore: true };
}
