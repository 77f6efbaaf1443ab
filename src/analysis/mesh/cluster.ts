import { DestinationRules } from './destination-rules';
import { Endpoint, endpointsOf } from './endpoints';
import { GatewayProxy, gatewaysOf, passes, Server, serversOn, Skipped } from './gateways';
import { isWildcard } from './host';
import { MeshConfig, meshConfigOf } from './mesh-config';
import { Pods, podsOf } from './pods';
import { Treatment } from './protocol';
import { gatewayScope, Scope, ServicesByHost, sidecarScope } from './scope';
import { Service, ServicePort, servicesOf } from './services';
import { Trust, trustOf } from './trust';
import { hostsOf } from './virtual-services';
import { groupBy, groupByEach } from '../../values/group-by';
import { compareTexts, sortedSet } from '../../values/order';
import { NETWORK_LABEL } from '../../values/ownership';
import { remember } from '../../values/remember';
import { DnsRecords } from '../dns/records';
import { byAge, covers, Labels, Manifest } from '../world/manifest';
import { ClusterFiles } from '../world/world';

/** The aliases of a trust domain hold for these identities alone (Istio: `ParseIdentity`). */
const OF_ISTIO = /^spiffe:\/\/[^/]+(\/ns\/[^/]+\/sa\/[^/]+)$/;

/**
 * The oldest first; of equally old ones by name, which for an entry is its host, then by namespace
 * (Istio: `SortServicesByCreationTime`).
 */
function inOrder(a: Service, b: Service): number {
  const nameOf = ({ isKubernetes, manifest, host }: Service) =>
    isKubernetes ? manifest.name : host;
  return (
    a.manifest.created - b.manifest.created ||
    compareTexts(nameOf(a), nameOf(b)) ||
    compareTexts(a.namespace, b.namespace) ||
    compareTexts(a.manifest.name, b.manifest.name)
  );
}

/** Of kinds that a cluster has no objects of. */
const NONE: readonly Manifest[] = [];

/** The endpoints of a port of a host. */
interface KnownEndpoints {
  readonly namespace: string;
  readonly number: number;
  readonly name: string;
  readonly endpoints: readonly Endpoint[];
}

/** What a gateway's pods listen for on a port. @internal */
export interface GatewayListener {
  readonly servers: readonly Server[];
  readonly skipped: readonly Skipped[];
  /** why Envoy refuses all of it */
  readonly clash?: { readonly host: string; readonly server: Server };
}

/**
 * A cluster as its istiod sees it. Each question is answered from an index that is made the first
 * time it is asked for.
 *
 * @internal
 */
export class Cluster {
  public readonly name: string;
  public readonly mesh: MeshConfig;
  public readonly pods: readonly Pods[];
  public readonly podsByNamespace: ReadonlyMap<string, readonly Pods[]>;
  public readonly gateways: readonly GatewayProxy[];
  public readonly services: ServicesByHost;
  public readonly destinationRules: DestinationRules;
  /** by name, those that are given */
  public readonly namespaces: ReadonlyMap<string, Manifest>;
  private readonly byKind: ReadonlyMap<string, ReadonlyMap<string, readonly Manifest[]>>;
  private readonly seenOf = new Map<readonly Manifest[], readonly Manifest[]>();
  private readonly scopes = new Map<string, Scope>();
  private readonly endpoints = new Map<string, KnownEndpoints[]>();
  private readonly accounts = new Map<string, readonly string[]>();
  private readonly inbound = new Map<Pods, ReadonlyMap<number, Treatment>>();
  private readonly listeners = new Map<string, GatewayListener>();
  private byAddress?: ReadonlyMap<string, readonly Service[]>;
  private bySelector?: ReadonlyMap<string, readonly Service[]>;
  private tcp?: ReadonlyMap<number, readonly Service[]>;
  private routes?: ReadonlyMap<string, readonly Manifest[]>;
  private networks?: ReadonlySet<string>;
  private certificates?: Trust;
  private names?: DnsRecords;

  /** @param identities that pods have in the place of their accounts, by `namespace/account` */
  public constructor(
    public readonly files: ClusterFiles,
    identities: ReadonlyMap<string, string> = new Map(),
  ) {
    this.name = files.name;
    this.mesh = meshConfigOf(files);
    this.byKind = new Map(
      [...groupBy(files.manifests, ({ kind }) => kind)].map(([kind, own]) => [
        kind,
        groupBy(own, ({ group }) => group),
      ]),
    );
    this.namespaces = new Map(this.of('', 'Namespace').map(one => [one.name, one]));
    this.pods = podsOf(files, this.mesh, this.namespaces).map(pods => {
      const identity = identities.get(`${pods.namespace}/${pods.serviceAccount}`);
      return identity === undefined ? pods : { ...pods, identity };
    });
    this.podsByNamespace = groupBy(this.pods, ({ namespace }) => namespace);
    this.gateways = gatewaysOf(files, this.pods);
    const known = [
      ...this.seen('', 'Service'),
      ...this.seen('networking.istio.io', 'ServiceEntry'),
    ].flatMap(manifest => servicesOf(manifest, this.mesh));
    this.services = groupBy(known.sort(inOrder), ({ host }) => host);
    this.destinationRules = new DestinationRules(
      this.seen('networking.istio.io', 'DestinationRule'),
      this.mesh,
    );
  }

