import { KubernetesObject } from './manifest';
import { pastSidecar } from './sidecar';
import { Workload } from './workloads';
import { Problems } from '../../problems/problems';
import { isForMember } from '../pod-labels';
import { portName } from '../ports';
import { ServicePort } from '../service-props';

/**
 * Whether the pods behind an exported Service answer what a gateway sends them.
 *
 * @param workloads those that the Service selects
 * @param isByMember each pod is exported under a host of its own too
 * @internal
 */
export function checkPods(
  service: KubernetesObject,
  ports: readonly ServicePort[],
  workloads: readonly Workload[],
  isByMember: boolean,
  problems: Problems,
): void {
  const { name } = service.metadata;
  for (const { title, outside } of workloads) {
    if (outside !== undefined) {
      problems.report('MESH159', `${title} behind Service "${name}" ${outside}`);
    }
  }
  if (!isByMember && !isForMember(service.spec.selector)) {
    checkAlike(service, workloads, problems);
  }
  for (const port of ports) {
    checkNamesake(port, workloads, problems);
    checkSeen(port, workloads, problems);
  }
}

/** A host is one address: nobody in another cluster can choose a pod. */
function checkAlike(
  { metadata: { name }, spec }: KubernetesObject,
  workloads: readonly Workload[],
  problems: Problems,
): void {
  const several = workloads.find(({ members }) => (members?.replicas ?? 1) > 1);
  if (spec.clusterIP === 'None') {
    problems.report('MESH176', `Service "${name}" is headless`);
  } else if (several) {
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
