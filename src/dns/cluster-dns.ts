import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { CoreDnsGlobalZone } from './core-dns-global-zone';
import { KubeDnsStub } from './kube-dns-stub';
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
  public constructor(scope: Construct, id: string, mesh: Mesh, { dns, platform }: Cluster) {
    super(scope, id);
    Layers.assign(this, Layer.DNS);
    if (dns.mode === DnsMode.ISTIOCOREDNS) {
      placeIstiocoredns(this, mesh.rootNamespace, dns.serverIp!);
    }
    if (dns.serverIp === undefined) {
      return;
    }
    if (platform === Platform.GKE || dns.nodeLocalDns) {
      new KubeDnsStub(this, 'stub', { stubDomains: { [mesh.suffix]: [dns.serverIp] } });
    }
    if (platform !== Platform.GKE) {
      new CoreDnsGlobalZone(this, 'zone', { zone: mesh.suffix, forwardTo: dns.serverIp, platform, corefile: dns.corefile });
    }
  }
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
