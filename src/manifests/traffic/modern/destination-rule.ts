import { endpointLabels } from './labels';
import { failoverRank } from './service-entry';
import {
  DestinationRuleSpecTrafficPolicy as TrafficPolicy,
  DestinationRuleSpecTrafficPolicyConnectionPool as ConnectionPool,
  DestinationRuleSpecTrafficPolicyConnectionPoolHttpH2UpgradePolicy as UpgradePolicy,
  DestinationRuleSpecTrafficPolicyLoadBalancer as LoadBalancer,
  DestinationRuleSpecTrafficPolicyLoadBalancerSimple as Simple,
  DestinationRuleSpecTrafficPolicyOutlierDetection as OutlierDetection,
  DestinationRuleSpecTrafficPolicyTlsMode as TlsMode,
  DestinationRuleSpecTrafficPolicyPortLevelSettings as PortSettings,
  DestinationRuleSpecTrafficPolicyPortLevelSettingsTlsMode as PortTlsMode,
  toJson_DestinationRuleSpecTrafficPolicyOutlierDetection as outlierDetectionToJson,
} from '../../../../imports/networking.istio.io';
import {
  ConnectionPoolProps,
  Http2Upgrade,
  LoadBalancerAlgorithm,
} from '../../../description/traffic-props';
import { Host } from '../../../model/hosts/host';
import { unlessEmpty } from '../../../values/unless-empty';
import { Manifest } from '../../manifest';
import { destinationRule, ObjectName } from '../istio-objects';

/**
 * How callers reach the host: mutual TLS, always, since the endpoints themselves do not say that
 * they speak it.
 *
 * @internal
 */
export function consumerRule(host: Host): Manifest {
  return rule(host, consumerPolicy(host), forAll(host));
}

/**
 * The same for callers in certain namespaces: Istio takes a rule of the caller's own namespace
 * before that of the host's (`PushContext.destinationRule`). Its name has a dot, which that of no
 * other object of ours has.
 *
 * @internal
 */
export function callerRules(host: Host): Manifest[] {
  const name = `${host.name}.${host.namespace}-global`;
  const known = new Set<string>();
  return host.byNamespace.flatMap(({ namespaces, trafficPolicy }) => {
    const own = namespaces.filter(namespace => !known.has(namespace));
    own.forEach(namespace => known.add(namespace));
    if (trafficPolicy === host.trafficPolicy) {
      return [];
    }
    const policy = consumerPolicy({ ...host, trafficPolicy });
    return own.map(namespace => rule(host, policy, { name, namespace, exportTo: ['.'] }));
  });
}

function consumerPolicy(host: Host): TrafficPolicy {
  return {
    ...MUTUAL_TLS,
    ...settings(host),
    portLevelSettings: host.serverName === undefined ? undefined : serverNames(host),
  };
}

/**
 * Subsets on the serving side, from which its gateway takes the routes of the subsets, and what
 * local callers are told. Without either there is nothing to say.
 *
 * @internal
 */
export function ownerRule(host: Host): Manifest[] {
  const own = settings(host);
  return host.subsets.length > 0 || unlessEmpty(own)
    ? [rule(host, { ...MUTUAL_TLS, ...own }, forAll(host))]
    : [];
}

const MUTUAL_TLS: TrafficPolicy = { tls: { mode: TlsMode.ISTIO_UNDERSCORE_MUTUAL } };

/** Whom a rule is for. */
interface RulePlace extends ObjectName {
  readonly exportTo: readonly string[];
}

/** For all who know the host. */
const forAll = ({ objectName, placement, exportTo }: Host): RulePlace => ({
  name: `${objectName}-global`,
  namespace: placement,
  exportTo,
});

function rule(
  host: Host,
  trafficPolicy: TrafficPolicy,
  { exportTo, ...name }: RulePlace,
): Manifest {
  return destinationRule(host.istio, name, {
    host: host.host,
    exportTo: [...exportTo],
    trafficPolicy,
    subsets: unlessEmpty(subsets(host)),
  });
}

/**
 * Pods are told apart by their labels. A gateway has none of these: seen from a cluster without
 * pods, every endpoint belongs to a subset that is everywhere, and the serving cluster does the
 * choosing, by the subset's name in the TLS server name.
 */
function subsets(host: Host) {
  return host.subsets.map(({ name, labels, clusters }) => {
    if (host.selector) {
      return { name, labels: { ...labels } };
    }
    return clusters ? { name, labels: { [endpointLabels.subset(name)]: 'true' } } : { name };
  });
}

