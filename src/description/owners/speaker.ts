import { ALL } from '../../values/wildcard';

/**
 * Somebody who may speak for some namespaces and hosts, and for nothing else.
 *
 * @internal
 */
export interface Speaker {
  /** who it is in a message, e.g. `the source speaks for namespace "shop" only` */
  readonly says: string;
  /** Whether it may declare, export or grant a service. */
  speaksForHost(name: string, namespace: string): boolean;
  /** Whether workloads of the namespace are its own to describe. */
  speaksForWorkloads(namespace: string): boolean;
}

/** A source that is bound to namespaces. @internal */
export function sourceSpeaker(namespaces: readonly string[]): Speaker {
  const speaksFor = (namespace: string) => namespaces.includes(namespace);
  return {
    says: `the source speaks for ${only({ namespace: namespaces })}`,
    speaksForHost: (_, namespace) => speaksFor(namespace),
    speaksForWorkloads: speaksFor,
  };
}

/** `namespace "a", host "b.c" only`, or `nothing`. @internal */
export function only(names: { readonly [kind: string]: readonly string[] }): string {
  const all = Object.entries(names).flatMap(([kind, each]) =>
    each.map(name => `${kind} ${name === ALL ? ALL : `"${name}"`}`),
  );
  return all.length === 0 ? 'nothing' : `${all.join(', ')} only`;
}
