import { Delivery } from './delivery';
import { printObjects } from './print-objects';
import { DirectoryStep, Release, stepsOf } from './steps';
import { CacertsDelivery } from '../../description/cacerts-props';
import { Repository } from '../../model/clusters/gitops';
import { Cluster, Mesh } from '../../model/mesh';
import { DIRECTORIES } from '../../values/directories';
import { chartVersion } from '../../values/istio-version';
import { MANAGED_BY } from '../../values/ownership';
import { ARGOCD_FILE as FILE, presentVersion } from '../control-plane/version-place';
import { instruction, Instruction } from '../instruction';
import { Manifest } from '../manifest';

/** Of each Application: its place in the order. */
const STEP_LABEL = 'mesh.cdk8s-istio-multicluster/step';

/**
 * An ApplicationSet, whose controller syncs one Application after the other (`RollingSync`).
 *
 * Applications of charts are not synced automatically: where that controller does not know
 * `RollingSync`, or it is not switched on, they wait for somebody to sync them, rather than start
 * istiod before its CA is there.
 *
 * @internal
 */
export const argocd: Delivery = {
  objects: () => [],

  files(mesh, cluster, layers) {
    const { before, releases, after } = stepsOf(mesh, cluster, layers);
    const repository = mesh.repository!;
    const elements = [
      ...before.map(step => directoryElement(step, mesh, cluster, repository)),
      ...releases.map(release => releaseElement(release, cluster, repository)),
      ...after.map(step => directoryElement(step, mesh, cluster, repository)),
    ];
    return [{ path: FILE, content: printObjects([applicationSet(cluster, elements)]) }];
  },

  reads: () => true,
  needsLayers: true,

  install: (_, { name, cacerts }, { trust }) => [
    ...(cacerts.delivery === CacertsDelivery.EXISTING_SECRET ? [trust] : []),
    instruction(
      `Argo CD brings everything else, one layer after the other. It knows the cluster by the name \`${name}\`, and its ApplicationSet controller runs with \`--enable-progressive-syncs\`. Once, with kubectl's context set to the cluster of Argo CD, unless an Application has this file already:`,
      `kubectl apply -n argocd -f ${FILE}`,
    ),
  ],

  uninstall: (mesh, cluster, { objects, dns }) => [
    instruction(
      "The Applications, which would bring everything back, with kubectl's context set to the cluster of Argo CD. What they have brought stays.",
      `kubectl delete -n argocd -f ${FILE}`,
    ),
    objects,
    ...dns,
    ...chartsRemoval(cluster, stepsOf(mesh, cluster, new Set()).releases),
  ],

  upgrade: 'Let Argo CD upgrade istiod and the gateways',
};

const chartsRemoval = (cluster: Cluster, releases: readonly Release[]): Instruction[] =>
  releases.length === 0
    ? []
    : [
        instruction(
          'Gateway and control plane, which Argo CD has not made releases of Helm of.',
          ...releases.map(release => deleteRelease(cluster, release)).reverse(),
        ),
      ];

function deleteRelease(cluster: Cluster, { name, chart, namespace }: Release): string {
  const options =
    chart === 'base'
      ? `--set global.istioNamespace=${namespace}`
      : `-f ${DIRECTORIES.helm}/${name}.yaml`;
  return `helm template ${name} istio/${chart} ${presentVersion(cluster)} -n ${namespace} ${options} | kubectl delete -n ${namespace} --ignore-not-found -f -`;
}

/** The parameters of an Application. */
interface Element {
  readonly step: string;
  readonly namespace: string;
  readonly sources: readonly object[];
  readonly syncPolicy: object;
  readonly ignoreDifferences: readonly object[];
}

const RETRY = { limit: 5, backoff: { duration: '30s', factor: 2, maxDuration: '5m' } };

function directoryElement(
  { name, directory: below }: DirectoryStep,
  { rootNamespace }: Mesh,
  cluster: Cluster,
  { url, revision, directory }: Repository,
): Element {
  return {
    step: name,
    namespace: rootNamespace,
    sources: [
      {
        repoURL: url,
        targetRevision: revision,
        path: `${directory}/${cluster.name}/${below}`,
        directory: { recurse: true },
      },
    ],
    syncPolicy: {
      automated: { prune: true, selfHeal: true },
      retry: RETRY,
      syncOptions: ['ServerSideApply=true'],
    },
    ignoreDifferences: [],
  };
}

function releaseElement(
  { name, chart, istio, namespace, values }: Release,
  { name: cluster }: Cluster,
  { url, revision, directory, charts }: Repository,
): Element {
  // the values of the chart `base` have no file of their own
  const helm =
    chart === 'base'
      ? { valuesObject: values }
      : { valueFiles: [`$values/${directory}/${cluster}/${DIRECTORIES.helm}/${name}.yaml`] };
  return {
    step: name,
    namespace,
    sources: [
      {
        repoURL: charts,
        chart,
        targetRevision: chartVersion(istio),
        helm: { releaseName: name, ...helm },
      },
      { repoURL: url, targetRevision: revision, ref: 'values' },
    ],
    syncPolicy: { retry: RETRY, syncOptions: ['CreateNamespace=true', 'ServerSideApply=true'] },
    ignoreDifferences: chart === 'gateway' ? [] : WEBHOOKS,
  };
}

/** What istiod writes into its webhooks when it runs (istio/istio pkg/webhooks). */
const WEBHOOKS = ['ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration'].map(kind => ({
  group: 'admissionregistration.k8s.io',
  kind,
  jqPathExpressions: ['.webhooks[]?.clientConfig.caBundle', '.webhooks[]?.failurePolicy'],
}));

function applicationSet({ name }: Cluster, elements: readonly Element[]): Manifest {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'ApplicationSet',
    metadata: { name: `mesh-${name}`, namespace: 'argocd', labels: MANAGED_BY },
    spec: {
      goTemplate: true,
      goTemplateOptions: ['missingkey=error'],
      generators: [{ list: { elements } }],
      strategy: {
        type: 'RollingSync',
        rollingSync: {
          steps: elements.map(({ step }) => ({
            matchExpressions: [{ key: STEP_LABEL, operator: 'In', values: [step] }],
          })),
        },
      },
      // deleting it must not delete a cluster's mesh
      syncPolicy: { preserveResourcesOnDeletion: true },
      template: {
        metadata: {
          name: `mesh-${name}-{{.step}}`,
          labels: { ...MANAGED_BY, [STEP_LABEL]: '{{.step}}' },
        },
        spec: { project: 'default', destination: { name, namespace: '{{.namespace}}' } },
      },
      templatePatch: PATCH,
    },
  };
}

/** What is not text in a template has to be patched in. JSON is YAML. */
const PATCH = ['sources', 'syncPolicy', 'ignoreDifferences']
  .map(key => `  ${key}: {{ toJson .${key} }}\n`)
  .reduce((text, line) => text + line, 'spec:\n');
