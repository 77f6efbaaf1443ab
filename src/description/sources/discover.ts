import { inManifest, withOrigin } from '../located';
import { checkSpeakers } from './check-speakers';
import { exportedPorts } from './exported-ports';
import { readGrants } from './grants-annotation';
import { isServiceExport, Manifest, readManifests } from './manifests';
import { selects, Workload, workloadsOf } from './workloads';
import { Problems } from '../../problems/problems';
import { serviceKey } from '../../values/names';
import { byText, sortedRecord, sortedSet } from '../../values/order';
import { ServiceSourceProps } from '../mesh-props';
import { sourceSpeaker, Speaker } from '../owners/speaker';
import { portName } from '../ports';
import { GrantProps, ServicePort, ServiceProps } from '../service-props';

/** The label or annotation that marks a Service for export if it is `true`. @internal */
export const EXPORT = 'mesh.cdk8s-istio-multicluster/export';
/** The annotation that says who may call an exported Service. @internal */
export const GRANTS = 'mesh.cdk8s-istio-multicluster/grants';

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
  { directory, clusters, namespaces }: ServiceSourceProps,
  problems: Problems,
  at = problems,
  speakersOf: (file: string) => readonly Speaker[] = () => [],
): Discovered[] {
  const bound = namespaces ? [sourceSpeaker(namespaces)] : [];
  const manifests = checkSpeakers(
    readManifests(directory, problems, at),
    file => [...bound, ...speakersOf(file)],
    problems,
  );
  const workloads = workloadsOf(manifests);
  const byServiceExport = new Set(
    manifests
      .filter(m => isServiceExport(m.object))
      .map(m => `${m.namespace}/${m.object.metadata.name}`),
  );
  const marked = manifests.filter(
    m =>
      m.object.apiVersion === 'v1' &&
      m.object.kind === 'Service' &&
      (isMarked(m) || byServiceExport.has(`${m.namespace}/${m.object.metadata.name}`)),
  );

  return marked.sort(byText(m => `${m.namespace}/${m.object.metadata.name}`)).flatMap(manifest => {
    const { where } = manifest;
    const here = inManifest(where, problems);
    const service = exportedService(manifest, workloads, clusters, here);
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

function isMarked({ object: { metadata } }: Manifest): boolean {
  return String(metadata.labels?.[EXPORT] ?? metadata.annotations?.[EXPORT]) === 'true';
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
  const ports = exportedPorts(object.spec.ports ?? [], workloads, problems);
  ports.forEach(port => checkNamesake(port, workloads, problems));
  return {
    name,
    namespace,
    clusters,
    ports,
    selector: sortedRecord(selector),
    serviceAccounts: sortedSet(workloads.map(workload => workload.serviceAccount)),
  };
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
