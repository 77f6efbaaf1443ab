import { Construct } from 'constructs';
import { inManifest, withOrigin } from '../located';
import { manifestsBelow } from './below-construct';
import { checkPods } from './check-pods';
import { isRendered, nameOf } from './check-source';
import { checkSpeakers } from './check-speakers';
import { readManifests } from './directory';
import { exportedPorts } from './exported-ports';
import { readGrants } from './grants-annotation';
import { Manifest } from './manifest';
import { checkMarks, exportedServices, GRANTS } from './marks';
import { exportedMembers } from './members';
import { renderManifests } from './render';
import { selects, Workload, workloadsOf } from './workloads';
import { Problems } from '../../problems/problems';
import { serviceKey } from '../../values/names';
import { byText, sortedRecord, sortedSet } from '../../values/order';
import { ServiceSourceProps } from '../mesh-props';
import { sourceSpeaker, Speaker } from '../owners/speaker';
import { GrantProps, ServiceProps } from '../service-props';

/** A Service that is marked for export, and the grants that it carries. @internal */
export interface Discovered {
  readonly service: ServiceProps;
  readonly grants: GrantProps[];
}

/**
 * Turns each Service of a source that is marked for export into a service of the description.
 *
 * @param problems of manifests, at their files
 * @param at of the source as a whole
 * @param speakersOf who speaks in a file below the directory, beside the source itself
 * @internal
 */
export function discover(
  source: ServiceSourceProps,
  problems: Problems,
  at = problems,
  speakersOf: (file: string) => readonly Speaker[] = () => [],
): Discovered[] {
  const bound = source.namespaces ? [sourceSpeaker(source.namespaces)] : [];
  const manifests = checkSpeakers(
    manifestsOf(source, problems, at),
    file => [...bound, ...speakersOf(file)],
    problems,
  );
  const workloads = workloadsOf(manifests);
  const exported = exportedServices(manifests);
  checkMarks(manifests, exported, workloads, problems);
  if (exported.length === 0 && !problems.hasErrors) {
    at.report('MESH180', `no Service in ${nameOf(source)} is marked for export`);
  }
  return exported
    .sort(byText(m => `${m.namespace}/${m.object.metadata.name}`))
    .flatMap(manifest => {
      const { where } = manifest;
      const here = inManifest(where, problems);
      const service = exportedService(manifest, workloads, source.clusters, here);
      if (!service) {
        return [];
      }
      const annotation = manifest.object.metadata.annotations?.[GRANTS] ?? '';
      const grants = readGrants(annotation, serviceKey(service), here);
      return [
        {
          service: withOrigin(service, where),
          grants: grants.map(grant => withOrigin(grant, where)),
        },
      ];
    });
}

/** Nothing is run for a source that something is wrong with. */
function manifestsOf(source: ServiceSourceProps, problems: Problems, at: Problems): Manifest[] {
  const { directory, construct, namespace } = source;
  if (Construct.isConstruct(construct)) {
    return manifestsBelow(construct, namespace, problems);
  }
  if (directory === undefined) {
    return [];
  }
  const inDirectory = { ...source, directory };
  if (!isRendered(inDirectory)) {
    return readManifests(inDirectory, problems, at);
  }
  return at.hasErrors ? [] : renderManifests(inDirectory, problems, at);
}

function exportedService(
  { object, namespace }: Manifest,
  all: readonly Workload[],
  clusters: string[],
  problems: Problems,
): ServiceProps | undefined {
  const { name } = object.metadata;
  const selector = object.spec?.selector ?? {};
  if (namespace === undefined) {
    problems.report('MESH151', `Service "${name}" has no namespace`);
    return undefined;
  }
  if (Object.keys(selector).length === 0) {
    problems.report('MESH152', `Service "${name}" has no selector`);
    return undefined;
  }
  const workloads = all.filter(
    workload => workload.namespace === namespace && selects(selector, workload),
  );
  if (workloads.length === 0) {
    problems.report(
      'MESH153',
      `no workload of namespace "${namespace}" has the labels that Service "${name}" selects`,
    );
    return undefined;
  }
  const ports = exportedPorts(object.spec.ports ?? [], workloads, problems);
  const members = exportedMembers(object, workloads, clusters);
  checkPods(object, ports, workloads, members !== undefined, problems);
  return {
    name,
    namespace,
    clusters,
    ports,
    selector: sortedRecord(selector),
    serviceAccounts: sortedSet(workloads.map(workload => workload.serviceAccount)),
    ...(members ? { members } : {}),
  };
}
