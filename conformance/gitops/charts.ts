import { existsSync, readFileSync } from 'fs';
import * as path from 'path';
import { parse } from 'yaml';
import { Oracle } from './oracle';
import { objectsOf, Output, sameObjects } from './output';
import { CHARTS } from '../stand/helm-repository';
import { KubernetesObject } from '../stand/kubernetes-api';

/** A release of one of Istio's charts, as a tool makes it. */
export interface Release {
  readonly name: string;
  readonly chart: string;
  readonly version: string;
  readonly namespace: string;
  readonly values: object;
}

export const releasesOfFlux = (output: Output, cluster: string): Release[] =>
  output
    .objects(cluster, 'gitops/istio')
    .filter(({ kind }) => kind === 'HelmRelease')
    .map(({ spec }) => ({
      name: spec.releaseName,
      chart: spec.chart.spec.chart,
      version: spec.chart.spec.version,
      namespace: spec.targetNamespace,
      values: spec.values ?? {},
    }));

/** As Argo CD reads `$values`: a file of the source that is called so. */
export const releasesOfArgocd = (
  output: Output,
  applications: readonly KubernetesObject[],
): Release[] =>
  applications
    .map(({ spec }) => ({ spec, source: spec.sources.find(({ chart }: any) => chart) }))
    .filter(({ source }) => source)
    .map(({ spec, source: { chart, targetRevision, helm } }) => ({
      name: helm.releaseName,
      chart,
      version: targetRevision,
      namespace: spec.destination.namespace,
      values:
        helm.valuesObject ??
        parse(
          readFileSync(
            path.join(output.root, helm.valueFiles[0].replace(/^\$values\//, '')),
            'utf8',
          ),
        ),
    }));

/** Helm makes of the values of a tool what it makes of those that are given to it by hand. */
export function rendersAsByHand(
  releases: readonly Release[],
  byHand: Output,
  cluster: string,
  oracle: Oracle,
): string {
  const counts = releases.map(release => {
    const file = byHand.path(cluster, 'helm', `${release.name}.yaml`);
    const objects = render(release, oracle);
    if (existsSync(file)) {
      const wanted = render({ ...release, values: parse(readFileSync(file, 'utf8')) }, oracle);
      sameObjects(objects, wanted);
      if (JSON.stringify(objects) !== JSON.stringify(wanted)) {
        throw new Error(`${release.name} is another one than by hand`);
      }
    }
    return `${release.name} ${objects.length}`;
  });
  return `objects: ${counts.join(', ')}`;
}

export function render({ name, chart, namespace, values }: Release, oracle: Oracle) {
  const folder = CHARTS[chart as keyof typeof CHARTS];
  const directory = path.join(oracle.istio, 'manifests/charts', folder);
  return objectsOf(oracle.ask({ helm: { chart: directory, name, namespace, values } }));
}

const VERSIONS = ['1.28.9', '1.29.0', '1.29.2', '1.29.10', '1.29.11-rc.0', '1.30.0'];

/** Of a minor the newest patch that is released, else exactly that one. */
export function choose(asked: string, expected: string, oracle: Oracle): string {
  const chosen = oracle.ask({ version: { asked, versions: VERSIONS } });
  if (chosen !== expected) {
    throw new Error(`${chosen} is chosen`);
  }
  return chosen;
}
