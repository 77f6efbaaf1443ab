import { ControlPlane } from './control-plane';
import { gatewayReleases, installGateway, removeGateways } from './gateway-releases';
import {
  installBase,
  installIstiod,
  istiodReleases,
  presentIstiod,
  setTag,
} from './istiod-releases';
import { istiodValues, Values } from './modern-values';
import { askProxies, RESTART_WORKLOADS } from './proxies';
import { upgradeSteps } from './upgrade';
import { worldFile } from './world';
import { Cluster, Mesh } from '../../model/mesh';
import { DIRECTORIES } from '../../values/directories';
import { printYaml } from '../../values/yaml-printer';
import { instruction } from '../instruction';
import { TextFile } from '../text-file';

const VALUES = DIRECTORIES.helm;

/** Istio's Helm charts: 1.20 and later. @internal */
export const modern: ControlPlane = {
  files(mesh, cluster) {
    return [
      ...istiodReleases(cluster).map(({ name, revision }) =>
        valuesFile(name, istiodValues(mesh, cluster, revision)),
      ),
      ...gatewayReleases(mesh, cluster).map(({ name, values }) => valuesFile(name, values)),
      ...worldFile(cluster),
    ];
  },

  /**
   * By the API server, which every Kubernetes of these versions can: by itself, kubectl keeps each
   * object a second time, in an annotation of at most 256 KiB. What somebody else has changed is
   * put right, as by itself it does too.
   */
  apply: 'kubectl apply --server-side --force-conflicts',

  install(mesh, cluster) {
    return [
      instruction(
        "Control plane, with Istio's chart repository added to Helm as `istio`.",
        installBase(mesh, cluster),
        installIstiod(presentIstiod(cluster), mesh),
        ...firstTag(mesh, cluster),
      ),
      ...gatewayReleases(mesh, cluster).map(installGateway),
    ];
  },

  requirements: () => [],

  upgrade: (mesh, cluster) => upgradeSteps(mesh, cluster, gatewayReleases(mesh, cluster)),

  uninstall(mesh, cluster) {
    const { rootNamespace } = mesh;
    const { tag } = cluster.revisions;
    return [
      instruction(
        'Gateway and control plane.',
        ...removeGateways(mesh, cluster),
        ...(tag === undefined
          ? []
          : [`istioctl tag remove ${tag} --istioNamespace ${rootNamespace} -y`]),
        ...istiodReleases(cluster).map(({ name }) => `helm uninstall ${name} -n ${rootNamespace}`),
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

/** Only where there is none yet: an upgrade may have moved it. */
function firstTag(mesh: Mesh, { revisions: { tag, revision } }: Cluster): string[] {
  return tag === undefined
    ? []
    : [
        `istioctl tag list --istioNamespace ${mesh.rootNamespace} | grep '^${tag}[[:space:]]' || ${setTag(tag, revision, mesh)}`,
      ];
}

function valuesFile(name: string, values: Values): TextFile {
  return { path: `${VALUES}/${name}.yaml`, content: printYaml(values) };
}
