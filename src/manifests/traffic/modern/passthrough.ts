import { GatewaySpecServersTlsMode as GatewayTls } from '../../../../imports/networking.istio.io';
import { sha256 } from '../../../values/digest';
import { GatewayAddress } from '../../../values/gateway-address';
import { IstioVersion } from '../../../values/istio-version';
import { Manifest } from '../../manifest';
import { gateway, MOST_CHARACTERS, ObjectName } from '../istio-objects';

/**
 * Opens the port of a gateway for some hosts. Where there are thousands, they are in several
 * Gateways, which Istio puts together again: servers of one port and protocol whose hosts differ
 * (`mergeGateways` in pilot/pkg/model/gateway.go).
 *
 * @param name of the first one
 * @internal
 */
export function passthroughs(
  istio: IstioVersion,
  { name, namespace }: ObjectName,
  selector: { readonly [label: string]: string },
  hosts: readonly string[],
): Manifest[] {
  return parts(hosts).flatMap((part, i) =>
    part.length === 0
      ? []
      : [
          gateway(
            istio,
            { name: i === 0 ? name : `${name}-${i}`, namespace },
            { selector: { ...selector }, servers: [server(part)] },
          ),
        ],
  );
}

const server = (hosts: readonly string[]) => ({
  port: { number: GatewayAddress.DEFAULT_PORT, name: 'tls', protocol: 'TLS' },
  tls: { mode: GatewayTls.AUTO_UNDERSCORE_PASSTHROUGH },
  hosts: [...hosts],
});

/**
 * Some hosts in as few parts as can be, a power of two. Their names decide which are together, and
 * not their order, so that one more host changes one object.
 *
 * While a host moves to another part, Istio may see it in both or in neither. Both is worse: it
 * drops the later Gateway as a whole. So hosts only move to parts with higher numbers, whose names
 * come later, and tools apply objects by name.
 */
function parts(hosts: readonly string[], count = 1): string[][] {
  const all = Array.from({ length: count }, (): string[] => []);
  for (const host of hosts) {
    all[count === 1 ? 0 : parseInt(sha256(host).slice(0, 8), 16) % count].push(host);
  }
  return all.every(part => part.join().length <= MOST_CHARACTERS) ? all : parts(hosts, count * 2);
}
