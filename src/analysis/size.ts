/**
 * What a cluster's objects cost: in the repository, in each sidecar that may call, on the gateway.
 *
 * @internal
 */
export interface ClusterSize {
  readonly objects: number;
  /** of YAML */
  readonly bytes: number;
  /**
   * Envoy clusters that the ServiceEntries add to a sidecar, in the namespace that sees most of
   * them
   */
  readonly envoyClusters: number;
  /** filter chains of the gateways that pass TLS through */
  readonly filterChains: number;
}

/**
 * Adds up the size of a cluster, object by object, from the manifests alone.
 *
 * Envoy has one cluster for each port of a host that a sidecar sees, and one more for each port and
 * subset (Istio: cluster_builder.go); a gateway one filter chain for each of these (Istio:
 * builtAutoPassthroughFilterChains).
 *
 * @internal
 */
export class SizeMeter {
  private objects = 0;
  private bytes = 0;
  private readonly hosts = new Map<
    string,
    { readonly ports: number; readonly namespaces: ReadonlySet<string> }
  >();
  private readonly subsets = new Map<string, number>();
  private readonly passed: string[] = [];

  /** @param manifest the object as Kubernetes takes it */
  public add(manifest: any, bytes: number): void {
    const { kind, apiVersion, spec } = manifest;
    this.objects++;
    this.bytes += bytes;
    if (!apiVersion.startsWith('networking.istio.io/') || !spec) {
      return;
    }
    switch (kind) {
      case 'ServiceEntry':
        for (const host of spec.hosts ?? []) {
          // an egress gateway knows the host by an entry of its own
          const namespaces = new Set([
            ...(this.hosts.get(host)?.namespaces ?? []),
            ...visibility(manifest),
          ]);
          this.hosts.set(host, { ports: spec.ports?.length ?? 0, namespaces });
        }
        break;
      case 'DestinationRule':
        this.subsets.set(spec.host, spec.subsets?.length ?? 0);
        break;
      case 'Gateway':
        for (const { tls, hosts } of spec.servers ?? []) {
          this.passed.push(...(tls?.mode === 'AUTO_PASSTHROUGH' ? hosts : []));
        }
    }
  }

  public get size(): ClusterSize {
    const namespaces = new Set([...this.hosts.values()].flatMap(host => [...host.namespaces]));
    const seen = [...namespaces].map(namespace =>
      this.sum(
        [...this.hosts.keys()].filter(host => {
          const visible = this.hosts.get(host)!.namespaces;
          return visible.has('*') || visible.has(namespace);
        }),
      ),
    );
    return {
      objects: this.objects,
      bytes: this.bytes,
      envoyClusters: Math.max(0, ...seen),
      filterChains: this.sum(this.passed),
    };
  }

  private sum(hosts: readonly string[]): number {
    return hosts.reduce(
      (total, host) =>
        total + (this.hosts.get(host)?.ports ?? 0) * (1 + (this.subsets.get(host) ?? 0)),
      0,
    );
  }
}

function visibility({ metadata, spec: { exportTo = ['*'] } }: any): ReadonlySet<string> {
  return new Set(
    exportTo.map((namespace: string) => (namespace === '.' ? metadata.namespace : namespace)),
  );
}
