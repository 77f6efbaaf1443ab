import { classic } from './classic';
import { ControlPlane } from './control-plane';
import { existing } from './existing';
import { modern } from './modern';
import { Cluster, Mesh } from '../../model/mesh';
import { Profile } from '../../values/istio-version';

const INSTALLED: { readonly [profile in Profile]: ControlPlane } = { classic, modern };

/** The control plane of a cluster: ours to install, or somebody else's. @internal */
export const controlPlaneOf = ({ profile }: Mesh, { hasIstio }: Cluster): ControlPlane =>
  hasIstio ? existing : INSTALLED[profile];
