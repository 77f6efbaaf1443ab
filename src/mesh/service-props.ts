import { Protocol } from './enums';

/**
 * A service that one or more clusters offer to the others.
 */
export interface ServiceProps {
  /** Name of the service, as callers say it: `<name>.<namespace>.<suffix>`. An RFC 1035 label. */
  readonly name: string;

  /** Namespace of the service. The same in every cluster. An RFC 1123 label. */
  readonly namespace: string;

  /** Names of the clusters that serve it. At least one, and each needs a gateway. */
  readonly clusters: string[];

  /** The ports that callers see. At least one. Number and name are the same in every cluster. */
  readonly ports: ServicePort[];

  /**
   * Labels of the pods that serve it: the selector of the Kubernetes Service.
   *
   * @default - none: required with the modern mechanism (MESH330), not used by the classic one
   */
  readonly selector?: { [label: string]: string };

  /**
   * Service accounts that its pods run as. Callers accept no other identity
   * (`subjectAltNames: spiffe://<trust domain>/ns/<namespace>/sa/<service account>`).
   *
   * @default - none: required with the modern mechanism (MESH332); with the classic one nobody checks who answers, as documented then
   */
  readonly serviceAccounts?: string[];

  /**
   * Named parts of the service's pods, e.g. versions. Declared once, written on the serving and on the calling side.
   *
   * @default - none
   */
  readonly subsets?: SubsetProps[];

  /**
   * Addresses that the name resolves to inside a calling cluster; at most one IPv4 and one IPv6. Never routed: the sidecar
   * recognises them and sends the call to the gateway.
   *
   * @default - none where Istio allocates addresses itself and every port is HTTP, otherwise the one in `mesh.lock.json`
   */
  readonly virtualIps?: string[];
}

/**
 * A port of a service, as callers see it.
 */
export interface ServicePort {
  /** Port number, 1 to 65535: part of the name that the gateway routes by, so it is the same on all sides. */
  readonly number: number;

  /**
   * Protocol that the port speaks.
   */
  readonly protocol: Protocol;

  /**
   * Name of the port, an RFC 1123 label, unique in the service.
   *
   * Istio sends traffic to the container port of this name if the pod has one, before it looks at `targetPort`
   * (`convertWorkloadInstanceToServiceInstance` in Istio's service registry). Keep the default unless you want that.
   *
   * @default - `<protocol>-<number>`, e.g. `http-8000`
   */
  readonly name?: string;

  /**
   * Number of the container port in the pods.
   *
   * @default - the same as `number`
   */
  readonly targetPort?: number;

  /**
   * Name of the container port in the pods, for pods that disagree on its number. It becomes the port's name on all sides.
   *
   * @default - none
   */
  readonly targetPortName?: string;
}

/**
 * A named part of a service's pods.
 */
export interface SubsetProps {
  /** Name of the subset, an RFC 1123 label, unique in the service. Part of the name that the gateway routes by. */
  readonly name: string;

  /** Labels that the pods of the subset carry. At least one. */
  readonly labels: { [label: string]: string };
}

/**
 * Who may call which services from another cluster. Without a grant a service is not reachable from outside its cluster.
 *
 * A grant is the one source of the gateway's host list, of `exportTo` on both sides and of the callers' ServiceEntries.
 * What is left out does not restrict: `{ services, namespaces: ['shop'] }` is namespace `shop` of every cluster.
 */
export interface GrantProps {
  /** The services granted, each as `<name>.<namespace>`. */
  readonly services: string[];

  /**
   * Clusters whose workloads may call.
   *
   * @default - every cluster of the mesh
   */
  readonly clusters?: string[];

  /**
   * Namespaces whose workloads may call.
   *
   * @default - every namespace of those clusters
   */
  readonly namespaces?: string[];

  /**
   * Service accounts that may call, in each of `namespaces`.
   *
   * @default - every service account of those namespaces
   */
  readonly serviceAccounts?: string[];

  /**
   * Every workload of every cluster may call. Must be written as `true`, and then nothing else beside `services`.
   *
   * @default false
   */
  readonly everyone?: boolean;
}
