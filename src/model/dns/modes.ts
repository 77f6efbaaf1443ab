import { DnsProps } from '../../description/cluster-props';
import { DnsMode } from '../../description/enums';
import { Problems } from '../../problems/problems';
import { IstioVersion, Profile } from '../../values/istio-version';

/** What a mode means for a cluster. @internal */
export interface ModeFacts {
  /** the only profile that has it; undefined when both do */
  readonly onlyIn?: Profile;
  /** the cluster's DNS asks a server at a pinned address */
  readonly asksServer: boolean;
  /** something is written into the cluster's DNS */
  readonly changesClusterDns: boolean;
}

const ASKS_SERVER = { asksServer: true, changesClusterDns: true };
const LEAVES_ALONE = { asksServer: false, changesClusterDns: false };

/** @internal */
export const MODES: { readonly [mode in DnsMode]: ModeFacts } = {
  [DnsMode.SIDECAR]: { onlyIn: 'modern', ...LEAVES_ALONE },
  [DnsMode.ZONE]: { asksServer: false, changesClusterDns: true },
  [DnsMode.SERVER]: ASKS_SERVER,
  [DnsMode.FORWARD]: ASKS_SERVER,
  [DnsMode.ISTIOCOREDNS]: { onlyIn: 'classic', ...ASKS_SERVER },
  [DnsMode.NONE]: LEAVES_ALONE,
};

const USUAL: { readonly [profile in Profile]: DnsMode } = {
  classic: DnsMode.ISTIOCOREDNS,
  modern: DnsMode.SIDECAR,
};

/**
 * The mode of a cluster, checked against its Istio, and the pinned address that it asks or does not
 * ask.
 *
 * @internal
 */
export function resolveMode(props: DnsProps, istio: IstioVersion, problems: Problems): DnsMode {
  const { mode = USUAL[istio.profile], serverIp } = props;
  const { onlyIn = istio.profile, asksServer } = MODES[mode];
  if (onlyIn !== istio.profile) {
    problems
      .at('mode')
      .report('MESH508', `DNS mode "${mode}" does not exist in Istio ${istio.text}`);
  }
  if (asksServer && serverIp === undefined) {
    problems.report('MESH214', `DNS mode "${mode}" has no \`serverIp\``);
  }
  if (!asksServer && serverIp !== undefined) {
    problems.at('serverIp').report('MESH217', `DNS mode "${mode}" does not ask "${serverIp}"`);
  }
  return mode;
}
