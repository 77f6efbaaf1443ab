import { PLATFORMS } from './platforms';
import { Platform } from '../../description/platform';
import { Problems } from '../../problems/problems';
import { addressAt, Cidr, ipFamily } from '../../values/ip';

/**
 * The place of the cluster's own DNS in the service range, by convention of every distribution.
 *
 * @internal
 */
export const CLUSTER_DNS_OFFSET = 10n;

/** Where the cluster's own DNS is: it must not be told to ask itself. @internal */
export function ownDnsIps(serviceCidr: Cidr | undefined, platform: Platform): readonly string[] {
  return serviceCidr
    ? [addressAt(serviceCidr, CLUSTER_DNS_OFFSET)]
    : PLATFORMS[platform].usualDnsIps;
}

/**
 * The same where a construct stands alone, and is told the address itself.
 *
 * @param clusterDnsIp what the user says
 * @param usual where it is unless the user says something
 * @internal
 */
export function statedDnsIps(
  clusterDnsIp: string | undefined,
  usual: readonly string[],
  problems: Problems,
): readonly string[] {
  if (clusterDnsIp === undefined) {
    return usual;
  }
  if (ipFamily(clusterDnsIp) === 0) {
    problems.report('MESH604', `"${clusterDnsIp}" is not an IP address`);
  }
  return [clusterDnsIp];
}
