import { isForMember } from '../../description/pod-labels';
import { MOST_MEMBERS, podsOf } from '../../description/service-names';
import { ServiceProps } from '../../description/service-props';
import { Problems } from '../../problems/problems';
import { checkHost, checkLabelName, globalHost, isDnsLabel, serviceKey } from '../../values/names';

/**
 * Whether the pods of a service can have hosts of their own.
 *
 * @param problems of the service
 * @internal
 */
export function checkMembers(service: ServiceProps, suffix: string, problems: Problems): void {
  const { name, namespace, members, clusters, selector = {} } = service;
  if (!members) {
    return;
  }
  const { replicas, start = 0, statefulSet } = members;
  const at = problems.at('members');
  if (clusters.length > 1) {
    at.report(
      'MESH440',
      `"${serviceKey(service)}" is served by ${clusters.length} clusters, whose pods have the same names`,
    );
  }
  if (isForMember(selector)) {
    at.report('MESH441', 'the selector is for one pod already', 'Leave `members` out.');
  }
  if (!Number.isInteger(replicas) || replicas < 1 || replicas > MOST_MEMBERS) {
    at.at('replicas').report(
      'MESH441',
      `${replicas} is not a whole number from 1 to ${MOST_MEMBERS}`,
    );
  } else if (!Number.isSafeInteger(start + replicas) || start < 0) {
    at.at('start').report('MESH441', `${start} is not a whole number from 0 on`);
  } else if (statefulSet !== undefined && !isDnsLabel(statefulSet)) {
    checkLabelName(statefulSet, 'StatefulSet', at.at('statefulSet'));
  } else {
    const last = podsOf(name, members).at(-1)!;
    checkLabelName(last, 'pod name', at.at('statefulSet'));
    checkHost(globalHost(`${last}.${name}`, namespace, suffix), at);
  }
}
