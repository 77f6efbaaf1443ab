import { Worlds } from './worlds';
import { remember } from '../../values/remember';
import { Cluster } from '../mesh/cluster';
import { fullHost, isSubsetOf, isWildcard } from '../mesh/host';
import { Pods } from '../mesh/pods';
import { Service } from '../mesh/services';
import { hostsOf } from '../mesh/virtual-services';
import { covers, Labels, Manifest } from '../world/manifest';

/** Any address; or none, so that the port is taken whatever the address. */
const ANY = '*';
const NONE = '-';

/** What changes are about, besides who calls. @internal */
export class Concerned {
  public readonly hosts = new Set<string>();
  /** wildcards */
  public readonly patterns: string[] = [];
  private readonly addresses = new Set<string>();
  private readonly pods = new Map<string, Set<string>>();
  private readonly selectors = new Map<string, Labels[]>();
  private readonly ports = new Map<string, Set<string>>();

  /** A host, or all that a wildcard stands for. */
  public addHost(host: string): void {
    if (isWildcard(host)) {
      this.patterns.push(host);
    } else {
      this.hosts.add(host);
    }
  }

  /** What a service decides besides calls to its own host: what its addresses and pods do. */
  public addService(cluster: Cluster, service: Service): void {
    const { name, mesh } = cluster;
    const { host, namespace, selector, ports } = service;
    this.addHost(host);
    this.addAddresses(service);
    const own = addressesOf(service);
    const taken = [...own, ...(own.length === 0 || !mesh.capturesDns ? [NONE] : []), ANY];
    for (const { number } of ports.filter(({ treatment }) => treatment !== 'http')) {
      const known = remember(this.ports, `${name}:${number}`, () => new Set<string>());
      taken.forEach(address => known.add(address));
    }
    if (selector) {
      podsWith(cluster, namespace, selector).forEach(pods => this.addPods(name, pods));
    }
  }

  /** @returns whether one of them was not known */
  public addAddresses({ host, addresses }: Service): boolean {
    const before = this.addresses.size;
    [host, ...addresses].forEach(address => this.addresses.add(address));
    return this.addresses.size > before;
  }

  public addPods(cluster: string, { namespace, text, address }: Pods): void {
    remember(this.pods, `${cluster}/${namespace}`, () => new Set<string>()).add(text);
    if (address !== undefined) {
      this.addresses.add(address);
    }
  }

  /** Pods of a namespace that no manifest shows, as far as they have labels. */
  public addUnseen(cluster: string, namespace: string, labels: Labels): void {
    remember(this.selectors, `${cluster}/${namespace}`, () => []).push(labels);
  }

  /** Whether some step of a call to the service looks at what is concerned. */
  public isReadBy(cluster: Cluster, service: Service, podsIn: PodsByNamespace): boolean {
    const { namespace, selector, ports, manifest, host } = service;
    const place = `${cluster.name}/${namespace}`;
    if (this.hosts.has(host) || this.isDialed(manifest)) {
      return true;
    }
    if (ports.some(({ number }) => this.isListened(cluster, service, number))) {
      return true;
    }
    if (!selector) {
      return false;
    }
    const texts = this.pods.get(place);
    return (
      (this.selectors.get(place) ?? []).some(labels => isCompatible(selector, labels)) ||
      (texts !== undefined &&
        (podsIn.get(namespace) ?? []).some(
          pods => texts.has(pods.text) && covers(selector, pods.labels),
        ))
    );
  }

  private isDialed({ spec }: Manifest): boolean {
    const endpoints: any[] = spec.endpoints ?? [];
    return endpoints.some(({ address }) => this.addresses.has(address));
  }

  private isListened({ name, mesh }: Cluster, service: Service, port: number): boolean {
    const known = this.ports.get(`${name}:${port}`);
    if (!known) {
      return false;
    }
    const own = addressesOf(service);
    // where others answer for the name, its address is one of theirs
    const resolved = mesh.capturesDns && own.length > 0 ? own : [NONE, ANY];
    return resolved.some(address => known.has(address));
  }
}

