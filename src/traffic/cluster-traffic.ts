import { ApiObject } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { GlobalServiceEntry } from './global-service-entry';
import { exportingGateway, hostsOf, importedNamespaces } from './hosts-of';
import { mechanismOf } from './mechanism';
import { Cluster, Mesh } from '../mesh/model';
import { KEEP, MANAGED_BY } from '../mesh/ownership';
import { Layer, Layers } from '../output/layer';

/**
 * Everything about calls that one cluster needs: its hosts, its gateway, and the namespaces to put them in.
 *
 * @internal
 */
export class ClusterTraffic extends Construct {
  public constructor(scope: Construct, id: string, mesh: Mesh, cluster: Cluster) {
    super(scope, id);
    Layers.assign(this, Layer.TRAFFIC);
    const hosts = hostsOf(mesh, cluster);
    for (const namespace of importedNamespaces(mesh, cluster, hosts)) {
      // Somebody may have put workloads there since.
      new k8s.KubeNamespace(this, `namespace-${namespace}`, {
        metadata: { name: namespace, labels: { ...MANAGED_BY, ...INJECTION }, annotations: { ...KEEP } },
      });
    }
    for (const host of hosts) {
      new GlobalServiceEntry(this, `${host.name}.${host.namespace}`, host);
    }
    const gateway = exportingGateway(mesh, cluster);
    for (const manifest of gateway ? mechanismOf(mesh.profile).gateway(gateway) : []) {
      new ApiObject(this, `${manifest.kind}-${manifest.metadata.name}`, manifest);
    }
  }
}

/** As Istio's documentation labels the namespace of a remote service. */
const INJECTION = { 'istio-injection': 'enabled' };
