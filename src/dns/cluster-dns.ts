import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { CoreDnsGlobalZone } from './core-dns-global-zone';
import { DNS_SERVER_IMAGE, DnsServer } from './dns-server';
import { KubeDnsStub } from './kube-dns-stub';
import { Records } from './zone-block';
import { clusterDnsIp } from '../mesh/cluster-dns-ip';
import { DnsMode } from '../mesh/enums';
import { Cluster, Mesh } from '../mesh/model';
import { MANAGED_BY } from '../mesh/ownership';
import { Platform } from '../mesh/platform';
import { Layer, Layers } from '../output/layer';

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
    if (dns.mode === DnsMode.ZONE) {
      placeZone(this, mesh, cluster, { records: recordsOf(mesh, cluster) });
    } else if (dns.serverIp !== undefined) {
      placeForwarder(this, mesh, cluster, dns.serverIp);
    }
  }
}

function placeForwarder(scope: Construct, mesh: Mesh, cluster: Cluster, serverIp: string): void {
  const { dns: { nodeLocalDns, stubDomains, upstreamNameservers, federations }, platform, serviceCidr } = cluster;
  if (platform === Platform.GKE || nodeLocalDns) {
    new KubeDnsStub(scope, 'stub', {
      stubDomains: { ...stubDomains, [mesh.suffix]: [serverIp] },
      upstreamNameservers,
      federations,
      clusterDomain: mesh.clusterDomain,
      clusterDnsIp: serviceCidr && clusterDnsIp(serviceCidr),
    });
  }
  if (platform !== Platform.GKE) {
    placeZone(scope, mesh, cluster, { forwardTo: serverIp });
  }
}

function placeZone(scope: Construct, mesh: Mesh, cluster: Cluster, answer: { forwardTo: string } | { records: Records }): void {
  const { dns, platform, kubernetes, serviceCidr } = cluster;
  new CoreDnsGlobalZone(scope, 'zone', {
    ...('records' in answer ? { records: Object.fromEntries(Object.entries(answer.records).map(([host, ips]) => [host, [...ips]])) } : answer),
    zone: mesh.suffix,
    platform,
    corefile: dns.corefile,
    defaultCorefileOf: dns.defaultCorefile && kubernetes !== undefined ? `1.${kubernetes}` : undefined,
    coreDnsVersion: dns.coreDnsVersion,
    modernise: dns.modernise,
    clusterDomain: mesh.clusterDomain,
    otherZones: dns.otherZones,
    nodeLocalDns: dns.nodeLocalDns,
    clusterDnsIp: serviceCidr && clusterDnsIp(serviceCidr),
  });
}

/** The hosts that the cluster's workloads may call. */
function recordsOf(mesh: Mesh, { name }: Cluster): Records {
  return Object.fromEntries(mesh.services
    .filter(service => service.grants.some(grant => grant.cluster === name))
    .map(service => [service.host, service.virtualIps]));
}

/** The Service of the chart, but with a ClusterIP that is known beforehand: the chart's own comes later and keeps it. */
function placeIstiocoredns(scope: Construct, namespace: string, clusterIp: string): void {
  new k8s.KubeService(scope, 'istiocoredns', {
    metadata: { name: 'istiocoredns', namespace, labels: { app: 'istiocoredns', ...MANAGED_BY } },
    spec: {
      clusterIp,
      selector: { app: 'istiocoredns' },
      ports: [{ name: 'dns', port: 53, protocol: 'UDP' }, { name: 'dns-tcp', port: 53, protocol: 'TCP' }],
    },
  });
}
