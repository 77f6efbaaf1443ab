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

/** The sizes of some objects, added up. @internal */
export class PartSize {
  public readonly objects: number;
  public readonly bytes: number;
  /** hosts that a gateway passes through */
  public readonly passed: readonly string[];
  private readonly hosts = new Map<string, SeenHost>();
  private readonly subsets = new Map<string, number>();
  private added?: Visible;

  public constructor(sizes: readonly ObjectSize[]) {
    this.objects = sizes.length;
    this.bytes = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
    this.passed = sizes.flatMap(({ passed }) => passed ?? []);
    for (const { entry, rule } of sizes) {
      entry?.hosts.forEach(host => this.see(host, entry));
      if (rule) {
        this.subsets.set(rule.host, rule.subsets);
      }
    }
  }

  /** The hosts that are mentioned, each once. */
  public get mentioned(): Iterable<string> {
    return new Set([...this.hosts.keys(), ...this.subsets.keys(), ...this.passed]);
  }

  /**
   * For each port of a visible host a sidecar has one Envoy cluster, and one more for each subset
   * (Istio: cluster_builder.go). A gateway has one filter chain for each of these (Istio:
   * builtAutoPassthroughFilterChains).
   */
  public costOf(host: string): number {
    return (this.hosts.get(host)?.ports ?? 0) * (1 + (this.subsets.get(host) ?? 0));
  }

  /** The costs of all hosts by the namespace that sees them. */
  public get visible(): Visible {
    this.added ??= this.addUp();
    return this.added;
  }

  private addUp(): Visible {
    let everywhere = 0;
    const additional = new Map<string, number>();
    for (const [host, { namespaces }] of this.hosts) {
      if (namespaces.includes('*')) {
        everywhere += this.costOf(host);
      } else {
        namespaces.forEach(name => add(additional, name, this.costOf(host)));
      }
    }
    return { everywhere, additional };
  }

  /** A host may have several entries: for its pods, for gateways, and for an egress gateway. */
  private see(host: string, { ports, namespaces }: SeenHost): void {
    const others = this.hosts.get(host)?.namespaces ?? [];
    const all = others.length > 0 ? [...new Set([...others, ...namespaces])] : namespaces;
    this.hosts.set(host, { ports, namespaces: all });
  }
}

type SeenHost = Pick<Entry, 'ports' | 'namespaces'>;

/** Envoy clusters in sidecars. */
interface Visible {
  readonly everywhere: number;
  /** by namespace */
  readonly additional: ReadonlyMap<string, number>;
}

/**
 * Adds up the sizes of all objects of a cluster.
 *
 * @param parts of which no two mention the same host
 * @internal
 */
export function clusterSize(parts: readonly PartSize[]): ClusterSize {
  const additional = new Map<string, number>();
  for (const { visible } of parts) {
    visible.additional.forEach((cost, name) => add(additional, name, cost));
  }
  const most = [...additional.values()].reduce((a, b) => Math.max(a, b), 0);
  return {
    objects: sum(parts, part => part.objects),
    bytes: sum(parts, part => part.bytes),
    envoyClusters: sum(parts, part => part.visible.everywhere) + most,
    filterChains: sum(parts, part => sum(part.passed, host => part.costOf(host))),
  };
}

function add(counts: Map<string, number>, key: string, count: number): void {
  counts.set(key, (counts.get(key) ?? 0) + count);
}

const sum = <T>(items: readonly T[], of: (item: T) => number): number =>
  items.reduce((total, item) => total + of(item), 0);
