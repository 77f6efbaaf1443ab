import { existsSync } from 'fs';
import * as path from 'path';
import { Oracle } from './oracle';
import { Output, sameObjects } from './output';
import { KubernetesObject } from '../stand/kubernetes-api';

/** What Argo CD's controller makes of the ApplicationSet of a cluster. */
export function applicationsOf(output: Output, cluster: string, oracle: Oracle) {
  const [set] = output.objects(cluster, 'gitops/argocd.yaml');
  const { error, applications } = oracle.applicationsOf(set);
  if (error !== '' || !applications) {
    throw new Error(error || 'there are no Applications');
  }
  return { set, applications };
}

/** Nothing of an element is lost, as what Argo CD does not know would be. */
function hasAll(found: any, wanted: any, at: string): void {
  if (typeof wanted !== 'object' || wanted === null) {
    if (found !== wanted) {
      throw new Error(`${at} is ${found}, not ${wanted}`);
    }
    return;
  }
  Object.entries(wanted).forEach(([key, value]) => hasAll(found?.[key], value, `${at}.${key}`));
}

/** Each Application is in one step of the order, and has what it asks for. */
export function argocdAgrees(output: Output, cluster: string, oracle: Oracle): string {
  const { set, applications } = applicationsOf(output, cluster, oracle);
  const { steps } = set.spec.strategy.rollingSync;
  const inSteps = steps.flatMap(({ matchExpressions }: any) =>
    applications.filter(({ metadata }) =>
      matchExpressions.every(
        ({ key, operator, values }: any) =>
          operator === 'In' && values.includes(metadata.labels[key]),
      ),
    ),
  );
  sameObjects(inSteps, applications);
  const { elements } = set.spec.generators[0].list;
  elements.forEach(({ sources: wanted, syncPolicy }: any, i: number) =>
    hasAll(applications[i].spec, { sources: wanted, syncPolicy }, `Application ${i}`),
  );
  const sources = applications.flatMap(({ spec }) => spec.sources);
  const paths: string[] = sources.flatMap(({ path: below, helm }: any) => [
    ...(below ? [below] : []),
    ...(helm?.valueFiles ?? []).map((file: string) => file.replace(/^\$values\//, '')),
  ]);
  const missing = paths.filter(below => !existsSync(path.join(output.root, below)));
  if (missing.length > 0) {
    throw new Error(`there is no ${missing.join(', ')}`);
  }
  const below = (some: readonly KubernetesObject[]) =>
    some.flatMap(({ path: directory }) =>
      directory ? output.objects(path.posix.relative('dist', directory)) : [],
    );
  sameObjects(below(sources), output.objects(cluster, 'manifests'));
  return `${applications.length} Applications`;
}
