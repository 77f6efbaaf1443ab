import { checkPods } from './check-pods';
import { exportedPorts } from './exported-ports';
import { Manifest } from './manifest';
import { exportedMembers } from './members';
import { selects, Workload } from './workloads';
import { Problems } from '../../problems/problems';
import { sortedRecord, sortedSet } from '../../values/order';
import { ServiceProps } from '../service-props';

/**
 * A Service as a service of the description; undefined after reporting why it cannot be one.
 *
 * @param all workloads of its cluster
 * @internal
 */
export function exportedService(
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
