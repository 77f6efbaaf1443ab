import { Yaml } from 'cdk8s';
import { classicValues } from './classic-values';
import {
  EAST_WEST_GATEWAY,
  eastWestGatewayValues,
  EGRESS_GATEWAY,
  egressGatewayValues,
  istiodValues,
  Values,
} from './modern-values';
import { clusterReadme } from './readme';
import { Cluster, Mesh } from '../../model/mesh';

/**
 * What a cluster's Istio installation must be told, as files beside the manifests: Helm values or
 * an IstioOperator, and how to apply them.
 *
 * @internal
 */
export function controlPlaneFiles(
  mesh: Mesh,
  cluster: Cluster,
): Array<{ readonly path: string; readonly content: string }> {
  return [
    { path: 'README.md', content: clusterReadme(mesh, cluster) },
    ...(mesh.profile === 'classic'
      ? [
          values(
            'control-plane/values-istio-multicluster-gateways.yaml',
            classicValues(cluster.istio),
          ),
        ]
      : modernFiles(mesh, cluster)),
  ];
}

function modernFiles(mesh: Mesh, cluster: Cluster) {
  return [
    values('control-plane/helm/istiod.yaml', istiodValues(mesh, cluster)),
    ...(cluster.gateway
      ? [
          values(
            `control-plane/helm/${EAST_WEST_GATEWAY}.yaml`,
            eastWestGatewayValues(mesh, cluster, cluster.gateway),
          ),
        ]
      : []),
    ...(cluster.egressGateway
      ? [
          values(
            `control-plane/helm/${EGRESS_GATEWAY}.yaml`,
            egressGatewayValues(mesh, cluster.egressGateway),
          ),
        ]
      : []),
  ];
}

function values(path: string, content: Values) {
  return { path, content: Yaml.stringify(content) };
}
