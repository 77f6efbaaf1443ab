import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { CoreDnsGlobalZone } from './core-dns-global-zone';
import { KubeDnsStub } from './kube-dns-stub';
import { Layers } from './layers';
import { CoreDnsGlobalZoneProps } from '../description/core-dns-global-zone-props';
import { DnsMode } from '../description/enums';
import { KubeDnsStubProps } from '../description/kube-dns-stub-props';
import { Platform } from '../description/platform';
import { DNS_SERVER_IMAGE, DnsServer } from '../manifests/dns/dns-server';
import { checkStubs } from '../model/dns/check-stubs';
import { clusterDnsIp } from '../model/dns/cluster-dns-ip';
import { resolveZone } from '../model/dns/resolve-zone';
import { Cluster, Mesh } from '../model/mesh';
import { Layer } from '../output/layer';
import { Problems } from '../problems/problems';
import { MANAGED_BY } from '../values/ownership';

/**
 * How one cluster resolves the names of the mesh.
 *
 * @internal
 */
export class ClusterDns extends Construct {
  public constructor(scope: Construct, id: string, mesh: Mesh, cluster: Cluster) {
    super(scope, id);
    Layers.assign(this, Layer.DNS);
    const { dns } = cluster;
    if (dns.mode === DnsMode.ISTIOCOREDNS) {
      placeIstiocoredns(this, mesh.rootNamespace, dns.serverIp!);
    }
    if (dns.mode === DnsMode.SERVER) {
      new DnsServer(this, 'server', {
        namespace: mesh.rootNamespace,
        clusterIp: dns.serverIp!,
        image: dns.serverImage ?? DNS_SERVER_IMAGE,
        assignsUsers: cluster.platform === Platform.OPENSHIFT,
        zone: mesh.suffix,
        records: recordsOf(mesh, cluster),
      });
    }
    const [stub, zone] = [stubOf(mesh, cluster), zoneOf(mesh, cluster)];
    if (stub) {
      new KubeDnsStub(this, 'stub', stub);
    }
    if (zone) {
      new CoreDnsGlobalZone(this, 'zone', zone);
    }
  }
}

/**
 * Reports what is wrong with the DNS of one cluster, beyond what its description alone tells: the
 * Corefile, and the servers of others.
 *
 * @internal
 */
export function checkClusterDns(mesh: Mesh, cluster: Cluster, problems: Problems): void {
  const [stub, zone] = [stubOf(mesh, cluster), zoneOf(mesh, cluster)];
  if (stub) {
    checkStubs(stub, problems);
  }
  if (zone) {
    resolveZone(zone, problems);
  }
}

/** kube-dns and NodeLocal DNSCache ask the server that knows the mesh's names. */
function stubOf(mesh: Mesh, { dns, platform, serviceCidr }: Cluster): KubeDnsStubProps | undefined {
  const { serverIp, nodeLocalDns, stubDomains, upstreamNameservers, federations } = dns;
  return serverIp === undefined || !(platform === Platform.GKE || nodeLocalDns)
    ? undefined
    : {
        stubDomains: { ...stubDomains, [mesh.suffix]: [serverIp] },
        upstreamNameservers,
        federations,
        clusterDomain: mesh.clusterDomain,
        clusterDnsIp: serviceCidr && clusterDnsIp(serviceCidr),
      };
}

/** CoreDNS answers from its own records, or asks that server. */
function zoneOf(mesh: Mesh, cluster: Cluster): CoreDnsGlobalZoneProps | undefined {
  const { dns, platform, kubernetes, serviceCidr } = cluster;
  const isOwn = dns.mode === DnsMode.ZONE;
  if (!isOwn && (dns.serverIp === undefined || platform === Platform.GKE)) {
    return undefined;
  }
  return {
    ...(isOwn ? { records: recordsOf(mesh, cluster) } : { forwardTo: dns.serverIp }),
    zone: mesh.suffix,
    platform,
    corefile: dns.corefile,
    defaultCorefileOf:
      dns.defaultCorefile && kubernetes !== undefined ? `1.${kubernetes}` : undefined,
    coreDnsVersion: dns.coreDnsVersion,
    modernize: dns.modernize,
    clusterDomain: mesh.clusterDomain,
    otherZones: dns.otherZones,
    nodeLocalDns: dns.nodeLocalDns,
    clusterDnsIp: serviceCidr && clusterDnsIp(serviceCidr),
  };
}

/** The hosts that the cluster's workloads may call. */
function recordsOf(mesh: Mesh, { name }: Cluster): { [host: string]: string[] } {
  return Object.fromEntries(
    mesh.services
      .filter(service => service.callers.has(name))
      .map(service => [service.host, [...service.virtualIps]]),
  );
}

/**
 * The Service of the chart, but with a ClusterIP that is known beforehand: the chart's own comes
 * later and keeps it.
 */
function placeIstiocoredns(scope: Construct, namespace: string, clusterIp: string): void {
  new k8s.KubeService(scope, 'istiocoredns', {
    metadata: { name: 'istiocoredns', namespace, labels: { app: 'istiocoredns', ...MANAGED_BY } },
    spec: {
      clusterIp,
      selector: { app: 'istiocoredns' },
      ports: [
        { name: 'dns', port: 53, protocol: 'UDP' },
        { name: 'dns-tcp', port: 53, protocol: 'TCP' },
      ],
    },
  });
}
