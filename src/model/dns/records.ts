import { ClusterDns } from './cluster-dns';
import { Problems } from '../../problems/problems';
import { ipFamily } from '../../values/ip';
import { checkHost, isDnsName } from '../../values/names';
import { byText, sortedRecord } from '../../values/order';
import { Cluster, Mesh } from '../mesh';

/** The addresses of each host. @internal */
export interface Records {
  readonly [host: string]: readonly string[];
}

/**
 * What a cluster's DNS answers by itself: the hosts that its workloads may call. Nothing where it
 * asks somebody else.
 *
 * @internal
 */
export function recordsOf({ services }: Mesh, { name, dns }: Cluster): Records {
  return holdsRecords(dns)
    ? sortedRecords(
        Object.fromEntries(
          services
            .filter(({ callers, isKubernetesName }) => callers.has(name) && !isKubernetesName)
            .map(({ host, virtualIps }) => [host, virtualIps]),
        ),
      )
    : {};
}

function holdsRecords({ server, zone }: ClusterDns): boolean {
  return server !== undefined || (zone !== undefined && zone.forwardTo === undefined);
}

/** Records that were written by hand, in order. @internal */
export function resolveRecords(records: Records, zone: string, problems: Problems): Records {
  for (const [host, ips] of Object.entries(records)) {
    const at = problems.at(host);
    checkHost(host, at);
    const below = host.endsWith(`.${zone}`) ? host.slice(0, -zone.length - 1).split('.') : [];
    // a member of a service has three
    if (!isDnsName(host) || below.length < 2 || below.length > 3) {
      at.report('MESH604', `"${host}" is not a name of the form <name>.<namespace>.${zone}`);
    }
    for (const ip of ips.filter(text => !ipFamily(text))) {
      at.report('MESH604', `"${ip}" is not an IP address`);
    }
    if (ips.length === 0) {
      at.report('MESH604', `"${host}" has no address`);
    }
  }
  return sortedRecords(records);
}

function sortedRecords(records: Records): Records {
  const sorted = Object.entries(records).map(([host, ips]) => [
    host,
    [...ips].sort(byText(x => x)),
  ]);
  return sortedRecord(Object.fromEntries(sorted));
}
