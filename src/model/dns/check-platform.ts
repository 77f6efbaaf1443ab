import { DnsContext } from './dns-context';
import { PLATFORMS } from './platforms';
import { reportOnlyForwards } from './zone';
import { DnsMode } from '../../description/enums';
import { Problems } from '../../problems/problems';
import { isOlderKubernetes } from '../../values/kubernetes-version';

/**
 * Whether the DNS of a platform can do what a mode wants of it.
 *
 * @internal
 */
export function checkPlatform(
  mode: DnsMode,
  nodeLocalDns: boolean,
  { platform, kubernetes }: Pick<DnsContext, 'platform' | 'kubernetes'>,
  problems: Problems,
): void {
  const { floor, ...dns } = PLATFORMS[platform];
  if (floor && kubernetes && isOlderKubernetes(kubernetes, floor)) {
    problems.report(
      'MESH606',
      `Kubernetes "${kubernetes.text}" of platform "${platform}" ${floor.older}`,
      `Use Kubernetes 1.${floor.minor}.${floor.patch} or later, or another mode.`,
    );
  }
  if (dns.server === 'out of reach') {
    problems.report('MESH606', dns.why, dns.insteadOfZone);
    return;
  }
  const onlyForwards = dns.server === 'kube-dns' ? dns.server : dns.form.onlyForwards;
  if (mode === DnsMode.ZONE && onlyForwards) {
    reportOnlyForwards(onlyForwards, problems);
  } else if (mode === DnsMode.ZONE && nodeLocalDns) {
    problems.report(
      'MESH606',
      "NodeLocal DNSCache does not ask the cluster's CoreDNS",
      'Let a server of the mesh answer (DnsMode.SERVER).',
    );
  }
}
