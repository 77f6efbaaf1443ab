import { isHttp } from './ports';
import { LockedIp } from '../../description/locks/mesh-lock';
import { ServiceProps } from '../../description/service-props';
import { VIRTUAL_IP_RANGES } from '../../description/virtual-ip-ranges';
import { Problems } from '../../problems/problems';
import { allocate, Allocation } from '../../values/allocate';
import { groupBy } from '../../values/group-by';
import {
  canonicalIp,
  Cidr,
  cidrContains,
  cidrsOverlap,
  ipFamily,
  notAllocatable,
  parseCidr,
} from '../../values/ip';
import { allocatesVirtualIps, IstioVersion, sendsLoopbackOut } from '../../values/istio-version';
import { serviceKey } from '../../values/names';
import { sortedSet } from '../../values/order';
import { notVirtual, notVirtualRanges } from '../../values/reserved-ranges';
import { MODES } from '../dns/modes';
import { Cluster, Service } from '../mesh';

/** What is known of earlier allocations. @internal */
export interface Lock {
  readonly file: string;
  /** what a host should keep comes first */
  readonly ips: readonly LockedIp[];
  /** true when the run may change it */
  readonly isUpdate: boolean;
  /** what nobody needs any more may be given to others */
  readonly reuse: boolean;
}

/**
 * Gives virtual IPs to the services that need one and have none. The lock is followed; where it
 * would have to change, that is a problem, unless this run is there to change it.
 *
 * @param ranges as declared
 * @param placeOf where problems of a service are reported
 * @internal
 */
export function allocateVirtualIps(
  services: readonly Service[],
  clusters: readonly Cluster[],
  ranges: readonly string[] = VIRTUAL_IP_RANGES,
  lock: Lock,
  problems: Problems,
  placeOf: (service: Service) => Problems,
): Allocation {
  const parsed = checkRanges(ranges, clusters, problems.at('virtualIpRanges'));
  const needs = new Map(
    services.flatMap(service => {
      const why = service.virtualIps.length === 0 && whyNeeded(service, clusters);
      return why ? [[service.host, why]] : [];
    }),
  );
  const locked = lock.ips.filter(({ host }) => !lock.reuse || needs.has(host));
  const check = checkByHand(parsed, lock.file, locked);
  services.forEach(service => check(service, placeOf(service).at('virtualIps')));
  const claims = {
    taken: new Set(services.flatMap(service => service.virtualIps.map(canonicalIp))),
    own: ipsByHost(lock.ips),
    keptBack: new Set(locked.map(({ ip }) => ip)),
  };
  const allocation = allocate(needs.keys(), parsed, claims, (range, host) => {
    problems
      .at('virtualIpRanges')
      .report('MESH327', `no address of ${range.text} is left for "${host}"`);
  });
  if (!lock.isUpdate && !problems.at('lockFile').hasErrors) {
    reportChanges(allocation, needs, parsed, lock, problems.at('lockFile'));
  }
  return allocation;
}

const ipsByHost = (ips: readonly LockedIp[]): ReadonlyMap<string, string[]> =>
  new Map(
    [...groupBy(ips, ({ host }) => host)].map(([host, own]) => [host, own.map(({ ip }) => ip)]),
  );

/** What is given by hand must not be anything else in the ranges and in the lock. */
function checkByHand(
  ranges: readonly Cidr[],
  file: string,
  locked: readonly LockedIp[],
): (service: Service, problems: Problems) => void {
  const lines = new Map(locked.map(line => [line.ip, line]));
  return ({ host, virtualIps }, problems) => {
    for (const ip of virtualIps.map(canonicalIp)) {
      const meaning = meaningIn(ranges, ip);
      if (meaning) {
        problems.report(
          'MESH320',
          `virtual IP "${ip}" is ${meaning}`,
          'Use an address in between.',
        );
      }
      const line = lines.get(ip);
      if (line && line.host !== host) {
        const has = line.released ? 'keeps it back, released by' : 'gives it to';
        problems.report('MESH352', `virtual IP "${ip}": "${file}" ${has} "${line.host}"`);
      }
    }
  };
}

/** Why no host can have an address of one of the ranges. */
function meaningIn(ranges: readonly Cidr[], ip: string): string | undefined {
  const range = ranges.find(one => cidrContains(one, ip));
  return range && notAllocatable(range, ip);
}

function reportChanges(
  allocation: Allocation,
  needs: ReadonlyMap<string, string>,
  ranges: readonly Cidr[],
  lock: Lock,
  problems: Problems,
): void {
  const held = ipsByHost(lock.ips.filter(({ released }) => !released));
  for (const [host, ips] of allocation) {
    const locked = held.get(host);
    if (!locked) {
      problems.report(
        'MESH325',
        `"${host}" needs a virtual IP (${needs.get(host)}), and "${lock.file}" has none for it`,
      );
    } else if (sortedSet(locked).join() !== sortedSet(ips).join()) {
      problems.report(
        'MESH325',
        `"${lock.file}" gives ${locked.join()} to "${host}", which would become ${ips.join()}${whyNot(locked, ranges)}`,
      );
    }
  }
  for (const host of held.keys()) {
    if (!allocation.has(host)) {
      problems.report('MESH325', `"${lock.file}" has a virtual IP for "${host}", which needs none`);
    }
  }
}

/** Why an address cannot stay, where that is not plain to see. */
const whyNot = (locked: readonly string[], ranges: readonly Cidr[]): string =>
  locked
    .map(ip => ({ ip, meaning: meaningIn(ranges, ip) }))
    .flatMap(({ ip, meaning }) => (meaning ? `: ${ip} is ${meaning}` : []))
    .join('');

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
    const meaning = notVirtualRanges(
      range,
      clusters.every(({ istio }) => sendsLoopbackOut(istio)),
    );
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
  const versions = clusters.map(({ istio }) => istio);
  services.forEach((service, i) => {
    const at = problems.at(i, 'virtualIps');
    const ips = service.virtualIps ?? [];
    checkFamilies(ips, at);
    ips.forEach((ip, j) => {
      checkVirtualIp(ip, clusters, versions, at.at(j));
      const user = users.get(canonicalIp(ip));
      if (user !== undefined) {
        at.at(j).report('MESH321', `virtual IP "${ip}" is also the virtual IP of "${user}"`);
      }
      users.set(canonicalIp(ip), user ?? serviceKey(service));
    });
  });
}

/**
 * @param clusters whose service ranges are known
 * @param versions of Istio where the address is called
 * @internal
 */
export function checkVirtualIp(
  ip: string,
  clusters: readonly Cluster[],
  versions: readonly IstioVersion[],
  problems: Problems,
): void {
  if (!ipFamily(ip)) {
    problems.report('MESH320', `virtual IP "${ip}" is not an IP address`);
    return;
  }
  const meaning = notVirtual(ip, versions.every(sendsLoopbackOut));
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
