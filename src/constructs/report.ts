import { IConstruct } from 'constructs';
import { ClusterSize } from '../analysis/size';

/**
 * What a person wants to know of a mesh after synth. Kept beside the construct, for whoever prints
 * it.
 *
 * @internal
 */
export interface MeshReport {
  readonly clusters: readonly string[];
  readonly services: number;
  readonly grants: number;
  readonly lockFile: string;
  /** how many are in the lock file */
  readonly virtualIps: number;
  /** each as one paragraph */
  readonly warnings: readonly string[];
}

/** What a run of the app has to tell. @internal */
export interface AppReport {
  readonly meshes: readonly MeshReport[];
  /** by cluster */
  readonly sizes: { readonly [cluster: string]: ClusterSize };
}

/**
 * Names the file to which `MeshApp` writes its reports instead of printing the warnings. Set by
 * `mesh synth`.
 *
 * @internal
 */
export const REPORT_VARIABLE = 'CDK8S_ISTIO_MULTICLUSTER_REPORT';

const reports = new WeakMap<IConstruct, MeshReport>();

/** @internal */
export function attachReport(construct: IConstruct, report: MeshReport): void {
  reports.set(construct, report);
}

/** The reports of all meshes below a construct. @internal */
export function reportsBelow(root: IConstruct): MeshReport[] {
  return root.node
    .findAll()
    .map(construct => reports.get(construct))
    .filter(report => report !== undefined);
}
