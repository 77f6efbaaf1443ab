import { serviceHost } from '../../values/names';

/** Hosts as Istio compares them (Istio: pkg/config/host/name.go). @internal */
export const isWildcard = (host: string): boolean => host.startsWith('*');

/** Whether all names that one stands for are names that the other stands for. @internal */
export function isSubsetOf(host: string, other: string): boolean {
  if (!isWildcard(other)) {
    return host === other;
  }
  if (!isWildcard(host)) {
    return host.endsWith(other.slice(1));
  }
  return host.length >= other.length && host.slice(1).endsWith(other.slice(1));
}

/** Whether some name is one that both stand for. @internal */
export const overlaps = (host: string, other: string): boolean =>
  isSubsetOf(host, other) || isSubsetOf(other, host);

/** A name without dots means a Service of the object's own namespace. @internal */
export const fullHost = (host: string, namespace: string): string =>
  host.includes('.') || isWildcard(host) ? host : serviceHost(host, namespace);

/**
 * What a map by host, of which some may be wildcards, has for a host: the exact one, otherwise the
 * longest wildcard (Istio: `MostSpecificHostMatch`).
 *
 * @internal
 */
export function mostSpecific<T>(host: string, byHost: ReadonlyMap<string, T>): T | undefined {
  if (byHost.has(host)) {
    return byHost.get(host);
  }
  // the longest suffix comes first
  const name = isWildcard(host) ? host.slice(1) : host;
  for (let at = isWildcard(host) ? 1 : 0; at <= name.length; at++) {
    const found = byHost.get(`*${name.slice(at)}`);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}
