import { checkDeployment } from './gateway-deployment';
import { resolveGatewayService, serviceAnnotations } from './gateway-service';
import { OF_GATEWAY, OwnValues, resolveHelmValues } from './helm-values';
import { resolveRevision } from './revisions';
import { ClusterProps, EgressGatewayProps, GatewayProps } from '../../description/cluster-props';
import { GatewaySettings } from '../../description/gateway-settings';
import { Problems } from '../../problems/problems';
import { checkGatewayAddress } from '../../values/dialable';
import { canonicalIp, ipFamily } from '../../values/ip';
import { IstioVersion } from '../../values/istio-version';
import { checkIstioNamespace, checkLabels, isDnsName } from '../../values/names';
import { byText, sortedRecord, sortedSet } from '../../values/order';
import { PROXY_CONFIG_ANNOTATION } from '../../values/ownership';
import { notRoutable } from '../../values/reserved-ranges';
import { checkHostPattern } from '../hosts/exported-hosts';
import { EgressGateway, Gateway, Revisions } from '../mesh';
import { PROFILES } from '../profiles/profiles';

/** What a gateway depends on. */
interface GatewayPlace {
  readonly istio: IstioVersion;
  readonly rootNamespace: string;
  readonly revisions: Revisions;
}

/** @internal */
export function resolveGateway(
  props: GatewayProps,
  { istio, rootNamespace, revisions }: GatewayPlace,
  problems: Problems,
): Gateway {
  const { addresses, service = {}, proxyProtocol = false, otherGatewayHosts } = props;
  if (addresses.length === 0) {
    problems.at('addresses').report('MESH317', 'the gateway has no address');
  }
  addresses.forEach((address, i) => {
    checkGatewayAddress(address, problems.at('addresses', i));
    if (!service.ports) {
      PROFILES[istio.profile].checkGatewayPort(address.port, problems.at('addresses', i));
    }
  });
  otherGatewayHosts?.forEach((host, i) =>
    checkHostPattern(host, problems.at('otherGatewayHosts', i)),
  );
  const { gatewayLabel } = PROFILES[istio.profile];
  const proxied: OwnValues = proxyProtocol
    ? [[['podAnnotations', PROXY_CONFIG_ANNOTATION], '`proxyProtocol` of the gateway']]
    : [];
  const pods = { label: gatewayLabel, namespace: rootNamespace, proxied, revisions };
  return {
    ...gatewayPods(props, pods, problems),
    addresses: [...addresses].sort(byText(String)),
    otherHosts: otherGatewayHosts && sortedSet(otherGatewayHosts),
    service: resolveGatewayService(service, addresses, istio, problems.at('service')),
    proxyProtocol,
  };
}

/** @internal */
export function resolveEgressGateway(
  props: EgressGatewayProps,
  { istio: { profile }, rootNamespace, revisions }: GatewayPlace,
  problems: Problems,
): EgressGateway {
  const kind = ipFamily(props.address) ? notRoutable(props.address) : undefined;
  if (kind) {
    problems
      .at('address')
      .report('MESH313', `egress gateway address "${props.address}" is ${kind}`);
  } else if (!ipFamily(props.address) && !isDnsName(props.address)) {
    problems
      .at('address')
      .report('MESH312', `"${props.address}" is neither an IP address nor a host name`);
  }
  const namespace = PROFILES[profile].egressNamespace(rootNamespace);
  const pods = { label: 'egressgateway', namespace, proxied: [], revisions };
  return {
    ...gatewayPods(props, pods, problems),
    address: props.address,
    serviceAnnotations: serviceAnnotations(props.service ?? {}, problems.at('service')),
  };
}

interface PodDefaults {
  readonly label: string;
  readonly namespace: string;
  readonly proxied: OwnValues;
  readonly revisions: Revisions;
}

function gatewayPods(
  props: Pick<GatewayProps, 'namespace' | 'labels' | keyof GatewaySettings>,
  defaults: PodDefaults,
  problems: Problems,
) {
  const { namespace = defaults.namespace, labels = { istio: defaults.label }, deployment } = props;
  if (props.namespace !== undefined) {
    checkIstioNamespace(namespace, 'gateway namespace', problems.at('namespace'));
  }
  if (Object.keys(labels).length === 0) {
    problems
      .at('labels')
      .report('MESH407', 'the gateway has no labels: every pod of the namespace would match');
  }
  checkLabels(labels, problems.at('labels'));
  checkDeployment(deployment ?? {}, problems.at('deployment'));
  const own: OwnValues = [
    ...OF_GATEWAY,
    ...defaults.proxied,
    ...Object.keys(labels).map(key => [['labels', key], '`labels` of the gateway'] as const),
  ];
  return {
    namespace,
    revision: resolveRevision(props.revision, defaults.revisions, problems.at('revision')),
    labels: sortedRecord(labels),
    deployment,
    helmValues: resolveHelmValues(props.helmValues, own, problems.at('helmValues')),
  };
}

/** @internal */
export function checkSharedAddresses(clusters: readonly ClusterProps[], problems: Problems): void {
  const users = new Map<string, string>();
  clusters.forEach((cluster, i) => {
    cluster.gateway?.addresses.forEach((address, j) => {
      const key = `${canonicalIp(address.host)} ${address.port}`;
      const user = users.get(key);
      if (user !== undefined) {
        problems
          .at(i, 'gateway', 'addresses', j)
          .report(
            'MESH316',
            `gateway address "${address}" is also an address of cluster "${user}"`,
          );
      }
      users.set(key, user ?? cluster.name);
    });
  });
}
