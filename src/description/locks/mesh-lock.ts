import { canonicalIp, compareIps, ipFamily } from '../../values/ip';

/** One line of the lock file: an address, and whose it is. @internal */
export interface LockedIp {
  /** in canonical form */
  readonly ip: string;
  readonly host: string;
  /** the host has it no more, and no other gets it: clients may still have the name cached */
  readonly released: boolean;
}

const SCHEMA = 2;

/**
 * The text of a lock: one line for each address, by address. Two branches that give one address to
 * two hosts write different lines to the same place, so Git does not merge them silently.
 *
 * @internal
 */
export function formatMeshLock(ips: readonly LockedIp[]): string {
  const lines = [...ips].sort((a, b) => compareIps(a.ip, b.ip)).map(formatLine);
  const body = lines.length === 0 ? '' : `${lines.join(',\n')}\n`;
  return `{\n  "schema": ${SCHEMA},\n  "virtualIps": [\n${body}  ]\n}\n`;
}

function formatLine({ ip, host, released }: LockedIp): string {
  const end = released ? ', "released": true' : '';
  return `    { "ip": ${JSON.stringify(ip)}, "host": ${JSON.stringify(host)}${end} }`;
}

/** Undefined if the text is not one of a lock. @internal */
export function parseMeshLock(text: string): LockedIp[] | undefined {
  try {
    const { schema, virtualIps } = JSON.parse(text);
    const lines: object[] = schema === SCHEMA ? virtualIps : linesOfSchema1(schema, virtualIps);
    const read = lines.map(line => ({ released: false, ...line }) as LockedIp);
    return read.every(isLine)
      ? read.map(line => ({ ...line, ip: canonicalIp(line.ip) }))
      : undefined;
  } catch {
    return undefined;
  }
}

/** The schema before had a list of addresses for each host. */
function linesOfSchema1(schema: unknown, hosts: { readonly [host: string]: string[] }): object[] {
  if (schema !== 1) {
    throw new Error('another schema');
  }
  return Object.entries(hosts).flatMap(([host, ips]) => {
    if (!Array.isArray(ips)) {
      throw new Error('another form');
    }
    return ips.map(ip => ({ ip, host }));
  });
}

function isLine({ ip, host, released, ...rest }: LockedIp): boolean {
  return (
    typeof ip === 'string' &&
    ipFamily(ip) !== 0 &&
    typeof host === 'string' &&
    host !== '' &&
    typeof released === 'boolean' &&
    Object.keys(rest).length === 0
  );
}
