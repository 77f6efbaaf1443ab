import { isDeepStrictEqual } from 'util';
import { Caller } from './callers';
import { Concerned, concernedHosts, podsWith } from './footprint';
import { ObjectChange } from './objects';
import { ClusterPair, clusterPairs, sidesOf, Worlds } from './worlds';
import { groupBy } from '../../values/group-by';
import { Cluster } from '../mesh/cluster';
import { fullHost } from '../mesh/host';
import { Pods } from '../mesh/pods';
import { servicesOf } from '../mesh/services';
import { hostsOf } from '../mesh/virtual-services';
import { Labels, Manifest } from '../world/manifest';

/** Which calls the changes can concern; all others are as they were. @internal */
export interface Touched {
  isCallerTouched(caller: Caller): boolean;
  isHostTouched(host: string): boolean;
}

/** @internal */
export const EVERYTHING: Touched = { isCallerTouched: () => true, isHostTouched: () => true };

/**
 * Finds the calls that changes can concern. A kind that is not known here concerns all calls; what
 * every call depends on is compared as a whole.
 *
 * @internal
 */
export function touchedBy(worlds: Worlds, changes: readonly ObjectChange[]): Touched {
  const pairs = clusterPairs(worlds);
  if (pairs.some(({ before, after }) => !before || !after || !isSameForAll(before, after))) {
    return EVERYTHING;
  }
  const touch = new Touch(new Map(pairs.map(pair => [pair.name, pair])));
  changes.forEach(change => touch.add(change));
  pairs.forEach(pair => touch.addDerived(pair));
  return touch.isEverything ? EVERYTHING : touch.result(worlds);
}

/** What decides all calls of a cluster, or calls that come through it. */
function isSameForAll(before: Cluster, after: Cluster): boolean {
  const of = (cluster: Cluster) => {
    const { files, mesh, gateways, networksWithGateways } = cluster;
    const { workloads, ...facts } = files.facts;
    return {
      facts,
      mesh: { ...mesh, source: mesh.source !== undefined },
      settings: files.istiods.map(({ values }) => values),
      gateways: gateways.map(({ source, ...gateway }) => gateway),
      networks: [...networksWithGateways],
      gaps: files.gaps.map(({ what }) => what),
      corefiles: files.corefiles.map(({ text }) => text),
      root: cluster.namespaces.get(mesh.rootNamespace)?.labels,
      clashes: clashesOf(cluster),
    };
  };
  return isDeepStrictEqual(of(before), of(after));
}

/** Listeners that Envoy refuses: what goes through them depends on hosts of others. */
function clashesOf(cluster: Cluster): string[] {
  return listenersOf(cluster).flatMap(({ key, listener }) =>
    listener.clash ? [`${key} ${listener.clash.host}`] : [],
  );
}

const listenersOf = (cluster: Cluster) =>
  cluster.gateways.flatMap(gateway =>
    [...new Set((gateway.ports ?? []).map(({ target }) => target))].map(port => ({
      key: `${gateway.namespace}/${gateway.name}:${port}`,
      listener: cluster.gatewayListener(gateway, port),
    })),
  );

const SELECTING = new Set([
  'security.istio.io/AuthorizationPolicy',
  'security.istio.io/PeerAuthentication',
  'networking.k8s.io/NetworkPolicy',
]);

/** Kinds that change proxies, as callers and as those who answer. */
const OF_PROXIES = new Set([
  'networking.istio.io/Sidecar',
  'networking.istio.io/EnvoyFilter',
  'networking.istio.io/ProxyConfig',
  'extensions.istio.io/WasmPlugin',
  'extensions.istio.io/TrafficExtension',
]);

/** Compared where they are read: pods, and the labels of namespaces. */
const DERIVED =
  /^(apps|batch)\/|^\/(Pod|Namespace|Node)$|^gateway\.networking\.k8s\.io\/Gateway(Class)?$/;

/** What no step of a call looks at. */
const HARMLESS =
  /^\/(ServiceAccount|PersistentVolumeClaim|ResourceQuota|LimitRange)$|^(rbac\.authorization|apiextensions|admissionregistration)\.k8s\.io\/|^(autoscaling|policy|telemetry\.istio\.io)\//;

const ROUTES = /^gateway\.networking\.k8s\.io\/(HTTP|GRPC|TCP|TLS)Route$/;

class Touch {
  public isEverything = false;
  private readonly concerned = new Concerned();
  /** `cluster/namespace`, or `cluster/` for all of it */
  private readonly callers = new Set<string>();

  public constructor(private readonly pairs: ReadonlyMap<string, ClusterPair>) {}

  public add({ cluster, before, after }: ObjectChange): void {
    const pair = this.pairs.get(cluster)!;
    for (const manifest of [before, after].filter(one => one !== undefined)) {
      sidesOf(pair).forEach(side => this.addObject(side, manifest));
    }
  }

