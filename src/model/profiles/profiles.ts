import { classic } from './classic';
import { modern } from './modern';
import { ProfileRules } from './profile-rules';
import { Profile } from '../../values/istio-version';

/** @internal */
export const PROFILES: { readonly [profile in Profile]: ProfileRules } = { classic, modern };
