import { Mesh } from './mesh';
import { Finding, HopName } from './verdict';
import { Cluster } from '../mesh/cluster';
import { MergedRule, Tls } from '../mesh/destination-rules';
import { Endpoint } from '../mesh/endpoints';
import { GatewayProxy } from '../mesh/gateways';
import { Request } from '../mesh/logic';
import { Pods } from '../mesh/pods';
import { Scope } from '../mesh/scope';
import { Service, ServicePort } from '../mesh/services';
import { Source } from '../world/manifest';

/** A call, as it is asked about. @internal */
export interface Call {
  readonly mesh: Mesh;
  readonly cluster: Cluster;
  readonly caller: Pods;
  readonly host: string;
  readonly port: number;
  /** undefined where nothing is known of it */
  readonly request: Request;
  /** what the caller speaks, where the port does not say */
  readonly isHttp?: boolean;
  /** is told of each endpoint on the way, before anything is said of it */
  readonly onDial?: (call: DialedCall) => void;
}

/** A call whose caller knows the host. @internal */
export interface NamedCall extends Call {
  readonly scope: Scope;
  readonly service: Service;
  /** what the name resolves to; undefined where any address will do */
  readonly address?: string;
}

/** @internal */
export interface KnownCall extends NamedCall {
  readonly servicePort: ServicePort;
}

/** @internal */
export interface ListenedCall extends KnownCall {
  readonly speaksHttp: boolean;
}

/** A call to what its VirtualService chose. @internal */
export interface RoutedCall extends ListenedCall {
  readonly destination: {
    readonly service: Service;
    readonly port: ServicePort;
    readonly subset: string;
  };
  /** whether only some requests come this way */
  readonly isSome: boolean;
}

/** @internal */
export interface SecuredCall extends RoutedCall {
  readonly rule?: MergedRule;
  /** undefined for mutual TLS by itself, as each endpoint is told to speak it */
  readonly tls?: Tls;
  readonly sni: string;
  /** identities that the client accepts; empty for all */
  readonly accepted: readonly string[];
}

/** A call to an endpoint, of the client or of a gateway. @internal */
export interface DialedCall extends SecuredCall {
  readonly endpoint: Endpoint;
  /** from where it is dialed */
  readonly from: Cluster;
  readonly isMutual: boolean;
  /** gateways that it came through */
  readonly through: readonly GatewayProxy[];
}

/** A call at a gateway. @internal */
export interface GatewayCall extends DialedCall {
  readonly at: Cluster;
  readonly gateway: GatewayProxy;
  readonly gatewayPort: number;
}

/** A call at the pods that are to answer. @internal */
export interface ServedCall extends DialedCall {
  readonly at: Cluster;
  readonly pods: Pods;
  readonly podPort: number;
}

/** What a hop sees, in the cluster where it sees it. @internal */
export const finding = (
  hop: HopName,
  { name }: Cluster,
  text: string,
  source?: Source,
): Finding => ({ hop, cluster: name, text, source });

/** The identity of pods. @internal */
export const principalOf = (
  { mesh: { trustDomain, principals } }: Cluster,
  { namespace, identity }: Pods,
): string =>
  principals
    .replace('{trustDomain}', trustDomain)
    .replace('{namespace}', namespace)
    .replace('{serviceAccount}', identity);