  /** What is made of several objects, compared on both sides. */
  public addDerived({ name, before, after }: ClusterPair): void {
    const [old, now] = [podsByText(before!), podsByText(after!)];
    for (const text of new Set([...old.keys(), ...now.keys()])) {
      const [was, is] = [old.get(text) ?? [], now.get(text) ?? []];
      if (!isDeepStrictEqual(was.map(withoutSource), is.map(withoutSource))) {
        [...was, ...is].forEach(pods => this.concerned.addPods(name, pods));
      }
    }
    const [passedBefore, passedAfter] = [passedBy(before!), passedBy(after!)];
    for (const pattern of new Set([...passedBefore, ...passedAfter])) {
      if (passedBefore.has(pattern) !== passedAfter.has(pattern)) {
        this.concerned.addHost(pattern.split(' ')[1]);
      }
    }
  }

  public result(worlds: Worlds): Touched {
    const { callers } = this;
    const hosts = concernedHosts(worlds, this.concerned);
    return {
      isHostTouched: host => hosts.has(host),
      isCallerTouched: ({ account, before, after }) =>
        callers.has(`${account.cluster}/`) ||
        callers.has(`${account.cluster}/${account.namespace}`) ||
        !isDeepStrictEqual(before.map(withoutSource), after.map(withoutSource)),
    };
  }

  private addObject(cluster: Cluster, manifest: Manifest): void {
    const { group, kind, namespace, spec } = manifest;
    const { name, mesh } = cluster;
    const id = `${group}/${kind}`;
    if (id === '/Service' || id === 'networking.istio.io/ServiceEntry') {
      servicesOf(manifest, mesh).forEach(service => this.concerned.addService(cluster, service));
    } else if (id === 'networking.istio.io/DestinationRule') {
      this.concerned.addHost(fullHost(spec.host ?? '', namespace));
    } else if (id === 'networking.istio.io/VirtualService') {
      hostsOf(manifest).forEach(host => this.concerned.addHost(host));
    } else if (id === 'networking.istio.io/WorkloadEntry') {
      this.concerned.addUnseen(name, namespace, {});
    } else if (SELECTING.has(id) && !hasUnknownField(manifest)) {
      this.addSelected(cluster, manifest);
    } else if (OF_PROXIES.has(id)) {
      this.addProxies(cluster, namespace);
    } else if (id === '/ConfigMap') {
      this.addConfigMap(cluster, manifest);
    } else if (ROUTES.test(id)) {
      this.callers.add(`${name}/`);
    } else if (id === '/Namespace') {
      this.isEverything ||= mesh.discoverySelectors !== undefined;
    } else if (id === 'networking.istio.io/Gateway') {
      this.isEverything ||= hasUnknownField(manifest);
    } else if (!DERIVED.test(id) && !HARMLESS.test(id) && !isPlainSecret(manifest)) {
      this.isEverything = true;
    }
  }

  /** The pods of a policy: of its namespace, or of all for the root namespace. */
  private addSelected(cluster: Cluster, { group, kind, namespace, spec }: Manifest): void {
    const isOfAll = namespace === cluster.mesh.rootNamespace && group === 'security.istio.io';
    const selector: Labels = (spec.selector ?? spec.podSelector)?.matchLabels ?? {};
    const selected = podsWith(cluster, isOfAll ? undefined : namespace, selector);
    selected.forEach(pods => this.concerned.addPods(cluster.name, pods));
    const namespaces = isOfAll ? allNamespaces(cluster) : [namespace];
    namespaces.forEach(one => this.concerned.addUnseen(cluster.name, one, selector));
    if (kind === 'NetworkPolicy') {
      this.addProxies(cluster, namespace);
    }
  }

  /** All proxies of a namespace, or of the cluster. */
  private addProxies(cluster: Cluster, namespace: string): void {
    const isOfAll = namespace === cluster.mesh.rootNamespace;
    this.isEverything ||= isOfAll || cluster.gateways.some(one => one.namespace === namespace);
    this.callers.add(`${cluster.name}/${namespace}`);
    podsWith(cluster, namespace, {}).forEach(pods => this.concerned.addPods(cluster.name, pods));
  }

  private addConfigMap(cluster: Cluster, { name }: Manifest): void {
    if (/dns/i.test(name)) {
      this.callers.add(`${cluster.name}/`);
    }
    this.isEverything ||= name === 'istio' || name.startsWith('istio-ca-');
  }
}

/** Fields that nobody knows may make calls of others unknown. */
const hasUnknownField = ({ unknownField }: Manifest): boolean => unknownField !== undefined;

const isPlainSecret = ({ group, kind, name }: Manifest): boolean =>
  group === '' && kind === 'Secret' && !/cacerts|istio/.test(name);

const withoutSource = ({ source, ...pods }: Pods) => pods;

const podsByText = ({ pods }: Cluster): Map<string, Pods[]> => groupBy(pods, ({ text }) => text);

/** The hosts that each listener of the gateways passes through. */
function passedBy(cluster: Cluster): Set<string> {
  return new Set(
    listenersOf(cluster).flatMap(({ key, listener }) =>
      listener.servers
        .filter(({ isPassthrough }) => isPassthrough)
        .flatMap(({ hosts }) => hosts.map(host => `${key} ${host}`)),
    ),
  );
}

const allNamespaces = ({ services }: Cluster): Set<string> =>
  new Set([...services.values()].flat().map(({ namespace }) => namespace));
