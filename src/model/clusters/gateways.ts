import { ClusterProps, EgressGatewayProps, GatewayProps } from '../../description/cluster-props';
import { Problems } from '../../problems/problems';
import { checkGatewayAddress } from '../../values/dialable';
import { canonicalIp, ipFamily } from '../../values/ip';
import { Profile } from '../../values/istio-version';
import { checkIstioNamespace, checkLabels, isDnsName } from '../../values/names';
import { byText, sortedRecord } from '../../values/order';
import { notRoutable } from '../../values/reserved-ranges';
import { EgressGateway, Gateway } from '../mesh';
import { PROFILES } from '../profiles/profiles';

/** @internal */
export function resolveGateway(
  props: GatewayProps,
  profile: Profile,
  rootNamespace: string,
  problems: Problems,
): Gateway {
  if (props.addresses.length === 0) {
    problems.at('addresses').report('MESH317', 'the gateway has no address');
  }
  props.addresses.forEach((address, i) =>
    checkGatewayAddress(address, problems.at('addresses', i)),
  );
  return {
    ...placement(props, PROFILES[profile].gatewayLabel, rootNamespace, problems),
    addresses: [...props.addresses].sort(byText(String)),
  };
}

/** @internal */
export function resolveEgressGateway(
  props: EgressGatewayProps,
  profile: Profile,
  rootNamespace: string,
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
  return { ...placement(props, 'egressgateway', namespace, problems), address: props.address };
}

function placement(
  props: Pick<GatewayProps, 'namespace' | 'labels'>,
  defaultLabel: string,
  defaultNamespace: string,
  problems: Problems,
) {
  const namespace = props.namespace ?? defaultNamespace;
  const labels = props.labels ?? { istio: defaultLabel };
  if (props.namespace !== undefined) {
    checkIstioNamespace(namespace, 'gateway namespace', problems.at('namespace'));
  }
  if (Object.keys(labels).length === 0) {
    problems
      .at('labels')
      .report('MESH407', 'the gateway has no labels: every pod of the namespace would match');
  }
  checkLabels(labels, problems.at('labels'));
  return { namespace, labels: sortedRecord(labels) };
}

/** @internal */
export function checkSharedAddresses(clusters: readonly ClusterProps[], problems: Problems): void {
  const users = new Map<string, string>();
  clusters.forEach((cluster, i) => {
    (cluster.gateway?.addresses ?? []).forEach((address, j) => {
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
