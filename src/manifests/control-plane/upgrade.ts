import { GatewayRelease, upgradeGateway } from './gateway-releases';
import {
  installBase,
  installIstiod,
  IstiodRelease,
  nextIstiod,
  presentIstiod,
  setTag,
} from './istiod-releases';
import { RESTART_COMMAND } from './proxies';
import { Cluster, Mesh } from '../../model/mesh';
import { instruction, Instruction } from '../instruction';

/**
 * The way from the present control plane to the next, which run side by side: the new one, one
 * namespace, everybody, the end of the old one. Empty without a next one.
 *
 * @see https://istio.io/latest/docs/setup/upgrade/canary/
 * @internal
 */
export function upgradeSteps(
  mesh: Mesh,
  cluster: Cluster,
  gateways: readonly GatewayRelease[],
): Instruction[] {
  const next = nextIstiod(cluster);
  if (!next) {
    return [];
  }
  const { tag, revision } = cluster.revisions;
  // pods without a name go by the tag that Istio itself has for them
  const moved = tag ?? (revision === undefined ? 'default' : undefined);
  return [
    instruction(
      'The new control plane, beside the present one. No proxy uses it yet.',
      installBase(mesh, cluster),
      installIstiod(next, mesh),
    ),
    instruction(
      'One namespace first. `istioctl proxy-status` names the control plane of each proxy. To go back, give the namespace its former label and restart again.',
      labelNamespace(next),
      RESTART_COMMAND,
      'istioctl proxy-status',
    ),
    moved === undefined
      ? moveEach(next, gateways)
      : moveTag(moved, { mesh, next, present: presentIstiod(cluster) }, gateways),
    removeFormer(mesh, cluster, next, moved),
  ];
}

const labelNamespace = ({ revision }: IstiodRelease): string =>
  `kubectl label namespace <namespace> istio-injection- istio.io/rev=${revision} --overwrite`;

interface Move {
  readonly mesh: Mesh;
  readonly next: IstiodRelease;
  readonly present: IstiodRelease;
}

function moveTag(
  tag: string,
  { mesh, next, present }: Move,
  gateways: readonly GatewayRelease[],
): Instruction {
  return instruction(
    `Everybody: what goes by the tag \`${tag}\` gets a proxy of the new control plane when its pods start again, the gateways one after the other. Give the namespace of the step before its former label. To go back: \`${setTag(tag, present.revision, mesh)} --overwrite\`, and restart again.`,
    `${setTag(tag, next.revision, mesh)} --overwrite`,
    ...gateways.flatMap(({ name, namespace }) => [
      `kubectl -n ${namespace} rollout restart deployment ${name}`,
      `kubectl -n ${namespace} rollout status deployment ${name}`,
    ]),
    RESTART_COMMAND,
  );
}

function moveEach(next: IstiodRelease, gateways: readonly GatewayRelease[]): Instruction {
  return instruction(
    'Everybody: each namespace and gateway by itself, since they go by the revision. (With `istiod.revisionTag` they go by a tag, and are moved together.) To go back, give them the former revision.',
    labelNamespace(next),
    RESTART_COMMAND,
    ...gateways.map(gateway => `${upgradeGateway(gateway)} --set-string revision=${next.revision}`),
  );
}

function removeFormer(
  { rootNamespace }: Mesh,
  cluster: Cluster,
  { revision }: IstiodRelease,
  moved: string | undefined,
): Instruction {
  const { name } = presentIstiod(cluster);
  const tag = moved === undefined ? '' : `, \`istiod.revisionTag\` to \`${moved}\``;
  return instruction(
    `When \`istioctl proxy-status\` shows no proxy of the former control plane any more: in the description, set \`istio\` to that of \`istiod.upgrade\`, \`istiod.revision\` to \`${revision}\`${tag}, and remove \`istiod.upgrade\`. Run synth, do the installation again from step 2 on, and then:`,
    `helm uninstall ${name} -n ${rootNamespace}`,
  );
}
