import { EAST_WEST_GATEWAY, EGRESS_GATEWAY } from './modern-values';
import { versionPlace } from './version-place';
import { Cluster, EgressGateway, Gateway } from '../../model/mesh';
import { GatewayAddress } from '../../values/gateway-address';
import { versionName } from '../../values/istio-version';
import { ISTIO_TEMPLATE } from '../../values/spiffe';
import { unlessEmpty } from '../../values/unless-empty';
import { printYaml } from '../../values/yaml-printer';
import { TextFile } from '../text-file';

/**
 * What no manifest says about a cluster, and whoever reads its manifests has to know: its version
 * of Istio, unless an object of a GitOps tool has it, where its nodes are, the form of its
 * identities, the tag of the revision that injects, and the addresses of its gateways. For
 * `mesh reach`, and for the commands of README.md.
 *
 * @internal
 */
export function worldFile(cluster: Cluster): TextFile[] {
  const { istio, gateway, egressGateway, revisions } = cluster;
  const gateways = [
    ...(gateway ? [eastWest(gateway)] : []),
    ...(egressGateway ? [egress(egressGateway)] : []),
  ];
  const { tag, upgrade } = revisions;
  const values = {
    istio: versionPlace(cluster).isWorld ? versionName(istio) : undefined,
    nextIstio: upgrade && versionName(upgrade.istio),
    locality: cluster.locality,
    spiffeIdTemplate:
      cluster.spiffeIdTemplate === ISTIO_TEMPLATE ? undefined : cluster.spiffeIdTemplate,
    revisionTags: tag === undefined ? undefined : [tag],
    gateways: unlessEmpty(gateways),
  };
  const isEmpty = Object.values(values).every(value => value === undefined);
  return isEmpty ? [] : [{ path: 'world.yaml', content: printYaml(values) }];
}

/** A port that the Service does not have is one of a load balancer before it. */
function eastWest({ namespace, addresses, service: { ports } }: Gateway): object {
  const others = addresses
    .map(({ port }) => port)
    .filter(asked => !ports.some(({ port, nodePort }) => port === asked || nodePort === asked));
  return {
    name: EAST_WEST_GATEWAY,
    namespace,
    addresses: addresses.map(String),
    ports: unlessEmpty(Object.fromEntries(others.map(port => [port, GatewayAddress.DEFAULT_PORT]))),
  };
}

/** Only pods of the same cluster call it. */
const egress = ({ namespace, address }: EgressGateway): object => ({
  name: EGRESS_GATEWAY,
  namespace,
  localAddresses: [address],
});
