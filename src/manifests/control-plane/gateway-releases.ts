import {
  EAST_WEST_GATEWAY,
  eastWestGatewayValues,
  EGRESS_GATEWAY,
  egressGatewayValues,
  Values,
} from './modern-values';
import { presentVersion } from './version-place';
import { Cluster, Mesh } from '../../model/mesh';
import { DIRECTORIES } from '../../values/directories';
import { instruction, Instruction } from '../instruction';

/** A release of the chart `gateway`. @internal */
export interface GatewayRelease {
  readonly name: string;
  readonly namespace: string;
  readonly what: string;
  readonly values: Values;
  /** as an option of Helm */
  readonly version: string;
}

/** @internal */
export function gatewayReleases(mesh: Mesh, cluster: Cluster): GatewayRelease[] {
  const { gateway, egressGateway } = cluster;
  const version = presentVersion(cluster);
  const releases: GatewayRelease[] = [];
  if (gateway) {
    releases.push({
      name: EAST_WEST_GATEWAY,
      namespace: gateway.namespace,
      what: 'East-west gateway.',
      values: eastWestGatewayValues(mesh, cluster, gateway),
      version,
    });
  }
  if (egressGateway) {
    releases.push({
      name: EGRESS_GATEWAY,
      namespace: egressGateway.namespace,
      what: 'Egress gateway, in a namespace of its own.',
      values: egressGatewayValues(mesh, egressGateway),
      version,
    });
  }
  return releases;
}

/** The commands that take the gateways away. @internal */
export const removeGateways = (mesh: Mesh, cluster: Cluster): string[] =>
  gatewayReleases(mesh, cluster).map(
    ({ name, namespace }) => `helm uninstall ${name} -n ${namespace}`,
  );

/** @internal */
export function installGateway(gateway: GatewayRelease): Instruction {
  const { name, namespace, what } = gateway;
  return instruction(
    `${what} Its address must be that of \`world.yaml\`.`,
    upgradeGateway(gateway),
    `kubectl -n ${namespace} get service ${name}`,
  );
}

/** @internal */
export const upgradeGateway = ({ name, namespace, version }: GatewayRelease): string =>
  `helm upgrade --install ${name} istio/gateway ${version} -n ${namespace} --create-namespace -f ${DIRECTORIES.helm}/${name}.yaml --wait`;
