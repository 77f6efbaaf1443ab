import { KubernetesObject } from './manifest';
import { Workload } from './workloads';
import { MOST_MEMBERS } from '../service-names';
import { MembersProps } from '../service-props';

/**
 * The members that a headless Service gives names: the pods of the StatefulSet that names it, where
 * one cluster has them and their number is known.
 *
 * @param workloads those that the Service selects
 * @internal
 */
export function exportedMembers(
  { metadata: { name }, spec }: KubernetesObject,
  workloads: readonly Workload[],
  clusters: readonly string[],
): MembersProps | undefined {
  const [{ members }, ...others] = workloads;
  const isNamed = spec.clusterIP === 'None' && members?.service === name;
  if (!isNamed || others.length > 0 || clusters.length > 1) {
    return undefined;
  }
  const { name: statefulSet, start, replicas = 0 } = members;
  if (replicas < 1 || replicas > MOST_MEMBERS) {
    return undefined;
  }
  return {
    replicas,
    ...(start > 0 ? { start } : {}),
    ...(statefulSet === name ? {} : { statefulSet }),
  };
}
