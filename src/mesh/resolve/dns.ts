import { isIP } from 'net';
import { DnsProps } from '../cluster-props';
import { DnsMode } from '../enums';
import { Cidr, cidrContains, offsetOf, sizeOf } from '../ip';
import { IstioVersion } from '../istio-version';
import { Dns } from '../model';
import { Platform } from '../platform';
import { Problems } from '../problems';

/** What the DNS of a cluster depends on. @internal */
export interface DnsContext {
  readonly platform?: Platform;
  readonly kubernetes?: string;
  readonly serviceCidr?: Cidr;
}

/** @internal */
export function resolveDns(props: DnsProps, istio: IstioVersion, context: DnsContext, problems: Problems): Dns {
  const mode = props.mode ?? (istio.profile === 'classic' ? DnsMode.ISTIOCOREDNS : DnsMode.SIDECAR);
  const wrongProfile = istio.profile === 'classic' ? DnsMode.SIDECAR : DnsMode.ISTIOCOREDNS;
  if (mode === wrongProfile) {
    problems.at('mode').report('MESH508', `DNS mode "${mode}" does not exist in Istio ${istio.text}`);
  }
  if ([DnsMode.ISTIOCOREDNS, DnsMode.FORWARD, DnsMode.SERVER].includes(mode) && props.serverIp === undefined) {
    problems.report('MESH214', `DNS mode "${mode}" has no \`serverIp\``);
  }
  checkPlatform(mode, props, context, problems);
  checkServerIp(props.serverIp, context.serviceCidr, problems.at('serverIp'));
  if (props.defaultCorefile && context.kubernetes === undefined) {
    problems.at('defaultCorefile').report('MESH603', 'the default Corefile depends on the Kubernetes version, which is not known', 'Set `kubernetes` of the cluster.');
  }
  const { defaultCorefile = false, modernise = false, nodeLocalDns = false } = props;
  return { ...props, mode, defaultCorefile, modernise, nodeLocalDns };
}

function checkPlatform(mode: DnsMode, { nodeLocalDns }: DnsProps, { platform }: DnsContext, problems: Problems): void {
  if (platform === Platform.GKE_AUTOPILOT && mode !== DnsMode.SIDECAR && mode !== DnsMode.NONE) {
    problems.at('mode').report('MESH606', 'GKE Autopilot resolves by Cloud DNS, which nothing in the cluster can change',
      'Use DnsMode.SIDECAR, or DnsMode.NONE and a forwarding zone for the suffix in Cloud DNS.');
  }
  if (mode === DnsMode.ZONE && (platform === Platform.GKE || nodeLocalDns)) {
    problems.at('mode').report('MESH606', platform === Platform.GKE ? 'kube-dns can forward a zone, but not hold one' : 'NodeLocal DNSCache does not ask the cluster\'s CoreDNS',
      'Let a server of the mesh answer (DnsMode.SERVER).');
  }
}

/** By convention, in every distribution: the API server has the first address of the service range, the cluster's DNS the tenth. */
const TAKEN = [{ offset: 1n, by: 'the API server' }, { offset: 10n, by: 'the cluster\'s own DNS: it would ask itself' }];

/** Kubernetes hands these out last (ServiceIPStaticSubrange): between 16 and 256 addresses, a sixteenth of the range. */
function staticBand(range: Cidr): bigint {
  const sixteenth = sizeOf(range) / 16n;
  return sixteenth < 16n ? 16n : sixteenth > 256n ? 256n : sixteenth;
}

function checkServerIp(serverIp: string | undefined, serviceCidr: Cidr | undefined, problems: Problems): void {
  if (serverIp === undefined) {
    return;
  }
  if (!isIP(serverIp)) {
    problems.report('MESH215', `"${serverIp}" is not an IP address`);
    return;
  }
  if (!serviceCidr) {
    return;
  }
  if (!cidrContains(serviceCidr, serverIp)) {
    problems.report('MESH215', `"${serverIp}" lies outside of the service range ${serviceCidr.text}`);
    return;
  }
  const place = offsetOf(serviceCidr, serverIp);
  const taken = TAKEN.find(({ offset }) => offset === place);
  if (taken) {
    problems.report('MESH215', `"${serverIp}" is the address of ${taken.by}`);
  } else if (place > staticBand(serviceCidr)) {
    problems.report('MESH216', `"${serverIp}" lies behind the first ${staticBand(serviceCidr)} addresses of ${serviceCidr.text}`);
  }
}
