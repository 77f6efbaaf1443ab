import { EAST_WEST_GATEWAY, EGRESS_GATEWAY } from './modern-values';
import { Cluster, EgressGateway, Gateway } from '../../model/mesh';
import { GatewayAddress } from '../../values/gateway-address';
import { ISTIO_TEMPLATE } from '../../values/spiffe';
import { unlessEmpty } from '../../values/unless-empty';
import { printYaml } from '../../values/yaml-printer';
import { TextFile } from '../text-file';

/**
 * What no manifest says about a cluster, and whoever reads its manifests has to know: its version
 * of Istio, where its nodes are, the form of its identities, the tag of the revision that injects,
 * and the addresses of its gateways. For `mesh reach`.
 *
 * @internal
 */
export function worldFile(cluster: Cluster): TextFile {
  const { istio, gateway, egressGateway, revisions } = cluster;
  const gateways = [
    ...(gateway ? [eastWest(gateway)] : []),
    ...(egressGateway ? [egress(egressGateway)] : []),
  ];
  const { tag } = revisions;
  const values = {
    istio: istio.text,
    locality: cluster.locality,
    spiffeIdTemplate:
      cluster.spiffeIdTemplate === ISTIO_TEMPLATE ? undefined : cluster.spiffeIdTemplate,
    revisionTags: tag === undefined ? undefined : [tag],
    gateways: unlessEmpty(gateways),
  };
  return { path: 'world.yaml', content: printYaml(values) };
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
