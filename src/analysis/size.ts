/**
 * What the objects of a cluster cost in the repository, in each calling sidecar and on the gateway.
 *
 * @internal
 */
export interface ClusterSize {
  readonly objects: number;
  /** of YAML */
  readonly bytes: number;
  /** Envoy clusters that the ServiceEntries add to a sidecar, in the namespace that sees most */
  readonly envoyClusters: number;
  /** filter chains on gateways in mode AUTO_PASSTHROUGH */
  readonly filterChains: number;
}

/** What one object adds to it. @internal */
export interface ObjectSize {
  /** of YAML */
  readonly bytes: number;
  /** of a ServiceEntry */
  readonly entry?: Entry;
  /** of a DestinationRule */
  readonly rule?: { readonly host: string; readonly subsets: number };
  /** of a Gateway: the hosts that it passes through */
  readonly passed?: readonly string[];
}

interface Entry {
  readonly hosts: readonly string[];
  readonly ports: number;
  /** namespaces that see it; `*` for all */
  readonly namespaces: readonly string[];
}

/** @param manifest the object as Kubernetes takes it @internal */
export function measure(manifest: any, bytes: number): ObjectSize {
  const { kind, apiVersion, metadata, spec } = manifest;
  if (!apiVersion.startsWith('networking.istio.io/') || !spec) {
    return { bytes };
  }
  switch (kind) {
    case 'ServiceEntry':
      return { bytes, entry: entryOf(spec, metadata.namespace) };
    case 'DestinationRule':
      return { bytes, rule: { host: spec.host, subsets: spec.subsets?.length ?? 0 } };
    case 'Gateway':
      return { bytes, passed: (spec.servers ?? []).flatMap(passedThrough) };
    default:
      return { bytes };
  }
}

function entryOf({ hosts = [], ports = [], exportTo = ['*'] }: any, namespace: string): Entry {
  const namespaces = exportTo.map((name: string) => (name === '.' ? namespace : name));
  return { hosts, ports: ports.length, namespaces };
}

function passedThrough({ tls, hosts }: any): readonly string[] {
  return tls?.mode === 'AUTO_PASSTHROUGH' ? hosts : [];
}

/**
 * Adds up the sizes of all objects of a cluster.
 *
 * For each port of a visible host a sidecar has one Envoy cluster, and one more for each subset
 * (Istio: cluster_builder.go). A gateway has one filter chain for each of these (Istio:
 * builtAutoPassthroughFilterChains).
 *
 * @internal
 */
export function clusterSize(objects: readonly ObjectSize[]): ClusterSize {
  const hosts = seenHosts(objects);
  const subsets = new Map<string, number>();
  for (const { rule } of objects) {
    if (rule) {
      subsets.set(rule.host, rule.subsets);
    }
  }
  const cost = (host: string) => (hosts.get(host)?.ports ?? 0) * (1 + (subsets.get(host) ?? 0));
  return {
    objects: objects.length,
    bytes: objects.reduce((sum, { bytes }) => sum + bytes, 0),
    envoyClusters: mostSeen(hosts, cost),
    filterChains: objects
      .flatMap(({ passed }) => passed ?? [])
      .reduce((sum, host) => sum + cost(host), 0),
  };
}

type SeenHost = Pick<Entry, 'ports' | 'namespaces'>;

/** A host may have several entries: for its pods, for gateways, and for an egress gateway. */
function seenHosts(objects: readonly ObjectSize[]): ReadonlyMap<string, SeenHost> {
  const hosts = new Map<string, SeenHost>();
  for (const { entry } of objects) {
    for (const host of entry?.hosts ?? []) {
      const others = hosts.get(host);
      hosts.set(host, others ? together(others, entry!) : entry!);
    }
  }
  return hosts;
}

function together(a: SeenHost, { ports, namespaces }: SeenHost): SeenHost {
  const all = new Set([...a.namespaces, ...namespaces]);
  return { ports, namespaces: all.size === a.namespaces.length ? a.namespaces : [...all] };
}

/** Counts each host where it is visible, so that the work grows with hosts plus namespaces. */
function mostSeen(hosts: ReadonlyMap<string, SeenHost>, cost: (host: string) => number): number {
  let everywhere = 0;
  const additional = new Map<string, number>();
  for (const [host, { namespaces }] of hosts) {
    if (namespaces.includes('*')) {
      everywhere += cost(host);
    } else {
      for (const namespace of namespaces) {
        additional.set(namespace, (additional.get(namespace) ?? 0) + cost(host));
      }
    }
  }
  return everywhere + [...additional.values()].reduce((most, one) => Math.max(most, one), 0);
}
