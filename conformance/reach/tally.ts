import { OracleAnswer, Theirs } from './oracle';
import { AskedCall } from './oracle-world';
import { AskedWorld, callKey, Ours } from './worlds';
import { Verdict } from '../../src/analysis/reach/verdict';

/** Why `reach` says that it does not know, where istiod does. */
export const REASONS: ReadonlyArray<readonly [expression: RegExp, reason: string]> = [
  [
    /^no manifest has (the pods|pods in)/,
    'An entry selects pods, and no manifest shows any: they may be deployed from elsewhere. For istiod there are none.',
  ],
  [
    /^no manifest has the Service/,
    'A Service is named and no manifest shows it: it may be deployed from elsewhere.',
  ],
  [
    /^no container of .* declares port/,
    'No container declares the port. Istio does not look at that; whether anybody listens cannot be told.',
  ],
  [
    /, and nobody here knows what it does to the call$/,
    'An object has a field that may decide and is not judged.',
  ],
  [/^nobody here knows what .* does to calls$/, 'A setting of istiod that is not judged.'],
  [
    /^istiod knows gateways of the network/,
    'istiod knows gateways of another network and puts them in the place of endpoints: not judged.',
  ],
  [
    / have one host and are equally old: istiod takes either$/,
    'Two entries have one host, are equally old and differ: istiod lists them in no order, and takes either.',
  ],
  [
    /^calls are distributed over localities/,
    'Calls are distributed over localities, and no manifest says where the nodes are.',
  ],
  [
    /^nobody gave what the DNS of|, and nobody knows what (that answers|they answer)$/,
    'A sidecar has no address for a name, so it asks the DNS of the cluster, and what that says is not known. The oracle has none.',
  ],
  [
    /, unless its issuer makes it /,
    'A client accepts an identity of another form than the issuer of the server has: which pods get it, only the issuer knows.',
  ],
  [/may stop it: network policies are not judged/, 'A NetworkPolicy: not judged.'],
];

interface Difference {
  readonly world: string;
  readonly call: string;
  readonly ours: string;
  readonly theirs: string;
}

interface Mutation {
  readonly world: string;
  /** calls that it changes, with what was said before and after */
  readonly changes: readonly string[];
  readonly seen: 'yes' | 'unknown' | 'no';
}

/** What istiod says of calls, by their key. */
export type Truth = ReadonlyMap<string, Verdict>;

/** Counts what both said. */
export class Tally {
  public worlds = 0;
  public calls = 0;
  public readonly counts = new Map<string, number>();
  public readonly judges = new Map<string, number>();
  public readonly wrong: Difference[] = [];
  public readonly unknown = new Map<string, number>();
  public readonly refused = new Map<string, number>();
  public readonly mutations: Mutation[] = [];

  public add(asked: AskedWorld, { Verdicts: verdicts, Error: error = '' }: OracleAnswer): void {
    if (!verdicts) {
      increment(this.refused, refusalOf(error));
      if (!isRefusal(error)) {
        this.wrong.push({ world: titleOf(asked), call: 'all', ours: '', theirs: error });
      }
      return;
    }
    this.worlds++;
    asked.calls.forEach((call, i) => this.compare(asked, call, asked.ours[i], verdicts[i]));
  }

  private compare(asked: AskedWorld, call: AskedCall, ours: Ours, theirs: Theirs): void {
    this.calls++;
    increment(this.counts, `${ours.verdict} ${theirs.Verdict}`);
    if (theirs.By) {
      increment(this.judges, `${theirs.Hop} ${theirs.By}`);
    }
    if (ours.verdict === theirs.Verdict) {
      return;
    }
    const reason =
      ours.verdict === 'unknown' && REASONS.find(([expression]) => expression.test(ours.text))?.[1];
    if (reason) {
      increment(this.unknown, reason);
      return;
    }
    this.wrong.push({
      world: titleOf(asked),
      call: callText(call),
      ours: `${ours.verdict} ${ours.hop}: ${ours.text}`,
      theirs: `${theirs.Verdict} ${theirs.Hop ?? ''}: ${theirs.Why ?? ''}`,
    });
  }

  /**
   * Whether what a mutation does to calls is seen.
   *
   * @param truth what istiod says of the calls in the base
   */
  public score(asked: AskedWorld, verdicts: readonly Theirs[], truth: Truth): void {
    const changed = asked.calls.flatMap((call, i) => {
      const before = truth.get(callKey(call));
      const after = verdicts[i].Verdict;
      const matters = before && before !== after && (before === 'yes' || isOpen(after));
      return matters ? [{ call, before, after, ours: asked.ours[i].verdict }] : [];
    });
    if (changed.length === 0) {
      return;
    }
    const seen = changed.some(({ ours }) => ours === 'unknown') ? 'unknown' : 'yes';
    const isMissed = changed.some(({ before, ours }) => ours === before);
    this.mutations.push({
      world: titleOf(asked),
      changes: changed.map(
        ({ call, before, after, ours }) =>
          `${callText(call)}: ${before} → ${after}, seen as ${ours}`,
      ),
      seen: isMissed ? 'no' : seen,
    });
  }
}

const isOpen = (verdict: Verdict): boolean => verdict === 'yes' || verdict === 'partly';

const titleOf = ({ name, what }: AskedWorld): string => `${name} (${what})`;

const callText = ({ cluster, caller, host, port, method, path, headers }: AskedCall): string =>
  `${cluster} ${caller.namespace}/${caller.serviceAccount} → ${host}:${port} ${method} ${path} ${JSON.stringify(headers)}`;

/** Istio's webhook would refuse an object of it, or istiod ends of it. */
const isRefusal = (error: string): boolean =>
  /^(configuration is invalid|cannot parse proto message|istiod itself ends)/.test(error);

const refusalOf = (error: string): string =>
  error
    .split('\n')[0]
    .replace(/"[^"]*"|\[[^\]]*\]|\b[\w.*-]+\.(mesh\.internal|global|local)\S*/g, '…')
    .slice(0, 140);

const increment = (counts: Map<string, number>, key: string): unknown =>
  counts.set(key, (counts.get(key) ?? 0) + 1);
