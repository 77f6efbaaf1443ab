/**
 * A CoreDNS server block that sends a zone to another server. Valid in CoreDNS 1.0.6 and later: `proxy`, which the old documentation
 * uses, is gone since 1.5.
 *
 * @param port port that CoreDNS listens on; 53, except on Gardener
 * @internal
 */
export function forwardBlock(zone: string, upstream: string, port: number = 53): string {
  return `${zone}:${port} {\n    errors\n    cache 30\n    forward . ${upstream}\n}\n`;
}
