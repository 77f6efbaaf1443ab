import { WorkloadFacts } from './facts';
import { covers, Labels, Manifest } from './manifest';
import { ClusterFiles, World } from './world';

/** Somebody who calls. @internal */
export interface Account {
  readonly cluster: string;
  readonly namespace: string;
  readonly serviceAccount: string;
}

/**
 * A world with the pods that its entries select and nobody shows, each as the entry says: with its
 * labels, its port and the first identity that it names, and with a sidecar. And with those who
 * call.
 *
 * @internal
 */
export function withAssumedWorkloads(world: World, callers: readonly Account[]): World {
  return {
    clusters: world.clusters.map(cluster => ({
      ...cluster,
      facts: {
        ...cluster.facts,
        workloads: [
          ...cluster.facts.workloads,
          ...cluster.manifests.filter(selects).flatMap(entry => assumedOf(entry, cluster)),
          ...callers
            .filter(one => one.cluster === cluster.name && !isShown(one, cluster))
            .map(({ namespace, serviceAccount }) => assumed(namespace, serviceAccount, {}, {})),
        ],
      },
    })),
  };
}

const selects = ({ group, kind, spec }: Manifest): boolean =>
  group === 'networking.istio.io' && kind === 'ServiceEntry' && spec.workloadSelector !== undefined;

function assumedOf({ spec, namespace }: Manifest, cluster: ClusterFiles): WorkloadFacts[] {
  const labels: Labels = spec.workloadSelector.labels ?? {};
  const isGiven = [...templates(cluster), ...cluster.facts.workloads].some(
    one => one.namespace === namespace && covers(labels, one.labels),
  );
  if (isGiven) {
    return [];
  }
  const accounts = (spec.subjectAltNames ?? []).flatMap(
    (name: string) => /\/sa\/([^/]+)$/.exec(name)?.[1] ?? [],
  );
  const ports = (spec.ports ?? []).map(({ name, number, targetPort }: any) => [
    name,
    targetPort ?? number,
  ]);
  return [assumed(namespace, accounts[0] ?? 'default', labels, Object.fromEntries(ports))];
}

const assumed = (
  namespace: string,
  serviceAccount: string,
  labels: Labels,
  ports: WorkloadFacts['ports'],
): WorkloadFacts => ({
  namespace,
  serviceAccount,
  labels,
  ports,
  sidecar: true,
  isAssumed: true,
});

/** Labels of pods, and of what makes them. */
function templates({ manifests }: ClusterFiles) {
  return manifests
    .filter(({ kind, spec }) => kind === 'Pod' || spec.template)
    .map(({ namespace, kind, labels, spec }) => ({
      namespace,
      labels: (kind === 'Pod' ? labels : (spec.template?.metadata?.labels ?? {})) as Labels,
      serviceAccount:
        (kind === 'Pod' ? spec : spec.template?.spec)?.serviceAccountName ?? 'default',
    }));
}

const isShown = ({ namespace, serviceAccount }: Account, cluster: ClusterFiles): boolean =>
  [...templates(cluster), ...cluster.facts.workloads].some(
    one => one.namespace === namespace && one.serviceAccount === serviceAccount,
  );
