import { WorkloadFacts } from './facts';
import { covers, Labels, Manifest } from './manifest';
import { ClusterFiles, withWorkloads, World } from './world';
import { groupBy } from '../../values/group-by';

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
  return { clusters: world.clusters.map(cluster => withAssumed(cluster, callers)) };
}

function withAssumed(cluster: ClusterFiles, callers: readonly Account[]): ClusterFiles {
  const shown = groupBy(
    [...templates(cluster), ...cluster.facts.workloads],
    ({ namespace }) => namespace,
  );
  const shownIn = (namespace: string): readonly Shown[] => shown.get(namespace) ?? [];
  const isShown = ({ namespace, serviceAccount }: Account) =>
    shownIn(namespace).some(one => one.serviceAccount === serviceAccount);
  return withWorkloads(cluster, [
    ...cluster.manifests
      .filter(selects)
      .flatMap(entry => assumedOf(entry, shownIn(entry.namespace))),
    ...callers
      .filter(one => one.cluster === cluster.name && !isShown(one))
      .map(({ namespace, serviceAccount }) => assumed(namespace, serviceAccount, {}, {})),
  ]);
}

/** Pods that somebody gave. */
type Shown = Pick<WorkloadFacts, 'namespace' | 'serviceAccount' | 'labels'>;

const selects = ({ group, kind, spec }: Manifest): boolean =>
  group === 'networking.istio.io' && kind === 'ServiceEntry' && spec.workloadSelector !== undefined;

function assumedOf({ spec, namespace }: Manifest, shown: readonly Shown[]): WorkloadFacts[] {
  const labels: Labels = spec.workloadSelector.labels ?? {};
  if (shown.some(one => covers(labels, one.labels))) {
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
function templates({ manifests }: ClusterFiles): Shown[] {
  return manifests
    .filter(({ kind, spec }) => kind === 'Pod' || spec.template)
    .map(({ namespace, kind, labels, spec }) => ({
      namespace,
      labels: (kind === 'Pod' ? labels : (spec.template?.metadata?.labels ?? {})) as Labels,
      serviceAccount:
        (kind === 'Pod' ? spec : spec.template?.spec)?.serviceAccountName ?? 'default',
    }));
}
