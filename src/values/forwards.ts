import { canonicalIp } from './ip';
import { isHostName, NameServer, nameServer } from './name-server';
import { isDnsName, isWithin } from './names';
import { byText } from './order';
import { notRoutable } from './reserved-ranges';
import { Problems } from '../problems/problems';

/** A zone, and the DNS servers that it is forwarded to. @internal */
export interface Forward {
  readonly zone: string;
  readonly servers: readonly string[];
}

/** The most that CoreDNS and the lists of all platforms take for one zone. @internal */
export const MAX_SERVERS = 15;

/** The address of NodeLocal DNSCache on every node, by convention of the add-on. */
const NODE_LOCAL_DNS = '169.254.20.10';

/**
 * Checks the zones that a cluster's DNS forwards.
 *
 * @param checkOne checks one server
 * @returns the zones in order
 * @internal
 */
export function resolveForwards(
  zones: { readonly [zone: string]: readonly string[] },
  checkOne: (server: string, problems: Problems) => void,
  problems: Problems,
): Forward[] {
  const forwards = Object.entries(zones)
    .map(([zone, servers]) => ({ zone, servers: [...servers] }))
    .sort(byText(({ zone }) => zone));
  for (const { zone, servers } of forwards) {
    const at = problems.at(zone);
    if (!isDnsName(zone)) {
      at.report('MESH604', `zone "${zone}" is not a lower-case DNS name`);
    }
    if (servers.length === 0) {
      at.report('MESH604', `zone "${zone}" has no server`);
    }
    if (servers.length > MAX_SERVERS) {
      at.report(
        'MESH604',
        `zone "${zone}" has ${servers.length} servers; at most ${MAX_SERVERS} are allowed`,
      );
    }
    servers.forEach((server, i) => checkOne(server, at.at(i)));
  }
  return forwards;
}

/** Checks that no forwarded zone contains the cluster's own names. @internal */
export function checkNotClusterDomain(
  { zone }: Forward,
  clusterDomain: string,
  what: string,
  problems: Problems,
): void {
  if (isWithin(clusterDomain, zone)) {
    problems
      .at(zone)
      .report(
        'MESH604',
        `${what} "${zone}" would take the cluster's own names, which end in "${clusterDomain}"`,
      );
  }
}

/**
 * Checks that no forwarded zone takes names of the mesh. DNS servers go by the longest zone that
 * matches, so one above the suffix takes none.
 *
 * @param ours what the suffix itself is forwarded to; undefined where it is not
 * @internal
 */
export function checkNotOfMesh(
  { zone, servers }: Forward,
  suffix: string,
  ours: string | undefined,
  problems: Problems,
): void {
  if (zone === suffix && servers.join() !== ours) {
    problems.at(zone).report('MESH219', `zone "${zone}" is that of the mesh, and goes elsewhere`);
  } else if (zone !== suffix && isWithin(zone, suffix)) {
    problems
      .at(zone)
      .report('MESH219', `zone "${zone}" lies inside of "${suffix}", the suffix of the mesh`);
  }
}

/**
 * Checks a server that a cluster's DNS forwards to. It must not be that DNS itself, which would
 * query itself forever.
 *
 * @param ownIps the addresses of the cluster's own DNS
 * @param noNames why the server must not be given by its name
 * @internal
 */
export function checkServer(
  text: string,
  ownIps: readonly string[],
  noNames: string,
  problems: Problems,
): NameServer | undefined {
  const server = nameServer(text);
  if (isHostName(text)) {
    problems.report('MESH604', `name server "${text}" is a host name: ${noNames}`);
    return undefined;
  }
  if (!server) {
    problems.report('MESH604', `name server "${text}" is not an IP address, or has no valid port`);
    return undefined;
  }
  const local = notRoutable(server.ip);
  if (local === 'loopback' || local === 'unspecified') {
    problems.report('MESH610', `"${text}" is ${local}: a server that asks there asks itself`);
  } else if (server.ip === NODE_LOCAL_DNS) {
    problems.report('MESH610', `"${text}" is NodeLocal DNSCache`);
  } else if (ownIps.map(canonicalIp).includes(canonicalIp(server.ip))) {
    problems.report('MESH610', `"${text}" is the cluster's own DNS`);
  }
  return server;
}
