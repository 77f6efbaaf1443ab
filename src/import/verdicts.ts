import { judge } from '../analysis/reach/matrix';
import { Mesh } from '../analysis/reach/mesh';
import { Finding, firstBroken, Verdict } from '../analysis/reach/verdict';
import { Account } from '../analysis/world/assumed';
import { World } from '../analysis/world/world';

/** What becomes of a call, and why. @internal */
export interface Judgment {
  readonly verdict: Verdict;
  /** where it ends in vain, or where nobody can tell */
  readonly finding?: Finding;
}

const BEST: readonly Verdict[] = ['yes', 'partly', 'unknown', 'no'];

/** Who can call whom in a world. @internal */
export class Verdicts {
  private readonly mesh: Mesh;

  public constructor(world: World) {
    this.mesh = new Mesh(world);
  }

  /** What the workload of an account reaches that gets farthest. */
  public of({ cluster, namespace, serviceAccount }: Account, host: string, port: number): Judgment {
    const from = this.mesh.clusters.get(cluster)!;
    const ways = from
      .workloads(namespace, serviceAccount)
      .map(pods => judge(this.mesh, from, [pods], { host, port }, { request: {} }).way);
    return best(ways.map(way => ({ verdict: way.verdict, finding: firstBroken(way) })));
  }
}

/** @internal */
export function best(judgments: readonly Judgment[]): Judgment {
  const rank = ({ verdict }: Judgment) => BEST.indexOf(verdict);
  return [...judgments].sort((a, b) => rank(a) - rank(b))[0] ?? { verdict: 'no' };
}

/** Of several calls that an account makes: all get through, none, or some. @internal */
export function allOf(judgments: readonly Judgment[]): Judgment {
  const unknown = judgments.find(({ verdict }) => verdict === 'unknown');
  const [first] = judgments;
  if (unknown || judgments.every(({ verdict }) => verdict === first?.verdict)) {
    return unknown ?? first ?? { verdict: 'no' };
  }
  return {
    verdict: 'partly',
    finding: judgments.find(({ verdict }) => verdict !== 'yes')?.finding,
  };
}
