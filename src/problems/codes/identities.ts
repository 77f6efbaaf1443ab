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

/** 445 to 448, and 457: the identities of workloads. @internal */
export const IDENTITIES = {
  MESH445: error(
    'Not a form of SPIFFE IDs',
    'Policies let in a namespace by what its identities begin with; so the namespace, and behind it the account, must be a segment of their own.',
    'Write e.g. `spiffe://{trustDomain}/k8s/{namespace}/{serviceAccount}`. For other identities there are `spiffeIds` of a service.',
    'SPIFFE ID specification; Istio: AuthorizationPolicy, source.principals',
  ),
  MESH446: error(
    'Identities of two clusters cannot be told apart',
    'In one trust domain, what is a namespace in one form is something else in another. And in principals of five segments, with `*` for the last, istiod replaces the trust domain by each of its aliases, which would let in others.',
    'Give clusters of one trust domain one form. Where there are `trustDomainAliases`, have no, one or more than three segments before `{namespace}`.',
    'Istio: ReplaceTrustDomainAliases in pilot/pkg/security/trustdomain',
  ),
  MESH447: error(
    'Not an identity of the serving pods',
    'Callers accept an answer from these identities alone, and proxies know those of their own trust domains only.',
    'Write `spiffe://<trust domain>/<path>` with the trust domain of a serving cluster.',
    'SPIFFE ID specification',
  ),
  MESH448: error(
    'Identities are given twice',
    'One of the two is not meant.',
    'Keep either `spiffeIds` or the service accounts.',
  ),
  MESH457: error(
    'Not an identity of callers',
    'The pods let in these identities alone, and proxies know those of their own trust domains only.',
    'Write `spiffe://<trust domain>/<path>` with the trust domain of a cluster that the grant names, or for local callers of one that serves.',
    'SPIFFE ID specification',
  ),
} as const;
