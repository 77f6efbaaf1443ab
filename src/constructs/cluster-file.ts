import { Construct } from 'constructs';

/**
 * A file of a cluster's directory that is not a Kubernetes object: Helm values, instructions.
 */
export interface ClusterFileProps {
  /** Path below the cluster's directory, with `/` between its parts. */
  readonly path: string;

  /** The whole text of the file. */
  readonly content: string;
}

/**
 * A file that `MeshApp` writes into the directory of the chart it is placed in. It is never applied
 * to the cluster, and a plain cdk8s `App`, which knows Kubernetes objects only, leaves it out.
 */
export class ClusterFile extends Construct {
  /** Path below the cluster's directory. */
  public readonly path: string;

  /** The whole text of the file. */
  public readonly content: string;

  public constructor(scope: Construct, id: string, props: ClusterFileProps) {
    super(scope, id);
    this.path = props.path;
    this.content = props.content;
  }
}
