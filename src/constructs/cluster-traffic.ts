import { ApiObject } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { GlobalServiceEntry } from './global-service-entry';
import { Layers } from './layers';
import { authorizationPolicies } from '../manifests/traffic/authorization';
import { Manifest } from '../manifests/traffic/istio-objects';
import { mechanismOf } from '../manifests/traffic/mechanism';
import { sidecars } from '../manifests/traffic/sidecars';
import {
  egressRoutes,
  exportingGateway,
  hostsOf,
  importedNamespaces,
} from '../model/hosts/hosts-of';
import { Cluster, Mesh } from '../model/mesh';
import { Layer } from '../output/layer';
import { KEEP, MANAGED_BY } from '../values/ownership';

/**
 * Everything about calls that one cluster needs: its hosts, its gateway, and the namespaces to put
 * them in.
 *
 * @internal
 */
export class ClusterTraffic extends Construct {
  public constructor(scope: Construct, id: string, mesh: Mesh, cluster: Cluster) {
    super(scope, id);
    Layers.assign(this, Layer.TRAFFIC);
    const hosts = hostsOf(mesh, cluster);
    for (const namespace of importedNamespaces(mesh, cluster)) {
      // Somebody may have put workloads there since.
      new k8s.KubeNamespace(this, `namespace-${namespace}`, {
        metadata: {
          name: namespace,
          labels: { ...MANAGED_BY, ...INJECTION },
          annotations: { ...KEEP },
        },
      });
    }
    for (const host of hosts) {
      new GlobalServiceEntry(this, `${host.name}.${host.namespace}`, host);
    }
    for (const manifest of [
      ...gatewayManifests(mesh, cluster),
      ...authorizationPolicies(mesh, cluster),
      ...sidecars(mesh, cluster),
    ]) {
      const { name, namespace } = manifest.metadata;
      new ApiObject(this, `${manifest.kind}-${namespace}-${name}`, manifest);
    }
  }
}

function gatewayManifests(mesh: Mesh, cluster: Cluster): Manifest[] {
  const mechanism = mechanismOf(mesh.profile);
  const gateway = exportingGateway(mesh, cluster);
  const egress = egressRoutes(mesh, cluster);
  return [
    ...(gateway ? mechanism.gateway(gateway) : []),
    ...(egress ? mechanism.egress(egress) : []),
  ];
}

/** As Istio's documentation labels the namespace of a remote service. */
const INJECTION = { 'istio-injection': 'enabled' };
