/**
 * Somebody who may speak for some namespaces and hosts, and for nothing else.
 *
 * @internal
 */
export interface Speaker {
  /** who it is in a message, e.g. `the source speaks for "shop" only` */
  readonly says: string;
  /** Whether it may declare, export or grant a service. */
  speaksForHost(name: string, namespace: string): boolean;
  /** Whether workloads of the namespace are its own to describe. */
  speaksForWorkloads(namespace: string): boolean;
}

/** What stands for every namespace, host or cluster. @internal */
export const ANY = '*';

/** A source that is bound to namespaces. @internal */
export function sourceSpeaker(namespaces: readonly string[]): Speaker {
  const speaksFor = (namespace: string) => namespaces.includes(namespace);
  return {
    says: `the source speaks for ${quoted(namespaces)}`,
    speaksForHost: (_, namespace) => speaksFor(namespace),
    speaksForWorkloads: speaksFor,
  };
}

/** `"a", "b" only`, or `nothing`. @internal */
export const quoted = (names: readonly string[]): string =>
  names.length === 0 ? 'nothing' : `${names.map(name => `"${name}"`).join(', ')} only`;
