import { error } from './code-info';

/** 455 and 456: services under the names that they have in Kubernetes. @internal */
export const NAMES = {
  MESH455: error(
    'The name of a Service leads somewhere else',
    'Below the domain of the cluster, its own DNS answers for the Services that it has, and Istio prefers a Service to an entry of the same name.',
    'Resolve names by the sidecars (`dns.mode: sidecar`), rename one of the two, or leave `kubernetesName` out.',
    'Istio: pkg/dns/server/name_table.go',
  ),
  MESH456: error(
    'Service cannot have its name in Kubernetes elsewhere',
    'Callers by that name write one server name for the whole service, which says nothing of subsets, and the name must be that of the Service in the clusters that serve.',
    'Leave `kubernetesName` out.',
  ),
} as const;
