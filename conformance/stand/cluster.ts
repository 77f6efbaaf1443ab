import { ControlPlane } from './control-plane';
import { Kubelet } from './kubelet';
import { ClusterProps } from '../../src';

/** A cluster of the stand. */
export interface StandCluster {
  readonly props: ClusterProps;
  readonly name: string;
  readonly plane: ControlPlane;
  readonly kubelet: Kubelet;
}
