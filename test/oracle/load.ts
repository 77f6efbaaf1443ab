import { parseAllDocuments } from 'yaml';
import { KubernetesObject } from './schema';
import { readTree } from '../golden/golden';

/** The Kubernetes objects of each cluster in an output directory: `manifests/`, eaten whole. */
export function loadTree(directory: string): Record<string, KubernetesObject[]> {
  const clusters: Record<string, KubernetesObject[]> = {};
  for (const [file, content] of Object.entries(readTree(directory))) {
    const [cluster, part] = file.split('/');
    if (part === 'manifests') {
      (clusters[cluster] ??= []).push(
        ...parseAllDocuments(content).map(document => document.toJS()),
      );
    }
  }
  return clusters;
}
