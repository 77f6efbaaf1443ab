import type { Pair } from './check-mesh';
import { GatewayAddress } from '../../values/gateway-address';
import { ipFamily } from '../../values/ip';
import { sortedSet } from '../../values/order';

/** Names in the place of addresses, written or of load balancers. @internal */
export function gatewayNames(pairs: readonly Pair[]): string[] {
  const names = pairs.flatMap(({ written, live }) => [
    ...written.facts.gateways.flatMap(({ addresses }) =>
      addresses.map(address => GatewayAddress.of(address).host),
    ),
    ...live.manifests.flatMap(({ kind, status }) =>
      kind === 'Service'
        ? (status.loadBalancer?.ingress ?? []).map((one: any) => one?.hostname)
        : [],
    ),
  ]);
  return sortedSet(
    names
      .filter(name => typeof name === 'string' && ipFamily(name) === 0)
      .map(name => name.toLowerCase()),
  );
}
