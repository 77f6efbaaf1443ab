/** What a server block answers for: `dns://global:53`, taken apart. @internal */
export interface ServerName {
  /** the transport */
  readonly scheme: string;
  /** in lower case, without the dot at its end; empty for the root */
  readonly zone: string;
  readonly port: number;
}

/** Source: coredns core/dnsserver/register.go. */
const DEFAULT_PORTS: { readonly [scheme: string]: string } = {
  dns: '53',
  tls: '853',
  quic: '853',
  grpc: '443',
  https: '443',
  https3: '443',
};

/**
 * Reads the name of a server block: `GLOBAL.:053`, `dns://global` and `global` are one name.
 * Undefined when it depends on the environment, or when CoreDNS refuses it.
 *
 * Source: coredns plugin/normalize.go, where the port is any number after the last colon;
 * plugin/pkg/parse.
 *
 * @internal
 */
export function serverName(text: string): ServerName | undefined {
  const name = text.replace(/,$/, '');
  if (/\{[$%]/.test(name) || name.endsWith(':')) {
    return undefined;
  }
  const [, scheme = 'dns', rest] = /^(?:([a-z0-9]+):\/\/)?(.*)$/s.exec(name)!;
  const [, zone, port = DEFAULT_PORTS[scheme] ?? ''] = /^(.*?)(?::([+-]?\d+))?$/s.exec(rest)!;
  return { scheme, zone: zone.toLowerCase().replace(/\.$/, ''), port: Number(port) };
}

/** How a name of a server block relates to a zone. @internal */
export type Relation = 'same' | 'below' | 'other';

/** @internal */
export function relation(name: ServerName, zone: ServerName): Relation {
  if (name.scheme !== zone.scheme || name.port !== zone.port) {
    return 'other'; // another listener
  }
  if (name.zone === zone.zone) {
    return 'same';
  }
  return name.zone.endsWith(`.${zone.zone}`) ? 'below' : 'other';
}
