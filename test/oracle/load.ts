import * as path from 'path';
import { parseAllDocuments } from 'yaml';
import { KubernetesObject } from './schema';
import { readTree } from '../golden/golden';

/** The Kubernetes objects of each cluster in an output directory. */
export function loadTree(directory: string): Record<string, KubernetesObject[]> {
  const clusters: Record<string, KubernetesObject[]> = {};
  for (const [file, content] of Object.entries(readTree(directory))) {
    if (
      /\.yaml$/.test(file) &&
      path.basename(file) !== 'kustomization.yaml' &&
      !/\/control-plane\//.test(file)
    ) {
      const [cluster] = file.split('/');
      (clusters[cluster] ??= []).push(
        ...parseAllDocuments(content).map(document => document.toJS()),
      );
    }
  }
  return clusters;
}
