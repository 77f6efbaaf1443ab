import { allocate } from './allocate';
import { isHttp } from './ports';
import { Allocation } from '../../description/locks/mesh-lock-file';
import { ServiceProps } from '../../description/service-props';
import { VIRTUAL_IP_RANGES } from '../../description/virtual-ip-ranges';
import { Problems } from '../../problems/problems';
import {
  canonicalIp,
  Cidr,
  cidrContains,
  cidrsOverlap,
  ipFamily,
  parseCidr,
} from '../../values/ip';
import { allocatesVirtualIps } from '../../values/istio-version';
import { serviceKey } from '../../values/names';
import { notVirtual, notVirtualRanges } from '../../values/reserved-ranges';
import { MODES } from '../dns/modes';
import { Cluster, Service } from '../mesh';

/** What is known of earlier allocations. @internal */
export interface Lock {
  readonly file: string;
  readonly allocation: Allocation;
  /** true when the run may change it */
  readonly isUpdate: boolean;
}

/**
 * Gives virtual IPs to the services that need one and have none. The lock is followed; where it
 * would have to change, that is a problem, unless this run is there to change it.
 *
 * @param ranges as declared
 * @internal
 */
export function allocateVirtualIps(
  services: readonly Service[],
  clusters: readonly Cluster[],
  ranges: readonly string[] = VIRTUAL_IP_RANGES,
  lock: Lock,
  problems: Problems,
): Allocation {
  const parsed = checkRanges(ranges, clusters, problems.at('virtualIpRanges'));
  const needs = new Map(
    services.flatMap(service => {
      const why = service.virtualIps.length === 0 && whyNeeded(service, clusters);
      return why ? [[service.host, why]] : [];
    }),
  );
  const taken = new Set(services.flatMap(service => service.virtualIps.map(canonicalIp)));
  const allocation = allocate([...needs.keys()], parsed, taken, lock.allocation, (range, host) => {
    problems
      .at('virtualIpRanges')
      .report('MESH327', `no address of ${range.text} is left for "${host}"`);
  });
  if (!lock.isUpdate) {
    reportChanges(allocation, needs, lock, problems.at('lockFile'));
  }
  return allocation;
}

function reportChanges(
  allocation: Allocation,
  needs: ReadonlyMap<string, string>,
  lock: Lock,
  problems: Problems,
): void {
  for (const [host, ips] of allocation) {
    const locked = lock.allocation.get(host);
    if (!locked) {
      problems.report(
        'MESH325',
        `"${host}" needs a virtual IP (${needs.get(host)}), and "${lock.file}" has none for it`,
      );
    } else if (locked.join() !== ips.join()) {
      problems.report(
        'MESH325',
        `"${lock.file}" gives ${locked.join()} to "${host}", which would become ${ips.join()}`,
      );
    }
  }
  for (const host of lock.allocation.keys()) {
    if (!allocation.has(host)) {
      problems.report('MESH325', `"${lock.file}" has a virtual IP for "${host}", which needs none`);
    }
  }
}

function checkRanges(
  ranges: readonly string[],
  clusters: readonly Cluster[],
  problems: Problems,
): Cidr[] {
  return ranges.flatMap((text, i) => {
    const at = problems.at(i);
    const range = parseCidr(text);
    if (!range) {
      at.report('MESH213', `"${text}" is not a CIDR`);
      return [];
    }
    if (ranges.findIndex(other => parseCidr(other)?.family === range.family) !== i) {
      at.report('MESH326', `"${text}" is the second range of IPv${range.family}`);
    }
    const cluster = clusters.find(c => c.serviceCidr && cidrsOverlap(c.serviceCidr, range));
    if (cluster) {
      at.report(
        'MESH326',
        `"${text}" overlaps the service range ${cluster.serviceCidr!.text} of cluster "${cluster.name}"`,
      );
    }
    const meaning = notVirtualRanges(range);
    if (meaning) {
      at.report('MESH326', `"${text}" overlaps addresses that are ${meaning}`);
    }
    return [range];
  });
}

/**
 * Virtual IPs that are given by hand must be free of other meanings and unique in the mesh.
 *
 * @internal
 */
export function checkVirtualIps(
  services: readonly ServiceProps[],
  clusters: readonly Cluster[],
  problems: Problems,
): void {
  const users = new Map<string, string>();
  services.forEach((service, i) => {
    const at = problems.at(i, 'virtualIps');
    const ips = service.virtualIps ?? [];
    checkFamilies(ips, at);
    ips.forEach((ip, j) => {
      checkVirtualIp(ip, clusters, at.at(j));
      const user = users.get(canonicalIp(ip));
      if (user !== undefined) {
        at.at(j).report('MESH321', `virtual IP "${ip}" is also the virtual IP of "${user}"`);
      }
      users.set(canonicalIp(ip), user ?? serviceKey(service));
    });
  });
}

/** @internal */
export function checkVirtualIp(ip: string, clusters: readonly Cluster[], problems: Problems): void {
  if (!ipFamily(ip)) {
    problems.report('MESH320', `virtual IP "${ip}" is not an IP address`);
    return;
  }
  const meaning = notVirtual(ip);
  if (meaning) {
    problems.report('MESH320', `virtual IP "${ip}" is ${meaning}`);
  }
  const cluster = clusters.find(c => c.serviceCidr && cidrContains(c.serviceCidr, ip));
  if (cluster) {
    problems.report(
      'MESH322',
      `virtual IP "${ip}" lies in the service range ${cluster.serviceCidr!.text} of cluster "${cluster.name}"`,
    );
  }
}

/** A name resolves to at most one address of each family. @internal */
export function checkFamilies(ips: readonly string[], problems: Problems): void {
  for (const family of [4, 6]) {
    if (ips.filter(ip => ipFamily(ip) === family).length > 1) {
      problems.report('MESH324', `there is more than one IPv${family} address`);
    }
  }
}

/** Why a service cannot do without a virtual IP, or undefined when it can. @internal */
export function whyNeeded(service: Service, clusters: readonly Cluster[]): string | undefined {
  const callers = clusters.filter(cluster => service.callers.has(cluster.name));
  if (callers.length === 0) {
    return undefined;
  }
  const opaque = service.ports.find(port => !isHttp(port.protocol));
  if (opaque) {
    return `port ${opaque.number} is ${opaque.protocol}, which is told apart by address only`;
  }
  const old = callers.find(cluster => !allocatesVirtualIps(cluster.istio));
  if (old) {
    return `Istio ${old.istio.text} of cluster "${old.name}" allocates none`;
  }
  const zone = callers.find(cluster => MODES[cluster.dns.mode].changesClusterDns);
  if (zone) {
    return `DNS of cluster "${zone.name}" answers with it`;
  }
  const both = callers.find(
    cluster => service.owners.includes(cluster) && service.owners.length > 1,
  );
  return (
    both &&
    `cluster "${both.name}" has local and remote endpoints, in two ServiceEntries that must agree on an address`
  );
}
