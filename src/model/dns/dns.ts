import { CLUSTER_DNS_OFFSET, USUAL_CLUSTER_DNS_IPS } from './cluster-dns-ip';
import { DnsProps } from '../../description/cluster-props';
import { DnsMode } from '../../description/enums';
import { Platform } from '../../description/platform';
import { Problems } from '../../problems/problems';
import { Cidr, cidrContains, ipFamily, notRoutable, offsetOf, sizeOf } from '../../values/ip';
import { IstioVersion } from '../../values/istio-version';
import { Dns } from '../mesh';

/** What the DNS of a cluster depends on. @internal */
export interface DnsContext {
  readonly platform?: Platform;
  readonly kubernetes?: string;
  readonly serviceCidr?: Cidr;
}

/** Modes in which the cluster's DNS asks a server. */
const ASKING = [DnsMode.ISTIOCOREDNS, DnsMode.FORWARD, DnsMode.SERVER];

/** @internal */
export function resolveDns(
  props: DnsProps,
  istio: IstioVersion,
  context: DnsContext,
  problems: Problems,
): Dns {
  const mode = props.mode ?? (istio.profile === 'classic' ? DnsMode.ISTIOCOREDNS : DnsMode.SIDECAR);
  const wrongProfile = istio.profile === 'classic' ? DnsMode.SIDECAR : DnsMode.ISTIOCOREDNS;
  if (mode === wrongProfile) {
    problems
      .at('mode')
      .report('MESH508', `DNS mode "${mode}" does not exist in Istio ${istio.text}`);
  }
  if (ASKING.includes(mode) && props.serverIp === undefined) {
    problems.report('MESH214', `DNS mode "${mode}" has no \`serverIp\``);
  }
  if (!ASKING.includes(mode) && props.serverIp !== undefined) {
    problems
      .at('serverIp')
      .report('MESH217', `DNS mode "${mode}" does not ask "${props.serverIp}"`);
  }
  checkPlatform(mode, props, context, problems);
  if (props.serverIp !== undefined) {
    checkServerIp(props.serverIp, context, problems.at('serverIp'));
  }
  if (props.defaultCorefile && context.kubernetes === undefined) {
    problems
      .at('defaultCorefile')
      .report(
        'MESH603',
        'the default Corefile depends on the Kubernetes version, which is not known',
        'Set `kubernetes` of the cluster.',
      );
  }
  const { defaultCorefile = false, modernize = false, nodeLocalDns = false } = props;
  return { ...props, mode, defaultCorefile, modernize, nodeLocalDns };
}

function checkPlatform(
  mode: DnsMode,
  { nodeLocalDns }: DnsProps,
  { platform, kubernetes }: DnsContext,
  problems: Problems,
): void {
  const touchesDns = ASKING.includes(mode) || mode === DnsMode.ZONE;
  const floor = FLOORS.find(f => f.platform === platform);
  if (touchesDns && floor && kubernetes !== undefined && isOlder(kubernetes, floor)) {
    problems
      .at('mode')
      .report(
        'MESH606',
        `Kubernetes "${kubernetes}" of platform "${platform}" ${floor.why}`,
        `Use Kubernetes 1.${floor.minor}.${floor.patch} or later, or another mode.`,
      );
  }
  if (platform === Platform.GKE_AUTOPILOT && touchesDns) {
    problems
      .at('mode')
      .report(
        'MESH606',
        'GKE Autopilot resolves by Cloud DNS, which nothing in the cluster can change',
        'Use DnsMode.SIDECAR, or DnsMode.NONE and a forwarding zone for the suffix in Cloud DNS.',
      );
  }
  if (mode === DnsMode.ZONE && (platform === Platform.GKE || nodeLocalDns)) {
    problems
      .at('mode')
      .report(
        'MESH606',
        platform === Platform.GKE
          ? 'kube-dns can forward a zone, but not hold one'
          : "NodeLocal DNSCache does not ask the cluster's CoreDNS",
        'Let a server of the mesh answer (DnsMode.SERVER).',
      );
  }
}

/** Source: k3s pull request 4397; AKS documentation, "Customize CoreDNS". */
const FLOORS = [
  {
    platform: Platform.K3S,
    minor: 23,
    patch: 1,
    why: 'does not read the ConfigMap coredns-custom',
  },
  { platform: Platform.AKS, minor: 12, patch: 0, why: 'has no CoreDNS' },
];

/** A version without a patch is taken for the last one of its minor. */
function isOlder(
  kubernetes: string,
  floor: { readonly minor: number; readonly patch: number },
): boolean {
  const [, minor, patch] = /^v?1\.(\d+)(?:\.(\d+))?/.exec(kubernetes) ?? [];
  return (
    Number(minor) < floor.minor || (Number(minor) === floor.minor && Number(patch) < floor.patch)
  );
}

/** The ends of the range are no addresses of Services; the API server has the first one. */
function takenBy(place: bigint, range: Cidr): string | undefined {
  switch (place) {
    case 0n:
      return 'the range itself';
    case 1n:
      return 'the API server';
    case CLUSTER_DNS_OFFSET:
      return "the cluster's own DNS: it would ask itself";
    default:
      return range.family === 4 && place === sizeOf(range) - 1n ? 'a broadcast' : undefined;
  }
}

/**
 * Kubernetes hands these out last (ServiceIPStaticSubrange): between 16 and 256 addresses, a
 * sixteenth of the range.
 */
function staticBand(range: Cidr): bigint {
  const sixteenth = sizeOf(range) / 16n;
  if (sixteenth < 16n) {
    return 16n;
  }
  return sixteenth > 256n ? 256n : sixteenth;
}

function checkServerIp(
  serverIp: string,
  { serviceCidr, platform = Platform.KUBEADM }: DnsContext,
  problems: Problems,
): void {
  if (!ipFamily(serverIp)) {
    problems.report('MESH215', `"${serverIp}" is not an IP address`);
    return;
  }
  const unreachable = notRoutable(serverIp);
  if (unreachable) {
    problems.report('MESH215', `"${serverIp}" is ${unreachable}: no Service has such an address`);
  } else if (serviceCidr) {
    checkPlace(serverIp, serviceCidr, problems);
  } else if (USUAL_CLUSTER_DNS_IPS[platform].includes(serverIp)) {
    problems.report(
      'MESH215',
      `"${serverIp}" is the usual address of the cluster's own DNS: it would ask itself`,
      "Choose another address, or set `serviceCidr` if the cluster's DNS is elsewhere.",
    );
  }
}

function checkPlace(serverIp: string, serviceCidr: Cidr, problems: Problems): void {
  if (!cidrContains(serviceCidr, serverIp)) {
    problems.report(
      'MESH215',
      `"${serverIp}" lies outside of the service range ${serviceCidr.text}`,
    );
    return;
  }
  const place = offsetOf(serviceCidr, serverIp);
  const taken = takenBy(place, serviceCidr);
  if (taken) {
    problems.report('MESH215', `"${serverIp}" is the address of ${taken}`);
  } else if (place > staticBand(serviceCidr)) {
    problems.report(
      'MESH216',
      `"${serverIp}" lies behind the first ${staticBand(serviceCidr)} addresses of ${serviceCidr.text}`,
    );
  }
}
