import { DnsMode } from '../../description/enums';
import { Cluster, EgressGateway, Gateway, Mesh } from '../../model/mesh';
import { GatewayAddress } from '../../values/gateway-address';

/** Helm values, as data. @internal */
export type Values = Record<string, unknown>;

/**
 * Values of the chart `istiod`. The same in all clusters but for identity: cluster name, network,
 * trust domain, DNS mode.
 *
 * @internal
 */
export function istiodValues(mesh: Mesh, cluster: Cluster): Values {
  return {
    global: {
      istioNamespace: mesh.rootNamespace,
      meshID: mesh.meshId,
      multiCluster: { clusterName: cluster.name },
      network: cluster.network,
    },
    meshConfig: {
      trustDomain: cluster.trustDomain,
      ...(cluster.trustDomainAliases.length > 0
        ? { trustDomainAliases: [...cluster.trustDomainAliases] }
        : {}),
      ...(cluster.dns.mode === DnsMode.SIDECAR
        ? { defaultConfig: { proxyMetadata: { ISTIO_META_DNS_CAPTURE: 'true' } } }
        : {}),
    },
    ...restartedFor(mesh),
  };
}

/**
 * Values of the chart `gateway` for the east-west gateway.
 *
 * `networkGateway` stays unset: it would make istiod replace our endpoints by gateways that it
 * finds itself, and open the ports of istiod. The network view is the second guard against calls
 * that go through two gateways.
 *
 * @internal
 */
export function eastWestGatewayValues(mesh: Mesh, cluster: Cluster, gateway: Gateway): Values {
  const nodePort = gateway.addresses
    .map(address => address.port)
    .find(port => port >= 30000 && port <= 32767);
  return {
    name: EAST_WEST_GATEWAY,
    labels: { app: EAST_WEST_GATEWAY, ...gateway.labels },
    env: { ISTIO_META_REQUESTED_NETWORK_VIEW: cluster.network, ...UNTIL_UNUSED },
    terminationGracePeriodSeconds: GATEWAY_GRACE_SECONDS,
    ...restartedFor(mesh),
    service: {
      type: nodePort === undefined ? 'LoadBalancer' : 'NodePort',
      ports: gatewayPorts(nodePort),
    },
  };
}

/**
 * Values of the chart `gateway` for the egress gateway. No network view: it has to see the gateways
 * of the other clusters.
 *
 * @internal
 */
export function egressGatewayValues(mesh: Mesh, { labels }: EgressGateway): Values {
  return {
    name: EGRESS_GATEWAY,
    labels: { app: EGRESS_GATEWAY, ...labels },
    env: UNTIL_UNUSED,
    terminationGracePeriodSeconds: GATEWAY_GRACE_SECONDS,
    ...restartedFor(mesh),
    service: {
      type: 'ClusterIP',
      ports: gatewayPorts(),
    },
  };
}

/**
 * A gateway passes connections on and cannot tell whether a call is on its way in one. By itself it
 * ends five seconds after it was told to, with all that it still has; with this, when it has none
 * left, but within the pod's grace period (Istio: pilot-agent, `pkg/envoy/agent.go`).
 */
const UNTIL_UNUSED = { EXIT_ON_ZERO_ACTIVE_CONNECTIONS: 'true' };
const GATEWAY_GRACE_SECONDS = 300;

/** The roots of the mesh are read at the start only: a change of them changes the pods. */
function restartedFor({ restartMark }: Mesh): Values {
  return restartMark === undefined
    ? {}
    : { podAnnotations: { 'mesh.cdk8s-istio-multicluster/trusted-roots': restartMark } };
}

/** Without istiod's own ports, which nobody outside needs. */
function gatewayPorts(nodePort?: number): Values[] {
  const plain = (name: string, port: number) => ({ name, port, targetPort: port, protocol: 'TCP' });
  return [plain('status-port', 15021), { ...plain('tls', GatewayAddress.DEFAULT_PORT), nodePort }];
}

/** Release name of the egress gateway. @internal */
export const EGRESS_GATEWAY = 'istio-egressgateway';

/** Release name of the east-west gateway, as in Istio's documentation. @internal */
export const EAST_WEST_GATEWAY = 'istio-eastwestgateway';
