import { error } from './code-info';

/** 44x: the pods of a service. @internal */
export const MEMBERS = {
  MESH440: error(
    'Members are served by several clusters',
    'A StatefulSet gives its pods the same names in every cluster: one host would lead to pods that have different data.',
    'Declare a service for each cluster, with a name of its own and `members.statefulSet`.',
    'Kubernetes: StatefulSet, stable network ID',
  ),
  MESH441: error(
    'Members are not countable',
    'Each of them gets a host, with objects in every cluster that calls.',
    'Give `replicas` and `start` of the StatefulSet.',
  ),
} as const;
