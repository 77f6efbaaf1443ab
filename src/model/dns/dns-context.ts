import { Platform } from '../../description/platform';
import { Cidr } from '../../values/ip';
import { IstioVersion } from '../../values/istio-version';
import { KubernetesVersion } from '../../values/kubernetes-version';

/** What the DNS of a cluster depends on. @internal */
export interface DnsContext {
  readonly istio: IstioVersion;
  readonly platform: Platform;
  readonly kubernetes?: KubernetesVersion;
  readonly serviceCidr?: Cidr;
  readonly suffix: string;
  readonly clusterDomain: string;
  readonly rootNamespace: string;
  /** false when one of these is wrong: what would only follow from it is not reported */
  readonly isSound: boolean;
}
