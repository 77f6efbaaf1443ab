import * as path from 'path';
import { Delivery } from './delivery';
import { printObjects } from './print-objects';
import { DirectoryStep, Release, Steps, stepsOf } from './steps';
import { CacertsDelivery } from '../../description/cacerts-props';
import { Repository } from '../../model/clusters/gitops';
import { Cluster, Mesh } from '../../model/mesh';
import { DIRECTORIES } from '../../values/directories';
import { chartVersion } from '../../values/istio-version';
import { MANAGED_BY } from '../../values/ownership';
import { RELEASES_FILE } from '../control-plane/version-place';
import { instruction } from '../instruction';
import { Manifest } from '../manifest';

const { gitops } = DIRECTORIES;
/** As `flux bootstrap` calls namespace and GitRepository. */
const FLUX = 'flux-system';
const KUSTOMIZATIONS = `${gitops}/flux`;
const RELEASES = path.posix.dirname(RELEASES_FILE);

/**
 * Kustomizations, each waiting for the one before, and HelmReleases.
 *
 * `dependsOn` waits for what is healthy, and a `healthChecks` entry for a Secret until it exists
 * (fluxcd/kustomize-controller, docs/spec/v1/kustomizations.md).
 *
 * @internal
 */
export const flux: Delivery = {
  objects: () => [],

  files(mesh, cluster, layers) {
    const steps = stepsOf(mesh, cluster, layers);
    const repository = mesh.repository!;
    return [
      {
        path: `${KUSTOMIZATIONS}/kustomizations.yaml`,
        content: printObjects(kustomizations(steps, mesh, cluster, repository)),
      },
      ...(steps.releases.length > 0
        ? [
            {
              path: RELEASES_FILE,
              content: printObjects([chartRepository(repository), ...releases(steps)]),
            },
          ]
        : []),
    ];
  },

  reads: file => !file.startsWith(`${DIRECTORIES.helm}/`), // HelmReleases have the values in them
  needsLayers: true,

  install(mesh, { cacerts }, { trust }) {
    const key =
      cacerts.delivery === CacertsDelivery.SOPS
        ? ` Needs the Secret \`${mesh.repository!.decryptionSecret}\` of \`${FLUX}\` with the key of SOPS.`
        : '';
    return [
      ...(cacerts.delivery === CacertsDelivery.EXISTING_SECRET ? [trust] : []),
      instruction(
        `Flux brings everything else, one layer after the other, and goes on when the Secret \`cacerts\` is there.${key} Once, unless the Kustomization of the cluster has this directory already:`,
        `kubectl apply -f ${KUSTOMIZATIONS}/`,
      ),
    ];
  },

  uninstall: (_mesh, _cluster, { dns }) => [
    instruction(
      'Flux deletes what it has brought. Namespaces stay: delete them when nothing is in them any more.',
      `kubectl delete -f ${KUSTOMIZATIONS}/`,
    ),
    ...dns,
  ],

  upgrade: 'Let Flux upgrade istiod and the gateways',
};

function kustomizations(
  { before, releases: all, after }: Steps,
  mesh: Mesh,
  cluster: Cluster,
  { directory, decryptionSecret }: Repository,
): Manifest[] {
  const cacerts = { apiVersion: 'v1', kind: 'Secret', name: 'cacerts' };
  const istio: DirectoryStep = { name: 'istio', directory: RELEASES };
  const checks = new Map([
    [before.at(-1), [{ ...cacerts, namespace: mesh.rootNamespace }]],
    [istio, all.map(({ name }) => ({ ...HELM_RELEASE, name, namespace: FLUX }))],
  ]);
  return [...before, ...(all.length > 0 ? [istio] : []), ...after].map((step, i, steps) => ({
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: { name: nameOf(step), namespace: FLUX, labels: MANAGED_BY },
    spec: {
      interval: '10m',
      retryInterval: '1m',
      timeout: '10m',
      sourceRef: { kind: 'GitRepository', name: FLUX },
      path: `./${directory}/${cluster.name}/${step.directory}`,
      prune: true,
      ...(i > 0 ? { dependsOn: [{ name: nameOf(steps[i - 1]) }] } : {}),
      ...(checks.has(step) ? { healthChecks: checks.get(step) } : { wait: true }),
      ...(step.isEncrypted
        ? { decryption: { provider: 'sops', secretRef: { name: decryptionSecret } } }
        : {}),
    },
  }));
}

const nameOf = ({ name }: DirectoryStep): string => `mesh-${name}`;

const HELM_RELEASE = { apiVersion: 'helm.toolkit.fluxcd.io/v2', kind: 'HelmRelease' };
const CHARTS = 'istio';

const chartRepository = ({ charts }: Repository): Manifest => ({
  apiVersion: 'source.toolkit.fluxcd.io/v1',
  kind: 'HelmRepository',
  metadata: { name: CHARTS, namespace: FLUX, labels: MANAGED_BY },
  spec: { interval: '1h', url: charts },
});

/** As `helm upgrade --install` would have made them. */
function releases({ releases: all }: Steps): Manifest[] {
  return all.map(({ name, chart, istio, namespace, values }: Release, i) => ({
    ...HELM_RELEASE,
    metadata: { name, namespace: FLUX, labels: MANAGED_BY },
    spec: {
      interval: '10m',
      timeout: '10m',
      releaseName: name,
      targetNamespace: namespace,
      storageNamespace: namespace,
      chart: {
        spec: {
          chart,
          version: chartVersion(istio),
          sourceRef: { kind: 'HelmRepository', name: CHARTS },
        },
      },
      ...(i > 0 ? { dependsOn: [{ name: all[i - 1].name }] } : {}),
      install: { createNamespace: true, crds: 'CreateReplace', remediation: { retries: 3 } },
      upgrade: { crds: 'CreateReplace', remediation: { retries: 3 } },
      values,
    },
  }));
}
