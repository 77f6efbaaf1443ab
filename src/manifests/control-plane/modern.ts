import { ControlPlane } from './control-plane';
import { instruction, Instruction } from '../instruction';
import {
  EAST_WEST_GATEWAY,
  eastWestGatewayValues,
  EGRESS_GATEWAY,
  egressGatewayValues,
  istiodValues,
  Values,
} from './modern-values';
import { askProxies, RESTART_WORKLOADS } from './proxies';
import { Cluster, Mesh } from '../../model/mesh';
import { DIRECTORIES } from '../../values/directories';
import { chartVersion } from '../../values/istio-version';
import { printYaml } from '../../values/yaml-printer';
import { TextFile } from '../text-file';

const VALUES = DIRECTORIES.helm;

/** Istio's Helm charts: 1.20 and later. @internal */
export const modern: ControlPlane = {
  files(mesh, cluster) {
    return [
      valuesFile('istiod', istiodValues(mesh, cluster)),
      ...gatewaysOf(mesh, cluster).map(({ name, values }) => valuesFile(name, values)),
    ];
  },

  install(mesh, cluster) {
    const { rootNamespace } = mesh;
    const release = versionOf(cluster);
    return [
      instruction(
        "Control plane, with Istio's chart repository added to Helm as `istio`.",
        `helm upgrade --install istio-base istio/base ${release} -n ${rootNamespace} --set global.istioNamespace=${rootNamespace} --wait`,
        `helm upgrade --install istiod istio/istiod ${release} -n ${rootNamespace} -f ${VALUES}/istiod.yaml --wait`,
      ),
      ...gatewaysOf(mesh, cluster).map(gateway => installGateway(gateway, release)),
    ];
  },

  uninstall(mesh, cluster) {
    const { rootNamespace } = mesh;
    return [
      instruction(
        'Gateway and control plane.',
        ...gatewaysOf(mesh, cluster).map(
          ({ name, namespace }) => `helm uninstall ${name} -n ${namespace}`,
        ),
        `helm uninstall istiod -n ${rootNamespace}`,
        `helm uninstall istio-base -n ${rootNamespace}`,
      ),
    ];
  },

  restart: (_, upgrade) =>
    `${upgrade}, whose changed annotation restarts them, then ${RESTART_WORKLOADS}.`,

  // istiod watches the Secret, from 1.18 on.
  renewal: () =>
    'istiod takes the new intermediate up by itself. Identities follow within a day, or at once where gateways and workloads are restarted.',

  identities: ({ name }) => askProxies(name),
};

/** A release of the chart `gateway`. @internal */
export interface GatewayRelease {
  readonly name: string;
  readonly namespace: string;
  readonly what: string;
  readonly addresses: readonly string[];
  readonly values: Values;
}

/** @internal */
export function gatewaysOf(mesh: Mesh, cluster: Cluster): GatewayRelease[] {
  const { gateway, egressGateway } = cluster;
  const releases: GatewayRelease[] = [];
  if (gateway) {
    releases.push({
      name: EAST_WEST_GATEWAY,
      namespace: gateway.namespace,
      what: 'East-west gateway.',
      addresses: gateway.addresses.map(String),
      values: eastWestGatewayValues(mesh, cluster, gateway),
    });
  }
  if (egressGateway) {
    releases.push({
      name: EGRESS_GATEWAY,
      namespace: egressGateway.namespace,
      what: 'Egress gateway, in a namespace of its own.',
      addresses: [egressGateway.address],
      values: egressGatewayValues(mesh, egressGateway),
    });
  }
  return releases;
}

function installGateway(gateway: GatewayRelease, release: string): Instruction {
  const { name, namespace, what, addresses } = gateway;
  const wanted = addresses.map(address => `\`${address}\``).join(', ');
  return instruction(
    `${what} Its address must be what the description says: ${wanted}.`,
    `helm upgrade --install ${name} istio/gateway ${release} -n ${namespace} --create-namespace -f ${VALUES}/${name}.yaml --wait`,
    `kubectl -n ${namespace} get service ${name}`,
  );
}

function valuesFile(name: string, values: Values): TextFile {
  return { path: `${VALUES}/${name}.yaml`, content: printYaml(values) };
}

/** An argument of Helm. */
function versionOf({ istio }: Cluster): string {
  const version = chartVersion(istio);
  return `--version ${version.startsWith('~') ? `'${version}'` : version}`;
}
