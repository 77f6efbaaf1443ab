import { ClusterFacts, WorkloadFacts } from './facts';
import { Manifest, Source } from './manifest';
import { Gap } from './objects';

/** Helm values, with the file that they are from. @internal */
export interface HelmValues {
  readonly values: any;
  readonly source: Source;
}

/** The name of a release of the chart `gateway`. @internal */
export const releaseOf = ({ values, source }: HelmValues): string =>
  values.name ?? source.file.replace(/^.*\/|\.ya?ml$/g, '');

/** A text, with the file that it is from. @internal */
export interface TextAt {
  readonly text: string;
  readonly source: Source;
}

/** What is applied to a cluster, as far as its directory says. @internal */
export interface ClusterFiles {
  readonly name: string;
  readonly manifests: readonly Manifest[];
  /** in the directory, and applied by somebody else: encrypted Secrets, objects of GitOps tools */
  readonly otherManifests?: readonly Manifest[];
  /** of the chart `istiod`, one for each revision */
  readonly istiods: readonly HelmValues[];
  /** of the chart `gateway`, one for each release */
  readonly gateways: readonly HelmValues[];
  /** of the cluster's DNS, where it is kept in a file of its own, e.g. of an add-on of EKS */
  readonly corefiles: readonly TextAt[];
  readonly facts: ClusterFacts;
  /** of the YAML of its manifests */
  readonly bytes?: number;
  /** files and objects that could not be understood and may decide anything */
  readonly gaps: readonly Gap[];
}

/** A cluster with further workloads than its manifests show. @internal */
export const withWorkloads = (
  cluster: ClusterFiles,
  more: readonly WorkloadFacts[],
): ClusterFiles => ({
  ...cluster,
  facts: { ...cluster.facts, workloads: [...cluster.facts.workloads, ...more] },
});

/** All clusters. @internal */
export interface World {
  readonly clusters: readonly ClusterFiles[];
}
