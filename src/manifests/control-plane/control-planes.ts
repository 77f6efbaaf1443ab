import { classic } from './classic';
import { ControlPlane } from './control-plane';
import { modern } from './modern';
import { Profile } from '../../values/istio-version';

/** @internal */
export const CONTROL_PLANES: { readonly [profile in Profile]: ControlPlane } = { classic, modern };