/** A port-level policy inherits nothing from the one above it, so all of it is said again. */
function serverNames(host: Host): PortSettings[] {
  return host.ports.map(({ number }) => ({
    port: { number },
    tls: {
      mode: PortTlsMode.ISTIO_UNDERSCORE_MUTUAL,
      sni: `outbound_.${number}_._.${host.serverName}`,
    },
    // the same fields; the imports name each place's enums anew
    ...(settings(host) as PortSettings),
  }));
}

type Settings = Pick<TrafficPolicy, 'connectionPool' | 'outlierDetection' | 'loadBalancer'>;

function settings(host: Host): Settings {
  const { connectionPool, outlierDetection } = host.trafficPolicy;
  const hasChoice = host.endpoints.length + (host.selector ? 1 : 0) > 1;
  return {
    connectionPool: connectionPool && limits(connectionPool),
    outlierDetection: host.endpoints.length > 0 || outlierDetection ? ejection(host) : undefined,
    loadBalancer: unlessEmpty(loadBalancer(host, hasChoice)),
  };
}

function limits(props: ConnectionPoolProps): ConnectionPool {
  const { maxConnections, connectTimeout, maxConnectionDuration, tcpKeepalive, ...others } = props;
  const { http2Upgrade, ...http } = others;
  const h2UpgradePolicy = http2Upgrade && UPGRADES[http2Upgrade];
  return {
    tcp: unlessEmpty({ maxConnections, connectTimeout, maxConnectionDuration, tcpKeepalive }),
    http: unlessEmpty({ ...http, h2UpgradePolicy }),
  };
}

const UPGRADES: { readonly [upgrade in Http2Upgrade]: UpgradePolicy } = {
  [Http2Upgrade.UPGRADE]: UpgradePolicy.UPGRADE,
  [Http2Upgrade.DO_NOT_UPGRADE]: UpgradePolicy.DO_UNDERSCORE_NOT_UNDERSCORE_UPGRADE,
};

/**
 * Leaves out the endpoints that cannot be reached, all of them if need be: Istio's default of 10 %
 * would keep the only endpoint of a locality. Errors of the application itself (5xx other than 502,
 * 503, 504) move no traffic to another cluster.
 *
 * One failing pod can have all gateway addresses of its cluster ejected, since each connection
 * through a gateway leads to one pod. So while all are ejected, all are used, and soon they are
 * tried again; ejection has closed the connections to them, and the next ones may lead to other
 * pods. A single address is watched too, for the sake of its connections. What was tried:
 * conformance/README.md, "One bad pod".
 */
function ejection({
  trafficPolicy: { outlierDetection = {} },
}: Host): OutlierDetection | undefined {
  const {
    consecutiveGatewayErrors = 2,
    consecutive5xxErrors = 0,
    interval = '5s',
    baseEjectionTime = '5s',
    maxEjectionPercent = 100,
    minHealthPercent = 1,
  } = outlierDetection;
  return outlierDetectionToJson({
    consecutiveGatewayErrors,
    consecutive5XxErrors: consecutive5xxErrors,
    interval,
    baseEjectionTime,
    maxEjectionPercent,
    minHealthPercent,
  });
}

const ALGORITHMS: { readonly [algorithm in LoadBalancerAlgorithm]: Simple } = {
  [LoadBalancerAlgorithm.LEAST_REQUEST]: Simple.LEAST_UNDERSCORE_REQUEST,
  [LoadBalancerAlgorithm.ROUND_ROBIN]: Simple.ROUND_UNDERSCORE_ROBIN,
  [LoadBalancerAlgorithm.RANDOM]: Simple.RANDOM,
};

function loadBalancer(host: Host, hasChoice: boolean): LoadBalancer {
  const { algorithm, hashHeader } = host.trafficPolicy.loadBalancer ?? {};
  return {
    simple: algorithm && ALGORITHMS[algorithm],
    consistentHash: hashHeader === undefined ? undefined : { httpHeaderName: hashHeader },
    localityLbSetting: unlessEmpty({
      distribute: host.localityWeights && [{ from: '*', to: { ...host.localityWeights } }],
      failover: host.regionFailover && [{ ...host.regionFailover }],
      failoverPriority: hasChoice ? unlessEmpty(failoverLabels(host)) : undefined,
    }),
  };
}

/**
 * An endpoint that differs from the proxy in the k-th last label gets priority k, so the labels of
 * the last endpoints come first. Pods and proxies have none of ours (Istio:
 * applyFailoverPriorityPerLocality).
 */
function failoverLabels(host: Host): string[] {
  const last = Math.max(0, ...host.endpoints.map(endpoint => failoverRank(endpoint, host)));
  return Array.from({ length: last }, (_, i) => endpointLabels.failover(last - i));
}
