import { Construct } from 'constructs';
import { inManifest, withOrigin } from '../located';
import { manifestsBelow } from './below-construct';
import { isRendered, nameOf } from './check-source';
import { checkSpeakers } from './check-speakers';
import { readManifests } from './directory';
import { exportedPorts } from './exported-ports';
import { readGrants } from './grants-annotation';
import { KubernetesObject, Manifest } from './manifest';
import { checkMarks, exportedServices, GRANTS } from './marks';
import { renderManifests } from './render';
import { pastSidecar } from './sidecar';
import { isForMember, selects, Workload, workloadsOf } from './workloads';
import { Problems } from '../../problems/problems';
import { serviceKey } from '../../values/names';
import { byText, sortedRecord, sortedSet } from '../../values/order';
import { ServiceSourceProps } from '../mesh-props';
import { sourceSpeaker, Speaker } from '../owners/speaker';
import { portName } from '../ports';
import { GrantProps, ServicePort, ServiceProps } from '../service-props';

/** A Service that is marked for export, and the grants that it carries. @internal */
export interface Discovered {
  readonly service: ServiceProps;
  readonly grants: GrantProps[];
}

/**
 * Turns each Service in a directory that is marked for export into a service of the description.
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
  workloads
    .filter(w => w.outside)
    .forEach(w => problems.report('MESH159', `${w.title} behind Service "${name}" ${w.outside}`));
  checkAlike(object, workloads, problems);
  const ports = exportedPorts(object.spec.ports ?? [], workloads, problems);
  for (const port of ports) {
    checkNamesake(port, workloads, problems);
    checkSeen(port, workloads, problems);
  }
  return {
    name,
    namespace,
    clusters,
    ports,
    selector: sortedRecord(selector),
    serviceAccounts: sortedSet(workloads.map(workload => workload.serviceAccount)),
  };
}

/** A host is one address: nobody in another cluster can choose a pod. */
function checkAlike(
  { metadata: { name }, spec }: KubernetesObject,
  workloads: readonly Workload[],
  problems: Problems,
): void {
  const isMember = isForMember(spec.selector);
  const several = workloads.find(({ members }) => (members?.replicas ?? 1) > 1);
  if (spec.clusterIP === 'None' && !isMember) {
    problems.report('MESH176', `Service "${name}" is headless`);
  } else if (several && !isMember) {
    problems.report('MESH176', `${several.title} behind Service "${name}" has several pods`);
  }
}

/** The sidecar has to see what the gateway sends. */
function checkSeen(port: ServicePort, workloads: readonly Workload[], problems: Problems): void {
  for (const { title, namedPorts, annotations } of workloads) {
    const number =
      port.targetPortName === undefined
        ? (port.targetPort ?? port.number)
        : namedPorts.get(port.targetPortName);
    const annotation = number === undefined ? undefined : pastSidecar(number, annotations);
    if (annotation !== undefined) {
      problems.report(
        'MESH175',
        `${title} takes calls of port ${number} past its sidecar (\`${annotation}\` is "${annotations[annotation]}")`,
      );
    }
  }
}

/** Istio would send the traffic of the port to a container port of the same name. */
function checkNamesake(
  port: ServicePort,
  workloads: readonly Workload[],
  problems: Problems,
): void {
  const name = portName(port);
  for (const workload of port.targetPortName === undefined ? workloads : []) {
    const number = workload.namedPorts.get(name);
    if (number !== undefined && number !== (port.targetPort ?? port.number)) {
      problems.report(
        'MESH160',
        `${workload.title} has a container port "${name}" with number ${number}, which would win over ${port.targetPort ?? port.number}`,
      );
    }
  }
}