  /** The objects of a kind. */
  public of(group: string, kind: string): readonly Manifest[] {
    return this.byKind.get(kind)?.get(group) ?? NONE;
  }

  /** Those that istiod looks at, the oldest first. */
  public seen(group: string, kind: string): readonly Manifest[] {
    const { discoverySelectors } = this.mesh;
    const all = this.of(group, kind);
    return remember(this.seenOf, all, () =>
      all
        .filter(({ namespace }) => !discoverySelectors || this.isDiscovered(namespace))
        .sort(byAge),
    );
  }

  /**
   * Istio: pkg/kube/namespace/filter.go. Without selectors, all namespaces are looked at; with them
   * the root namespace is one like others.
   */
  private isDiscovered(namespace: string): boolean {
    const labels: Labels = {
      'kubernetes.io/metadata.name': namespace,
      ...this.namespaces.get(namespace)?.labels,
    };
    return (this.mesh.discoverySelectors ?? []).some(
      selector =>
        covers(selector?.matchLabels ?? {}, labels) &&
        (selector?.matchExpressions ?? []).every((one: any) => expression(one, labels)),
    );
  }

  /** What the sidecar of pods knows. */
  public scopeOf({ namespace, labels }: Pick<Pods, 'namespace' | 'labels'>): Scope {
    const sidecar = this.sidecarFor(namespace, labels);
    const key = `${namespace} ${sidecar?.namespace}/${sidecar?.name}`;
    return remember(this.scopes, key, () => sidecarScope(namespace, sidecar, this.services));
  }

  /** What a gateway knows. */
  public gatewayScope({ namespace }: GatewayProxy): Scope {
    return remember(this.scopes, `gateway ${namespace}`, () =>
      gatewayScope(namespace, this.services),
    );
  }

  /**
   * Those with a selector before those without, the namespace's own before that of the mesh (Istio:
   * `initSidecarScopes`, `doGetSidecarScope`).
   */
  private sidecarFor(namespace: string, labels: Labels): Manifest | undefined {
    const all = this.seen('networking.istio.io', 'Sidecar');
    const own = all.filter(one => one.namespace === namespace);
    const selects = ({ spec }: Manifest) => spec.workloadSelector?.labels as Labels | undefined;
    return (
      own.find(one => selects(one) && covers(selects(one)!, labels)) ??
      own.find(one => !selects(one)) ??
      all.find(one => one.namespace === this.mesh.rootNamespace && !selects(one))
    );
  }

  /**
   * The endpoints of a port: those of all objects of this host and namespace. They are found by the
   * name of the port, for names that proxies resolve by its number (Istio:
   * `mergeServicesInstancesByNamespaceHost`, `CopyEndpoints`, endpoint_builder.go).
   */
  public endpointsOf(
    { host, namespace, resolution }: Service,
    { number, name }: ServicePort,
  ): readonly Endpoint[] {
    const isSame = (port: ServicePort) =>
      resolution.startsWith('DNS') ? port.number === number : port.name === name;
    const known = remember(this.endpoints, host, (): KnownEndpoints[] => []);
    const found = known.find(
      one => one.namespace === namespace && one.number === number && one.name === name,
    );
    if (found) {
      return found.endpoints;
    }
    const sources = {
      pods: this.podsByNamespace.get(namespace) ?? [],
      workloadEntries: this.seen('networking.istio.io', 'WorkloadEntry'),
      trustDomain: this.mesh.trustDomain,
      locality: this.files.facts.locality,
    };
    const endpoints = (this.services.get(host) ?? [])
      .filter(service => service.namespace === namespace)
      .flatMap(service =>
        service.ports.filter(isSame).flatMap(port => endpointsOf(service, port, sources)),
      );
    known.push({ namespace, number, name, endpoints });
    return endpoints;
  }

  /**
   * The identities that clients accept of a service: those of its endpoints, those that its oldest
   * entry names, and both in all aliases of the trust domain (Istio: `addServiceAccounts`).
   */
  public accountsOf({ host, namespace }: Service): readonly string[] {
    return remember(this.accounts, `${namespace}/${host}`, () => {
      const own = (this.services.get(host) ?? []).filter(one => one.namespace === namespace);
      const endpoints = own.flatMap(one => one.ports.flatMap(port => this.endpointsOf(one, port)));
      const accounts = [
        ...endpoints.flatMap(({ account }) => account ?? []),
        ...(own.at(-1)?.subjectAltNames ?? []),
      ];
      const expanded = accounts.flatMap(account => [
        account,
        ...this.mesh.trustDomainAliases.map(alias =>
          account.replace(OF_ISTIO, `spiffe://${alias}$1`),
        ),
      ]);
      return expanded.length < 2 ? expanded : sortedSet(expanded);
    });
  }

