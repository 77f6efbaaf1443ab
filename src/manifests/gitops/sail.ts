import { Delivery } from './delivery';
import { Cluster, Mesh } from '../../model/mesh';
import { DIRECTORIES } from '../../values/directories';
import { IstioVersion, versionName } from '../../values/istio-version';
import { MANAGED_BY } from '../../values/ownership';
import { removeGateways } from '../control-plane/gateway-releases';
import { istiodValues, Values } from '../control-plane/modern-values';
import { istioName } from '../control-plane/version-place';
import { instruction } from '../instruction';
import { Manifest } from '../manifest';

const CONTROL_PLANE = `${DIRECTORIES.manifests}/control-plane/`;

/**
 * An `Istio`, from which the Sail operator installs istiod. Gateways are not its business.
 *
 * @see https://github.com/istio-ecosystem/sail-operator api/v1/istio_types.go
 * @internal
 */
export const sail: Delivery = {
  objects: (mesh, cluster) => [istio(mesh, cluster), ...tag(cluster)],
  files: () => [],
  reads: file => !file.startsWith(`${DIRECTORIES.helm}/istiod`),
  needsLayers: false,

  install: (_mesh, cluster, { trust, controlPlane: [, ...gateways], everythingElse }) => [
    trust,
    instruction(
      'Control plane, by the Sail operator, which has to be there.',
      `kubectl apply -R -f ${CONTROL_PLANE}`,
      `kubectl wait --for=condition=Ready istio/${istioName(cluster)} --timeout=10m`,
    ),
    ...gateways,
    everythingElse,
  ],

  uninstall: (mesh, cluster, { objects, dns }) => [
    objects,
    ...dns,
    instruction(
      'Gateway and control plane.',
      ...removeGateways(mesh, cluster),
      `kubectl delete istio ${istioName(cluster)}`,
    ),
  ],

  upgrade: `Let the operator upgrade istiod, and upgrade the gateways with their values of \`${DIRECTORIES.helm}/\``,
};

function istio(mesh: Mesh, cluster: Cluster): Manifest {
  return {
    apiVersion: 'sailoperator.io/v1',
    kind: 'Istio',
    metadata: { name: istioName(cluster), labels: MANAGED_BY },
    spec: {
      version: versionOf(cluster.istio),
      namespace: mesh.rootNamespace,
      updateStrategy: { type: 'InPlace' },
      values: valuesOf(istiodValues(mesh, cluster, undefined)),
    },
  };
}

function tag(cluster: Cluster): Manifest[] {
  const { tag: name } = cluster.revisions;
  const targetRef = { kind: 'Istio', name: istioName(cluster) };
  return name === undefined
    ? []
    : [
        {
          apiVersion: 'sailoperator.io/v1',
          kind: 'IstioRevisionTag',
          metadata: { name, labels: MANAGED_BY },
          spec: { targetRef },
        },
      ];
}

/** The operator knows each patch release, and the newest one of a minor by a name of its own. */
const versionOf = (version: IstioVersion): string =>
  `v${versionName(version)}${version.patch === undefined ? '-latest' : ''}`;

/** The chart takes annotations of istiod's pods at its top as well, the API only here. */
function valuesOf({ podAnnotations, ...values }: Values): Values {
  if (podAnnotations === undefined) {
    return values;
  }
  const pilot = values.pilot as { readonly podAnnotations?: object } | undefined;
  const all = { ...podAnnotations, ...pilot?.podAnnotations };
  return { ...values, pilot: { ...pilot, podAnnotations: all } };
}
