import { DnsProps } from '../../description/cluster-props';
import { DnsMode } from '../../description/enums';
import { Problems } from '../../problems/problems';
import { IstioVersion, Profile } from '../../values/istio-version';

/** What a mode means for a cluster. @internal */
export interface ModeFacts {
  /** the only profile that has it; undefined when both do */
  readonly onlyIn?: Profile;
  /** where the cluster's DNS asks a server at a pinned address: how that address is found */
  readonly server?: string;
  /** something is written into the cluster's DNS */
  readonly changesClusterDns: boolean;
}

const FREE =
  'a free address of the service range, best one of its first 256. Not free are those that `kubectl get services -A` lists, that of an `istiocoredns` which still runs among them.';

/** @internal */
export const MODES: { readonly [mode in DnsMode]: ModeFacts } = {
  [DnsMode.SIDECAR]: { onlyIn: 'modern', changesClusterDns: false },
  [DnsMode.ZONE]: { changesClusterDns: true },
  [DnsMode.SERVER]: { server: `Set \`dns.serverIp\` to ${FREE}`, changesClusterDns: true },
  [DnsMode.FORWARD]: {
    server: "Set `dns.serverIp` to the ClusterIP of your server's Service, and pin it there.",
    changesClusterDns: true,
  },
  [DnsMode.ISTIOCOREDNS]: {
    onlyIn: 'classic',
    server: `Set \`dns.serverIp\` to the ClusterIP of \`istiocoredns\` if it runs already, since Kubernetes does not let one change: \`kubectl -n istio-system get service istiocoredns -o jsonpath={.spec.clusterIP}\`. Otherwise to ${FREE}`,
    changesClusterDns: true,
  },
  [DnsMode.NONE]: { changesClusterDns: false },
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
  const { onlyIn = istio.profile, server } = MODES[mode];
  if (onlyIn !== istio.profile) {
    problems
      .at('mode')
      .report('MESH508', `DNS mode "${mode}" does not exist in Istio ${istio.text}`);
  }
  if (server !== undefined && serverIp === undefined) {
    problems.report('MESH214', `DNS mode "${mode}" has no \`serverIp\``, server);
  }
  if (server === undefined && serverIp !== undefined) {
    problems.at('serverIp').report('MESH217', `DNS mode "${mode}" does not ask "${serverIp}"`);
  }
  return mode;
}