  /** Services with TCP ports, by port, the oldest first. */
  public get tcpServices(): ReadonlyMap<number, readonly Service[]> {
    this.tcp ??= byTcpPort(this.services);
    return this.tcp;
  }

  /** VirtualServices that have a host, or a wildcard. */
  public virtualServicesFor(host: string): readonly Manifest[] {
    this.routes ??= routesByHost(this.seen('networking.istio.io', 'VirtualService'));
    const exact = this.routes.get(host) ?? [];
    const wildcards = this.routes.get('*') ?? [];
    return exact.length === 0 ? wildcards : [...exact, ...wildcards].sort(byAge);
  }

  /**
   * Networks whose gateways istiod knows (Istio: pilot/pkg/serviceregistry/kube/controller/
   * network.go).
   */
  public get networksWithGateways(): ReadonlySet<string> {
    this.networks ??= new Set([
      ...[...this.of('', 'Service'), ...this.of('gateway.networking.k8s.io', 'Gateway')].flatMap(
        ({ labels }) => labels[NETWORK_LABEL] ?? [],
      ),
      ...this.files.gateways.flatMap(({ values }) => values.networkGateway || []),
      ...this.files.istiods.flatMap(({ values }) => Object.keys(values.global?.meshNetworks ?? {})),
    ]);
    return this.networks;
  }

  /** The certificates of its CA. */
  public get trust(): Trust {
    this.certificates ??= trustOf(this.files.manifests);
    return this.certificates;
  }

  /** What names resolve to where the sidecars do not answer. */
  public get dns(): DnsRecords {
    this.names ??= new DnsRecords(this.files);
    return this.names;
  }

  /** Services with an address. */
  public servicesAt(address: string): readonly Service[] {
    this.byAddress ??= groupByEach([...this.services.values()].flat(), one => one.addresses);
    return this.byAddress.get(address) ?? [];
  }

  /**
   * How the proxy of pods takes each of their ports: as the oldest service that leads there says
   * (Istio: `buildInboundChainConfigs` in pilot/pkg/networking/core/listener_inbound.go).
   */
  public inboundTreatments(pods: Pods): ReadonlyMap<number, Treatment> {
    return remember(this.inbound, pods, () => {
      const treatments = new Map<number, Treatment>();
      this.bySelector ??= groupBy(
        [...this.services.values()].flat().filter(({ selector }) => selector),
        ({ namespace }) => namespace,
      );
      const selecting = (this.bySelector.get(pods.namespace) ?? []).filter(
        ({ selector }) => selector && covers(selector, pods.labels),
      );
      for (const service of [...selecting].sort(inOrder)) {
        for (const port of service.ports) {
          for (const endpoint of this.endpointsOf(service, port)) {
            if (endpoint.pods === pods && !treatments.has(endpoint.port)) {
              treatments.set(endpoint.port, port.treatment);
            }
          }
        }
      }
      return treatments;
    });
  }

  /** What a gateway's pods listen for on a port. */
  public gatewayListener(gateway: GatewayProxy, port: number): GatewayListener {
    const key = `${gateway.namespace}/${gateway.name}:${port}`;
    return remember(this.listeners, key, () => {
      const gateways = this.seen('networking.istio.io', 'Gateway');
      const { servers, skipped } = serversOn(port, gateway, gateways);
      return { servers, skipped, clash: this.clashOf(servers, this.gatewayScope(gateway)) };
    });
  }

  /** A host for which two servers make the same filter chains, which Envoy refuses. */
  private clashOf(servers: readonly Server[], scope: Scope): GatewayListener['clash'] {
    const passing = servers.filter(({ isPassthrough }) => isPassthrough);
    if (passing.length < 2) {
      return undefined;
    }
    for (const host of this.services.keys()) {
      const [, second] = passing.filter(server => passes(server, host));
      if (second && scope.service(host)) {
        return { host, server: second };
      }
    }
    return undefined;
  }

  /** The workloads of an account. */
  public workloads(namespace: string, serviceAccount: string): readonly Pods[] {
    return (this.podsByNamespace.get(namespace) ?? []).filter(
      pods => pods.serviceAccount === serviceAccount,
    );
  }
}

function byTcpPort(services: ServicesByHost): ReadonlyMap<number, readonly Service[]> {
  const inAge = [...services.values()].flat().sort(inOrder);
  return groupByEach(inAge, ({ ports }) =>
    ports
      .filter(({ treatment }) => treatment === 'tcp' || treatment === 'auto')
      .map(({ number }) => number),
  );
}

/** By host; all that have some wildcard under `*`. */
function routesByHost(all: readonly Manifest[]): ReadonlyMap<string, readonly Manifest[]> {
  return groupByEach(
    all,
    one => new Set(hostsOf(one).map(host => (isWildcard(host) ? '*' : host))),
  );
}

function expression({ key, operator, values = [] }: any, labels: Labels): boolean {
  const has = Object.hasOwn(labels, key);
  const tests: { readonly [operator: string]: boolean | undefined } = {
    In: has && values.includes(labels[key]),
    NotIn: !has || !values.includes(labels[key]),
    Exists: has,
    DoesNotExist: !has,
  };
  return tests[operator] ?? false;
}
