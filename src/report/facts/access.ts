import { AccessFacts, CalledHost, CallGroup, Step } from './facts';
import { StepList } from './step-list';
import { calledHosts, Called, Judged, matrix } from '../../analysis/reach/matrix';
import { Mesh } from '../../analysis/reach/mesh';
import { ends, Finding, PolicyMode, Way } from '../../analysis/reach/verdict';
import { Account } from '../../analysis/world/assumed';
import { sortedSet } from '../../values/order';

/** Of more calls, only one of those that go alike is shown with its steps. */
const MOST_EXACT = 2_000;

/** @param mostExact for tests @internal */
export function accessOf(mesh: Mesh, mostExact = MOST_EXACT): AccessFacts {
  const called = calledHosts(mesh);
  const accounts = [...mesh.clusters.values()].reduce(
    (sum, { pods }) =>
      sum + sortedSet(pods.map(one => `${one.namespace}/${one.serviceAccount}`)).length,
    0,
  );
  const isExact = accounts * called.length <= mostExact;
  const collector = new Collector(isExact ? exactKey : likeKey, called.length);
  for (const judged of matrix(mesh, { request: {} })) {
    collector.add(judged);
  }
  return {
    callers: collector.callers,
    called: called.map(one => calledHost(one, mesh)),
    rows: collector.rows,
    groups: collector.groups,
    steps: collector.steps,
    isExact,
  };
}

function calledHost({ host, port }: Called, { clusters }: Mesh): CalledHost {
  const all = [...clusters.values()].flatMap(cluster =>
    (cluster.services.get(host) ?? []).map(service => ({ service, cluster: cluster.name })),
  );
  const serving = all.filter(({ service }) => service.selector);
  const [first] = serving.length > 0 ? serving : all;
  return {
    host,
    port,
    namespace: first.service.namespace,
    servedBy: sortedSet(serving.map(({ cluster }) => cluster)),
  };
}

type KeyOf = (judged: Judged, all: readonly Way[]) => string;

/** Calls are the same when each of their steps is. */
const exactKey: KeyOf = ({ way }, all) =>
  JSON.stringify([way.verdict, all.map(({ verdict, findings }) => [verdict, findings])]);

/** Calls are alike when they take the same steps in clusters that play the same parts. */
const likeKey: KeyOf = ({ way }, all) => {
  const parts = new Map<string, number>();
  let key: string = way.verdict;
  for (const { verdict, findings } of all) {
    key += `|${verdict}`;
    for (const { hop, cluster, policy = '' } of findings) {
      let part = parts.get(cluster);
      if (part === undefined) {
        part = parts.size;
        parts.set(cluster, part);
      }
      key += `,${hop}${part}${policy}`;
    }
  }
  return key;
};

class Collector {
  public readonly callers: Account[] = [];
  public readonly rows: number[][] = [];
  public readonly groups: Array<{ -readonly [key in keyof CallGroup]: CallGroup[key] }> = [];
  private readonly byKey = new Map<string, number>();
  private readonly list = new StepList();
  private at = 0;

  public constructor(
    private readonly keyOf: KeyOf,
    private readonly hosts: number,
  ) {}

  public get steps(): readonly Step[] {
    return this.list.steps;
  }

  /** Calls come as in {@link matrix}: all of one caller, then those of the next one. */
  public add(judged: Judged): void {
    const host = this.at++ % this.hosts;
    if (host === 0) {
      const { cluster, namespace, serviceAccount } = judged;
      this.callers.push({ cluster, namespace, serviceAccount });
      this.rows.push([]);
    }
    const group = this.groupOf(judged, host);
    const row = this.rows.at(-1)!;
    if (row.at(-2) === group) {
      row[row.length - 1]++;
    } else {
      row.push(group, 1);
    }
    this.groups[group].calls++;
  }

  private groupOf(judged: Judged, host: number): number {
    const all = ends(judged.way);
    const key = this.keyOf(judged, all);
    const known = this.byKey.get(key);
    if (known !== undefined) {
      return known;
    }
    this.byKey.set(key, this.groups.length);
    this.groups.push({
      verdict: judged.way.verdict,
      policy: policyOf(all),
      example: [this.callers.length - 1, host],
      calls: 0,
      ways: all.map(({ verdict, findings }) => ({
        verdict,
        steps: findings.map(finding => this.list.add(stepOf(finding))),
      })),
    });
    return this.groups.length - 1;
  }
}

const MODES: readonly PolicyMode[] = ['would refuse', 'none', 'audited', 'enforced'];

/** The one that a person has to know first. */
function policyOf(all: readonly Way[]): PolicyMode | undefined {
  const modes = all.flatMap(({ findings }) => findings.at(-1)?.policy ?? []);
  return MODES.find(mode => modes.includes(mode));
}

const stepOf = ({ hop, cluster, text, source, remedy }: Finding): Step => ({
  hop,
  cluster,
  text,
  file: source?.file,
  line: source?.line,
  remedy,
});
