import { App } from 'cdk8s';
import { Construct } from 'constructs';
import { ClusterFile, ClusterFileProps } from './cluster-file';
import { MeshApp } from './mesh-app';

/**
 * Places a file that the cluster cannot do without: a plain cdk8s App would leave it out without a
 * word.
 *
 * @internal
 */
export function placeFile(scope: Construct, props: ClusterFileProps): void {
  new ClusterFile(scope, 'file', props);
  scope.node.addValidation({
    validate: () =>
      App.of(scope) instanceof MeshApp
        ? []
        : [`MESH606: "${props.path}" is a file, which cdk8s's App does not write: use MeshApp`],
  });
}
