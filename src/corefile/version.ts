import { Problems } from '../problems/problems';

/** A version of CoreDNS: major, minor, patch. @internal */
export type CoreDnsVersion = readonly [number, number, number];

/** @internal */
export const COREDNS_VERSION = /^v?(\d+)\.(\d+)\.(\d+)$/;

/**
 * Reads `1.11.3`, with or without a leading `v`. Returns undefined after reporting when it is
 * anything else.
 *
 * @internal
 */
export function coreDnsVersion(text: string, problems: Problems): CoreDnsVersion | undefined {
  const match = COREDNS_VERSION.exec(text);
  if (!match) {
    problems.report('MESH608', `"${text}" is not a CoreDNS version`);
    return undefined;
  }
  return [Number(match[1]), Number(match[2]), Number(match[3])];
}

/** @internal */
export function isBefore(a: CoreDnsVersion, b: CoreDnsVersion): boolean {
  const i = a.findIndex((number, place) => number !== b[place]);
  return i >= 0 && a[i] < b[i];
}
