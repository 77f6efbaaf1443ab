import { ControlPlane } from './control-plane';
import { modern } from './modern';
import { eastWestGatewayValues, egressGatewayValues, istiodValues, Values } from './modern-values';
import { RESTART_WORKLOADS } from './proxies';
import { worldFile } from './world';
import { Cluster, Mesh } from '../../model/mesh';
import { printYaml } from '../../values/yaml-printer';
import { instruction } from '../instruction';

/** An Istio that somebody else installs, from 1.20 on. @internal */
export const existing: ControlPlane = {
  files: (_, cluster) => worldFile(cluster),
  apply: modern.apply,

  install(mesh, cluster) {
    const { revision } = cluster.revisions;
    const name = revision === undefined ? 'istio' : `istio-${revision}`;
    return [
      instruction(
        'Control plane and gateways: somebody else installs them. They must have what stands under "What Istio must have". The mesh config in use, to compare:',
        `kubectl -n ${mesh.rootNamespace} get configmap ${name} -o jsonpath='{.data.mesh}'`,
      ),
    ];
  },

  requirements: (mesh, cluster) => [
    'As Helm values; a mesh config has what stands under `meshConfig`, and a Deployment the environment under `env`.',
    ...values('`istiod`', istiodValues(mesh, cluster, cluster.revisions.revision)),
    ...gatewayValues(mesh, cluster),
    'It must not have: `PILOT_ENABLE_SERVICEENTRY_SELECT_PODS=false` in the environment of istiod, `networkGateway` in the values of the gateway, or another Gateway on its port 15443 whose hosts overlap with those of the mesh.',
  ],

  upgrade: () => [],
  uninstall: () => [],

  restart: ({ rootNamespace }) =>
    `Restart the control plane and the gateways (\`kubectl -n ${rootNamespace} rollout restart deployment\`), then ${RESTART_WORKLOADS}.`,

  renewal: modern.renewal,
  identities: modern.identities,
};

function gatewayValues(mesh: Mesh, cluster: Cluster): string[] {
  const { gateway, egressGateway } = cluster;
  return [
    ...(gateway
      ? values(
          '`gateway`, for the east-west gateway',
          eastWestGatewayValues(mesh, cluster, gateway),
        )
      : []),
    ...(egressGateway
      ? values('`gateway`, for the egress gateway', egressGatewayValues(mesh, egressGateway))
      : []),
  ];
}

const values = (of: string, own: Values): string[] => [
  `Chart ${of}:`,
  ['```yaml', printYaml(own).trimEnd(), '```'].join('\n'),
];
