import { IConstruct } from 'constructs';
import { below } from './walk';
import { ClusterSize } from '../analysis/size';
import { LockChanges } from '../description/locks/next-lock';
import { RolloutPlan } from '../description/rollout/plan';
import { MeshProblem } from '../problems/mesh-problem';

/**
 * What a person wants to know about a mesh after synth.
 *
 * @internal
 */
export interface MeshReport {
  readonly clusters: readonly string[];
  readonly services: number;
  /** `<name>.<namespace>` of services whose grants are not enforced at the pods, only counted */
  readonly audited: readonly string[];
  readonly grants: number;
  /** undefined without one; an app with an older version of the library does not tell */
  readonly rollout?: RolloutPlan;
  readonly lock: LockReport;
  readonly warnings: readonly MeshProblem[];
}

/** The lock file of a mesh as this description needs it. @internal */
export interface LockReport {
  /** absolute path */
  readonly file: string;
  readonly text: string;
  /** how many hosts have virtual IPs in it */
  readonly virtualIps: number;
  /** to the lock file as it is; an app with an older version of the library does not tell */
  readonly changes?: LockChanges;
  /** what is pinned of it; undefined without one */
  readonly inventory?: { readonly clusters: number; readonly changed: readonly string[] };
}

/** What a run of an app has to tell. @internal */
export interface AppReport {
  readonly meshes: readonly MeshReport[];
  /** by cluster; empty for an app other than `MeshApp` */
  readonly sizes: { readonly [cluster: string]: ClusterSize };
  /** whether a `MeshApp` wants files that were edited by hand to be overwritten */
  readonly overwriteEdits?: boolean;
}

/** What an app that failed has to tell. @internal */
export interface FailureReport {
  readonly problems: readonly MeshProblem[];
}

/** The reports of all meshes below a construct. @internal */
export function reportsBelow(root: IConstruct): MeshReport[] {
  return below(root).flatMap(construct => (hasReport(construct) ? construct._report : []));
}

function hasReport(construct: object): construct is { readonly _report: MeshReport } {
  return '_report' in construct;
}
