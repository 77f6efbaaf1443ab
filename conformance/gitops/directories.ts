import { Oracle } from './oracle';
import { keyOf, objectsOf, Output, sameObjects } from './output';

/** `kubectl apply -k`, and Argo CD where it finds a kustomization.yaml: each object once. */
export function kustomizeAgrees(output: Output, cluster: string, oracle: Oracle): string {
  const built = objectsOf(oracle.ask({ kustomize: output.path(cluster) }));
  sameObjects(built, output.objects(cluster, 'manifests'));
  return `${built.length} objects`;
}

/**
 * What kustomize-controller makes of all Kustomizations of a cluster is everything that is to be
 * applied, and nothing twice, or one would delete what another brings.
 */
export function fluxAgrees(output: Output, cluster: string, oracle: Oracle): string {
  const kustomizations = output.objects(cluster, 'gitops/flux');
  const releases = output.objects(cluster, 'gitops/istio');
  [...kustomizations, ...releases].forEach(object => oracle.ask({ decode: object }));
  const built = kustomizations.flatMap(kustomization => {
    const { path } = kustomization.spec;
    const place = `${output.root}/${path}`;
    return objectsOf(oracle.ask({ flux: { root: output.root, path: place, kustomization } }));
  });
  sameObjects(built, [...output.objects(cluster, 'manifests'), ...releases]);
  const checked = kustomizations.flatMap(({ spec }) => spec.healthChecks ?? []);
  const known = new Set([...built.map(keyOf), `v1/Secret/${rootNamespaceOf(releases)}/cacerts`]);
  const unknown = checked
    .map(({ apiVersion, kind, namespace, name }: any) =>
      keyOf({ apiVersion, kind, metadata: { namespace, name } }),
    )
    .filter(key => !known.has(key));
  if (unknown.length > 0) {
    throw new Error(`nobody brings ${unknown.join(', ')}, which is waited for`);
  }
  return `${kustomizations.length} Kustomizations, ${built.length} objects`;
}

const rootNamespaceOf = (releases: readonly any[]): string =>
  releases.find(({ spec }) => spec.chart?.spec.chart === 'istiod')?.spec.targetNamespace;
