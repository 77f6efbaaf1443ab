import { DnsMode } from '../../description/enums';
import { GatewayDeploymentProps, GatewayServiceType } from '../../description/gateway-settings';
import { Cluster, EgressGateway, Gateway, Mesh } from '../../model/mesh';
import { GatewayAddress } from '../../values/gateway-address';
import { isMap } from '../../values/is-map';
import { PROXY_CONFIG_ANNOTATION, RESTART_ANNOTATION } from '../../values/ownership';
import { unlessEmpty } from '../../values/unless-empty';

/** Helm values, as data. @internal */
export type Values = Record<string, unknown>;

/**
 * Values of the chart `istiod`. The same in all clusters but for identity: cluster name, network,
 * trust domain, DNS mode.
 *
 * @internal
 */
export function istiodValues(mesh: Mesh, cluster: Cluster, revision: string | undefined): Values {
  return withFurther(cluster.helmValues, {
    revision,
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
      ...(cluster.outboundTrafficPolicy
        ? { outboundTrafficPolicy: { mode: cluster.outboundTrafficPolicy } }
        : {}),
      ...(cluster.dns.mode === DnsMode.SIDECAR
        ? { defaultConfig: { proxyMetadata: { ISTIO_META_DNS_CAPTURE: 'true' } } }
        : {}),
    },
    ...podAnnotations(restartedFor(mesh)),
  });
}

/**
 * Values of the chart `gateway` for the east-west gateway.
 *
 * `networkGateway` stays unset: it would make istiod replace our endpoints by gateways that it
 * finds itself, and open the ports of istiod. The network view keeps away what others tell istiod
 * of other networks: their endpoints are not for this gateway to pass calls on to.
 *
 * @internal
 */
export function eastWestGatewayValues(mesh: Mesh, cluster: Cluster, gateway: Gateway): Values {
  const { service, proxyProtocol } = gateway;
  return withFurther(gateway.helmValues, {
    name: EAST_WEST_GATEWAY,
    revision: gateway.revision,
    labels: { app: EAST_WEST_GATEWAY, ...gateway.labels },
    env: { ISTIO_META_REQUESTED_NETWORK_VIEW: cluster.network, ...UNTIL_UNUSED },
    terminationGracePeriodSeconds: GATEWAY_GRACE_SECONDS,
    ...podAnnotations({ ...restartedFor(mesh), ...(proxyProtocol ? PROXY_PROTOCOL : {}) }),
    ...numberOfPods(gateway.deployment),
    service: {
      type: service.type,
      ports: servicePorts(service.ports),
      annotations: unlessEmpty(service.annotations),
      loadBalancerIP: service.loadBalancerIp,
      loadBalancerClass: service.loadBalancerClass,
      loadBalancerSourceRanges: unlessEmpty([...service.loadBalancerSourceRanges]),
      externalTrafficPolicy: service.externalTrafficPolicy,
    },
  });
}

/**
 * Values of the chart `gateway` for the egress gateway. No network view: it has to see the gateways
 * of the other clusters.
 *
 * @internal
 */
export function egressGatewayValues(mesh: Mesh, gateway: EgressGateway): Values {
  return withFurther(gateway.helmValues, {
    name: EGRESS_GATEWAY,
    revision: gateway.revision,
    labels: { app: EGRESS_GATEWAY, ...gateway.labels },
    env: UNTIL_UNUSED,
    terminationGracePeriodSeconds: GATEWAY_GRACE_SECONDS,
    ...podAnnotations(restartedFor(mesh)),
    ...numberOfPods(gateway.deployment),
    service: {
      type: GatewayServiceType.CLUSTER_IP,
      ports: servicePorts([{ port: GatewayAddress.DEFAULT_PORT }]),
      annotations: unlessEmpty(gateway.serviceAnnotations),
    },
  });
}

/**
 * A gateway passes connections on and cannot tell whether a call is on its way in one. By itself it
 * ends five seconds after it was told to, with all that it still has; with this, when it has none
 * left, but within the pod's grace period (Istio: pilot-agent, `pkg/envoy/agent.go`).
 */
const UNTIL_UNUSED = { EXIT_ON_ZERO_ACTIVE_CONNECTIONS: 'true' };
const GATEWAY_GRACE_SECONDS = 300;

/** The roots of the mesh are read at the start only: a change of them changes the pods. */
const restartedFor = ({ restartMark }: Mesh): Annotations => ({
  [RESTART_ANNOTATION]: restartMark,
});

/** Of every listener of the gateway (Istio: `buildGatewayListeners`, needPROXYProtocol). */
const PROXY_PROTOCOL: Annotations = {
  [PROXY_CONFIG_ANNOTATION]: '{"gatewayTopology":{"proxyProtocol":{}}}',
};

type Annotations = { readonly [key: string]: string | undefined };

const podAnnotations = (annotations: Annotations): Values =>
  unlessEmpty({ podAnnotations: unlessEmpty(annotations) }) ?? {};

/** The chart makes an autoscaler unless it is told not to. */
function numberOfPods({ replicas, ...byLoad }: GatewayDeploymentProps = {}): Values {
  if (replicas !== undefined) {
    return { replicaCount: replicas, autoscaling: { enabled: false } };
  }
  const { minReplicas, maxReplicas, targetCpuPercent } = byLoad;
  const values = {
    minReplicas,
    maxReplicas,
    targetCPUUtilizationPercentage: targetCpuPercent,
  };
  return unlessEmpty(values) ? { autoscaling: { enabled: true, ...values } } : {};
}

/** Without istiod's own ports, which nobody outside needs. All but the first lead to 15443. */
function servicePorts(ports: Gateway['service']['ports']): Values[] {
  const plain = (name: string, port: number, targetPort: number) => ({
    name,
    port,
    targetPort,
    protocol: 'TCP',
  });
  return [
    plain('status-port', 15021, 15021),
    ...ports.map(({ port, nodePort }) => ({
      ...plain(
        port === GatewayAddress.DEFAULT_PORT ? 'tls' : `tls-${port}`,
        port,
        GatewayAddress.DEFAULT_PORT,
      ),
      nodePort,
    })),
  ];
}

/** The values of the mesh, and behind them those that it does not write itself. */
function withFurther(further: Values | undefined, own: Values): Values {
  const keys = [...new Set([...Object.keys(own), ...Object.keys(further ?? {})])];
  return Object.fromEntries(
    keys.map(key => {
      const [ours, theirs] = [own[key], further?.[key]];
      return [key, isMap(ours) && isMap(theirs) ? withFurther(theirs, ours) : (ours ?? theirs)];
    }),
  );
}

/** Release name of the egress gateway. @internal */
export const EGRESS_GATEWAY = 'istio-egressgateway';

/** Release name of the east-west gateway, as in Istio's documentation. @internal */
export const EAST_WEST_GATEWAY = 'istio-eastwestgateway';
