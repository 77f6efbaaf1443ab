import { isNamespace, Manifest, titleOf } from './manifest';
import { isServiceExport } from './marks';
import { isWorkload } from './workloads';
import { Problems } from '../../problems/problems';
import { inManifest } from '../located';
import { Speaker } from '../owners/speaker';

/**
 * Whoever writes a manifest may speak for its own namespaces only: a copy of somebody else's
 * Service would add grants and endpoints to it, a ServiceExport would export it, and a workload
 * would add a service account that may answer for it. What is said of a Namespace of somebody else
 * is not heard.
 *
 * @param speakersOf who speaks in a file, each of whom must be entitled
 * @returns the manifests without those of others
 * @internal
 */
export function checkSpeakers(
  manifests: readonly Manifest[],
  speakersOf: (file: string) => readonly Speaker[],
  problems: Problems,
): Manifest[] {
  return manifests.filter(manifest => {
    const { namespace } = manifest;
    const intruder =
      namespace === undefined
        ? undefined
        : speakersOf(manifest.file).find(speaker => !isEntitled(speaker, manifest, namespace));
    if (intruder && !isNamespace(manifest.object)) {
      inManifest(manifest.where, problems).report(
        'MESH161',
        `${titleOf(manifest)} is of namespace "${namespace}", but ${intruder.says}`,
      );
    }
    return intruder === undefined;
  });
}

function isEntitled(speaker: Speaker, { object }: Manifest, namespace: string): boolean {
  if (object.kind === 'Service' || isServiceExport(object)) {
    return speaker.speaksForHost(object.metadata.name, namespace);
  }
  return !(isWorkload(object) || isNamespace(object)) || speaker.speaksForWorkloads(namespace);
}
