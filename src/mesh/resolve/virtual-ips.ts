import { isIP } from 'net';
import { isHttp } from './ports';
import { serviceKey } from './services';
import { DnsMode } from '../enums';
import { canonicalIp, cidrContains, notVirtual } from '../ip';
import { allocatesVirtualIps } from '../istio-version';
import { Cluster, Service } from '../model';
import { Problems } from '../problems';
import { ServiceProps } from '../service-props';

/**
 * Virtual IPs must be free of other meanings, unique in the mesh, and present where a name could not resolve without.
 *
 * @internal
 */
export function checkVirtualIps(
  declared: readonly ServiceProps[], services: readonly Service[], clusters: readonly Cluster[], problems: Problems,
): void {
  const users = new Map<string, string>();
  const byKey = new Map(services.map(service => [serviceKey(service), service]));
  declared.forEach((service, i) => {
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
    const why = ips.length === 0 && whyNeeded(byKey.get(serviceKey(service))!, clusters);
    if (why) {
      at.report('MESH323', `service "${serviceKey(service)}" needs a virtual IP: ${why}`);
    }
  });
}

/** @internal */
export function checkVirtualIp(ip: string, clusters: readonly Cluster[], problems: Problems): void {
  if (!isIP(ip)) {
    problems.report('MESH320', `virtual IP "${ip}" is not an IP address`);
    return;
  }
  const meaning = notVirtual(ip);
  if (meaning) {
    problems.report('MESH320', `virtual IP "${ip}" is ${meaning}`);
  }
  const cluster = clusters.find(c => c.serviceCidr && cidrContains(c.serviceCidr, ip));
  if (cluster) {
    problems.report('MESH322', `virtual IP "${ip}" lies in the service range ${cluster.serviceCidr!.text} of cluster "${cluster.name}"`);
  }
}

/** A name resolves to at most one address of each family. @internal */
export function checkFamilies(ips: readonly string[], problems: Problems): void {
  for (const family of [4, 6]) {
    if (ips.filter(ip => isIP(ip) === family).length > 1) {
      problems.report('MESH324', `there is more than one IPv${family} address`);
    }
  }
}

/** Why a service cannot do without a virtual IP, or undefined when it can. @internal */
export function whyNeeded(service: Service, clusters: readonly Cluster[]): string | undefined {
  const callers = clusters.filter(cluster => service.grants.some(grant => grant.cluster === cluster.name));
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
  const zone = callers.find(cluster => cluster.dns.mode !== DnsMode.SIDECAR && cluster.dns.mode !== DnsMode.NONE);
  if (zone) {
    return `DNS of cluster "${zone.name}" answers with it`;
  }
  const both = callers.find(cluster => service.owners.includes(cluster) && service.owners.length > 1);
  return both && `cluster "${both.name}" has local and remote endpoints, in two ServiceEntries that must agree on an address`;
}
