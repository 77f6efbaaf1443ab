import { GatewayAddress } from '../mesh/gateway-address';
import { IstioVersion } from '../mesh/istio-version';
import { Port, Subset } from '../mesh/model';

/**
 * One global host as one cluster sees it, with nothing left to decide. What a mechanism turns into objects.
 *
 * @internal
 */
export interface Host {
  readonly istio: IstioVersion;
  /** `<name>.<namespace>.<suffix>` */
  readonly host: string;
  readonly name: string;
  readonly namespace: string;
  readonly ports: readonly Port[];
  /** namespaces that may see the host */
  readonly exportTo: readonly string[];
  readonly virtualIps: readonly string[];
  /** labels of the pods in this cluster; undefined when none of its pods serve the host */
  readonly selector?: { readonly [label: string]: string };
  /** gateways of the other clusters that serve it */
  readonly endpoints: readonly Endpoint[];
  /** identities that may answer */
  readonly subjectAltNames: readonly string[];
  readonly subsets: readonly Subset[];
  /** classic only: ClusterIP or DNS name of the egress gateway through which the calls leave */
  readonly egressAddress?: string;
}

/** @internal */
export interface Endpoint {
  readonly address: GatewayAddress;
  readonly cluster?: string;
  readonly network?: string;
  readonly locality?: string;
}

/**
 * The east-west gateway of one cluster, and what may pass it.
 *
 * @internal
 */
export interface ExportingGateway {
  readonly istio: IstioVersion;
  readonly rootNamespace: string;
  readonly namespace: string;
  readonly labels: { readonly [label: string]: string };
  readonly suffix: string;
  /** the hosts that other clusters hold a grant for */
  readonly hosts: readonly string[];
}
