import { byText } from '../values/order';

/**
 * What CoreDNS is to do with the names of the mesh: ask another server, or answer by itself.
 *
 * @internal
 */
export type ZoneAnswer = { readonly forwardTo: readonly string[] } | { readonly records: Records };

/** Addresses of each host. @internal */
export interface Records {
  readonly [host: string]: readonly string[];
}

/** A server block of CoreDNS, as data. @internal */
export interface ZoneServer {
  readonly zones: readonly string[];
  readonly plugins: readonly ZonePlugin[];
}

/** @internal */
export interface ZonePlugin {
  readonly name: string;
  readonly parameters?: string;
  /** the lines between its braces */
  readonly options?: readonly string[];
}

/** `<name>.<namespace>` before the zone. @internal */
export const HOST_LABELS = 2;

/** The plugins of a block for hosts, by which it is known again. @internal */
export const HOST_PLUGINS = ['errors', 'cache', 'template', 'hosts'] as const;

/**
 * The server blocks of a zone.
 *
 * @internal
 */
export function zoneServers(zone: string, answer: ZoneAnswer): ZoneServer[] {
  return 'forwardTo' in answer
    ? [forwardServer(zone, answer.forwardTo)]
    : recordServers(zone, answer.records);
}

/**
 * Valid in CoreDNS 1.0.6 and later: `proxy`, which the old documentation uses, is gone since 1.5.
 *
 * @internal
 */
export function forwardServer(zone: string, upstreams: readonly string[]): ZoneServer {
  return {
    zones: [zone],
    plugins: [...COMMON, { name: 'forward', parameters: `. ${upstreams.join(' ')}` }],
  };
}

/** Positive answers of `hosts` would be good for an hour otherwise. */
const COMMON: readonly ZonePlugin[] = [{ name: 'errors' }, { name: 'cache', parameters: '30' }];

/**
 * The hosts have a block of their own, because the plugin `hosts` cannot say NXDOMAIN, and
 * `template`, which can, comes before it: so CoreDNS tells the hosts from all other names of the
 * zone by the longest match. Below a host there is nothing either.
 */
function recordServers(zone: string, records: Records): ZoneServer[] {
  const hosts = Object.entries(records).sort(byText(([host]) => host));
  const deeper = zone.split('.').length + HOST_LABELS + 1;
  const nothing = (...conditions: string[]): ZonePlugin => ({
    name: 'template',
    parameters: 'ANY ANY',
    options: [
      ...conditions,
      'rcode NXDOMAIN',
      `authority "${zone}. 30 IN SOA ns.${zone}. hostmaster.${zone}. 1 60 60 60 30"`,
    ],
  });
  const known = {
    zones: hosts.map(([host]) => host),
    plugins: [
      ...COMMON,
      nothing(`match "^([^.]+[.]){${deeper},}$"`, 'fallthrough'),
      { name: 'hosts', options: hosts.flatMap(([host, ips]) => ips.map(ip => `${ip} ${host}`)) },
    ],
  };
  return [...(hosts.length > 0 ? [known] : []), { zones: [zone], plugins: [...COMMON, nothing()] }];
}

/**
 * Server blocks as text.
 *
 * @param port port that CoreDNS listens on; 53, except on Gardener and in the mesh's own server
 * @internal
 */
export function blocksText(servers: readonly ZoneServer[], port: number = 53): string {
  return servers
    .map(({ zones, plugins }) =>
      [
        `${zones.map(zone => `${zone}:${port}`).join(',\n')} {`,
        ...plugins.flatMap(pluginLines).map(line => `    ${line}`),
        '}\n',
      ].join('\n'),
    )
    .join('');
}

function pluginLines({ name, parameters, options }: ZonePlugin): string[] {
  const words = parameters === undefined ? name : `${name} ${parameters}`;
  return options ? [`${words} {`, ...options.map(option => `    ${option}`), '}'] : [words];
}
