import { writeFileSync } from 'fs';
import * as path from 'path';
import { Program, waitFor } from './commands';
import { createInternet, within } from './network';
import { Tools } from './tools';
import { GatewayAddress, MulticlusterMeshProps } from '../../src';

/**
 * The bridge between the clusters, and name servers that know the gateways which have names, and
 * nothing else.
 */
export async function startInternet(
  { clusters }: MulticlusterMeshProps,
  folder: string,
  tools: Tools,
): Promise<void> {
  await createInternet();
  const names = clusters.flatMap(({ gateway }, i) =>
    (gateway?.addresses ?? [])
      .filter(({ isHostname }) => isHostname)
      .map(
        address =>
          `${address.host} {\n  hosts {\n    ${gatewayIp(address, i + 1)} ${address.host}\n  }\n}`,
      ),
  );
  const corefile = path.join(folder, 'internet.Corefile');
  writeFileSync(
    corefile,
    [...names, '. {', '  template IN ANY . {', '    rcode NXDOMAIN', '  }', '}', ''].join('\n'),
  );
  const server = new Program(
    "the internet's DNS",
    within('internet', [tools.binary('coredns'), '-conf', corefile]),
    path.join(folder, 'internet.log'),
  );
  await waitFor(
    server.name,
    20,
    async () => /CoreDNS-/.test(server.output),
    () => server.lastWords,
  );
}

/**
 * An address of the internet for a gateway, also for one that the description knows by name; by the
 * number of its cluster.
 */
export function gatewayIp(address: GatewayAddress, index: number): string {
  return address.isHostname ? `198.18.0.${index}` : address.host;
}