/** Whether a pod may have the labels of both. */
const isCompatible = (a: Labels, b: Labels): boolean =>
  Object.entries(a).every(([key, value]) => (b[key] ?? value) === value);

type PodsByNamespace = ReadonlyMap<string, readonly Pods[]>;

const addressesOf = ({ addresses, autoAddresses }: Service): readonly string[] => [
  ...addresses,
  ...autoAddresses,
];

/** Pods with some labels in a namespace; in all, where it is undefined. @internal */
export function podsWith(
  { pods }: Cluster,
  namespace: string | undefined,
  selector: Labels,
): readonly Pods[] {
  return pods.filter(
    one => (namespace === undefined || one.namespace === namespace) && covers(selector, one.labels),
  );
}

/**
 * The hosts to which calls may be other ones: those that look at what is concerned in some cluster
 * of either world, and those that lead to them.
 *
 * @internal
 */
export function concernedHosts(worlds: Worlds, concerned: Concerned): ReadonlySet<string> {
  const clusters = [worlds.before, worlds.after].flatMap(mesh => [...mesh.clusters.values()]);
  const ledFrom = leading(clusters);
  const found = new Set<string>();
  for (let isMore = true; isMore;) {
    isMore = false;
    for (const cluster of clusters) {
      for (const services of cluster.services.values()) {
        for (const service of services) {
          if (!found.has(service.host) && isConcerned(cluster, service, concerned)) {
            found.add(service.host);
          }
        }
      }
    }
    for (const host of found) {
      (ledFrom.get(host) ?? []).forEach(other => found.add(other));
    }
    for (const host of found) {
      concerned.hosts.add(host);
      const all = clusters.flatMap(cluster => cluster.services.get(host) ?? []);
      isMore = all.filter(service => concerned.addAddresses(service)).length > 0 || isMore;
    }
  }
  return found;
}

function isConcerned(cluster: Cluster, service: Service, concerned: Concerned): boolean {
  return (
    concerned.isReadBy(cluster, service, cluster.podsByNamespace) ||
    concerned.patterns.some(pattern => isSubsetOf(service.host, pattern))
  );
}

/** From which hosts VirtualServices and server names lead to a host. */
function leading(clusters: readonly Cluster[]): ReadonlyMap<string, ReadonlySet<string>> {
  const from = new Map<string, Set<string>>();
  for (const cluster of clusters) {
    const add = (hosts: readonly string[], to: readonly string[]) => {
      const expanded = hosts.flatMap(host =>
        isWildcard(host)
          ? [...cluster.services.keys()].filter(one => isSubsetOf(one, host))
          : [host],
      );
      to.forEach(host =>
        expanded
          .filter(one => one !== host)
          .forEach(one => remember(from, host, () => new Set<string>()).add(one)),
      );
    };
    for (const rule of cluster.of('networking.istio.io', 'DestinationRule')) {
      const names = serverNames(rule);
      if (names.length > 0) {
        add([fullHost(rule.spec.host ?? '', rule.namespace)], names);
      }
    }
    for (const route of cluster.of('networking.istio.io', 'VirtualService')) {
      add(hostsOf(route), destinationsOf(route));
    }
  }
  return from;
}

/** Hosts that the server names of a rule lead to. */
function serverNames({ spec: { trafficPolicy, subsets = [] } }: Manifest): string[] {
  const policies = [trafficPolicy, ...subsets.map((one: any) => one?.trafficPolicy)];
  return policies
    .flatMap(policy => [
      policy?.tls,
      ...(policy?.portLevelSettings ?? []).map((one: any) => one.tls),
    ])
    .flatMap(tls => /^outbound_\.\d+_\.[^_]*_\.(.+)$/.exec(tls?.sni ?? '')?.[1] ?? []);
}

const destinationsOf = ({ spec, namespace }: Manifest): string[] =>
  [...(spec.http ?? []), ...(spec.tcp ?? [])]
    .flatMap(({ route }: any) => route ?? [])
    .map(({ destination }: any) => fullHost((destination?.host ?? '').toLowerCase(), namespace));
