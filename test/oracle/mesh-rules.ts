import { KubernetesObject, title } from './schema';

/** What the oracle reads of a description, in which addresses may be text. */
export interface Described {
  readonly clusters: ReadonlyArray<{
    readonly name: string;
    readonly region?: string;
    readonly gateway?: {
      readonly addresses: readonly unknown[];
      readonly otherGatewayHosts?: readonly string[];
    };
    readonly egressGateway?: { readonly address: string };
  }>;
}

/**
 * What must hold between the objects of a mesh with the modern mechanism, judged by the manifests
 * alone. It is a second opinion on the generator, and shares no code with it.
 *
 * @param described by it, each endpoint is the gateway of a certain cluster; without it, of any
 */
export function judgeMesh(
  clusters: Record<string, readonly KubernetesObject[]>,
  described?: Described,
): string[] {
  return Object.entries(clusters).flatMap(([cluster, objects]) =>
    [
      ...oneHostOnePlace(objects),
      ...entriesAgree(objects),
      ...rulesBelong(objects),
      ...routesBelong(objects),
      ...gatewayRoutes(objects),
      ...loopGuards(objects),
      ...chainsAreUnique(objects, otherHosts(cluster, described)),
      ...ownPodsFirst(objects, described?.clusters.find(({ name }) => name === cluster)?.region),
      ...egressIsPrivate(objects),
      ...policiesAreNarrow(objects),
      ...callsArrive(cluster, clusters, described),
    ].map(problem => `${cluster}: ${problem}`),
  );
}

const ofKind = (objects: readonly KubernetesObject[], kind: string) =>
  objects.filter(o => o.kind === kind && o.apiVersion.includes('istio.io'));
const entries = (objects: readonly KubernetesObject[]) => ofKind(objects, 'ServiceEntry');
const hostOf = (entry: KubernetesObject): string => entry.spec.hosts[0];
const isVisibleIn = (
  { metadata, spec: { exportTo = ['*'] } }: KubernetesObject,
  namespace: string,
) =>
  exportTo.includes('*') ||
  exportTo.includes(namespace) ||
  (exportTo.includes('.') && metadata.namespace === namespace);
/** True for what only an egress gateway sees. */
const isPrivate = (entry: KubernetesObject) => entry.spec.exportTo?.join() === '.';
const gatewayHosts = (objects: readonly KubernetesObject[]): string[] =>
  ofKind(objects, 'Gateway').flatMap(g => g.spec.servers.flatMap((s: any) => s.hosts));
const ruleOf = (objects: readonly KubernetesObject[], entry: KubernetesObject) =>
  ofKind(objects, 'DestinationRule').find(
    rule =>
      rule.spec.host === hostOf(entry) && rule.metadata.namespace === entry.metadata.namespace,
  );

function oneHostOnePlace(objects: readonly KubernetesObject[]): string[] {
  const places = new Map<string, string>();
  return entries(objects)
    .filter(entry => !isPrivate(entry))
    .flatMap(entry => {
      const place = places.get(hostOf(entry)) ?? entry.metadata.namespace!;
      places.set(hostOf(entry), place);
      return place === entry.metadata.namespace
        ? []
        : [`${hostOf(entry)} is in ${place} and ${entry.metadata.namespace}`];
    });
}

/** Of two entries for a host, Istio uses the attributes of the older one. */
function entriesAgree(objects: readonly KubernetesObject[]): string[] {
  const shared = ({ spec: { endpoints, workloadSelector, ...rest } }: KubernetesObject) =>
    JSON.stringify(rest);
  return entries(objects).flatMap((entry, i, all) => {
    const first = all.findIndex(
      other =>
        hostOf(other) === hostOf(entry) && other.metadata.namespace === entry.metadata.namespace,
    );
    return first === i || shared(all[first]) === shared(entry)
      ? []
      : [`two entries of ${hostOf(entry)} disagree`];
  });
}

function rulesBelong(objects: readonly KubernetesObject[]): string[] {
  return ofKind(objects, 'DestinationRule').flatMap(rule => {
    const ofHost = entries(objects).filter(e => hostOf(e) === rule.spec.host);
    const near = ofHost.filter(e => e.metadata.namespace === rule.metadata.namespace);
    // callers may have one of their own, for their namespace alone
    const isCallers = near.length === 0 && rule.spec.exportTo?.join() === '.';
    const own = isCallers
      ? ofHost.filter(e => !isPrivate(e) && isVisibleIn(e, rule.metadata.namespace!))
      : near;
    const lb = rule.spec.trafficPolicy?.loadBalancer?.localityLbSetting;
    const ports = rule.spec.trafficPolicy?.portLevelSettings ?? [];
    const labelsOf = (endpoint: any) => Object.entries({ ...endpoint.labels });
    return [
      ...(own.length > 0 ? [] : [`${title(rule)} has no entry of ${rule.spec.host}`]),
      ...([rule.spec.trafficPolicy, ...ports].every(policy => policy?.tls?.mode === 'ISTIO_MUTUAL')
        ? []
        : [`${title(rule)} has no mutual TLS`]),
      ...(own.some(e => e.spec.resolution === 'DNS') && lb?.failoverPriority
        ? [`${title(rule)} has failoverPriority with DNS`]
        : []),
      ...(own.some(e => e.spec.endpoints) &&
      [rule.spec.trafficPolicy, ...ports].some(policy => !keepsSome(policy?.outlierDetection))
        ? [`${title(rule)} lets one pod of many have every endpoint ejected`]
        : []),
      ...(!isCallers &&
      own.some(e => JSON.stringify(e.spec.exportTo) !== JSON.stringify(rule.spec.exportTo))
        ? [`${title(rule)} is not seen by those who see the host`]
        : []),
      ...(rule.spec.subsets ?? [])
        .filter((subset: any) =>
          own.every(
            e =>
              e.spec.endpoints &&
              !e.spec.endpoints.some((endpoint: any) =>
                Object.entries(subset.labels ?? {}).every(([key, value]) =>
                  labelsOf(endpoint).some(([k, v]) => k === key && v === value),
                ),
              ),
          ),
        )
        .map((subset: any) => `${title(rule)} has no endpoint for the subset ${subset.name}`),
    ];
  });
}

/** Seen from outside, a gateway fails when one of the pods behind it does. */
const keepsSome = (ejection: any) =>
  ejection !== undefined && (ejection.maxEjectionPercent < 100 || ejection.minHealthPercent > 0);

function routesBelong(objects: readonly KubernetesObject[]): string[] {
  return ofKind(objects, 'VirtualService').flatMap(service => {
    const entry = entries(objects).find(
      e =>
        hostOf(e) === service.spec.hosts[0] && e.metadata.namespace === service.metadata.namespace,
    );
    const names = (entry && ruleOf(objects, entry)?.spec.subsets?.map((s: any) => s.name)) ?? [];
    const targets = service.spec.http.flatMap((http: any) =>
      http.route.map((r: any) => r.destination),
    );
    return [
      ...(entry && JSON.stringify(entry.spec.exportTo) === JSON.stringify(service.spec.exportTo)
        ? []
        : [`${title(service)} is not seen by those who see the host`]),
      ...targets
        .filter(
          (t: any) => t.host !== service.spec.hosts[0] || (t.subset && !names.includes(t.subset)),
        )
        .map((t: any) => `${title(service)} sends to ${t.host} ${t.subset}`),
      ...(service.spec.http.at(-1).match ? [`${title(service)} leaves calls without a route`] : []),
    ];
  });
}

function gatewayRoutes(objects: readonly KubernetesObject[]): string[] {
  return ofKind(objects, 'Gateway').flatMap(gateway =>
    gateway.spec.servers.flatMap((server: any) =>
      server.hosts.flatMap((host: string) => {
        const known = entries(objects).filter(
          e => hostOf(e) === host && isVisibleIn(e, gateway.metadata.namespace!),
        );
        const hasRoute =
          known.some(e => e.spec.workloadSelector || isPrivate(e)) ||
          /^[^.]+\.[^.]+\.svc\./.test(host); // or a Service of the cluster
        return [
          ...(host.includes('*') ? [`${title(gateway)} lets ${host} in`] : []),
          ...(hasRoute ? [] : [`${title(gateway)} has no route to ${host}`]),
        ];
      }),
    ),
  );
}

function loopGuards(objects: readonly KubernetesObject[]): string[] {
  return entries(objects).flatMap(entry =>
    (entry.spec.endpoints ?? []).flatMap((endpoint: any) => [
      ...((endpoint.labels?.['security.istio.io/tlsMode'] !== undefined) === isPrivate(entry) &&
      !endpoint.serviceAccount
        ? []
        : [`${title(entry)} could be passed on by a gateway`]),
      // istiod may know gateways of a network, and then drops what it cannot reach through them
      ...(endpoint.network ? [`${title(entry)} has an endpoint with a network`] : []),
    ]),
  );
}

const isOpenBy =
  (host: string) =>
  (pattern: string): boolean =>
    pattern.startsWith('*') ? host.endsWith(pattern.slice(1)) : host === pattern;

const otherHosts = (cluster: string, described: Described | undefined): readonly string[] =>
  described?.clusters.find(({ name }) => name === cluster)?.gateway?.otherGatewayHosts ?? [];

/**
 * On one gateway, a host has one filter chain for each server that holds it. Envoy refuses a
 * listener with two.
 */
function chainsAreUnique(
  objects: readonly KubernetesObject[],
  others: readonly string[],
): string[] {
  return ofKind(objects, 'Gateway').flatMap((gateway, i, all) => {
    const selects = (a: any, b: any) =>
      Object.entries(a.spec.selector ?? {}).every(
        ([key, value]) => b.spec.selector?.[key] === value,
      );
    const neighbors = all.filter(
      (other, j) => j !== i && (selects(gateway, other) || selects(other, gateway)),
    );
    const isEgress = entries(objects).some(
      e => isPrivate(e) && e.metadata.namespace === gateway.metadata.namespace,
    );
    const held = [...gatewayHosts(neighbors), ...(isEgress ? [] : others)];
    return gatewayHosts([gateway])
      .filter(host => held.some(isOpenBy(host)))
      .map(host => `${title(gateway)} opens ${host}, which another Gateway holds`);
  });
}

/**
 * With `failoverPriority`, an endpoint is used as long as no better one is left, and the better one
 * is that which has more of the first labels in common with the caller, who has none of ours. Where
 * a cluster has pods of a host, none of its gateways may be as good. Where they have to be resolved
 * it is the region that counts, which pods may have none of; with weights, nothing of it.
 */
function ownPodsFirst(objects: readonly KubernetesObject[], region: string | undefined): string[] {
  return entries(objects)
    .filter(entry => entry.spec.endpoints)
    .flatMap(entry => {
      const hasPods = entries(objects).some(
        e =>
          hostOf(e) === hostOf(entry) &&
          e.metadata.namespace === entry.metadata.namespace &&
          e.spec.workloadSelector,
      );
      const policy = ruleOf(objects, entry)?.spec.trafficPolicy?.loadBalancer?.localityLbSetting;
      const labels: string[] = policy?.failoverPriority ?? [];
      const asGood = entry.spec.endpoints.filter((endpoint: any) =>
        entry.spec.resolution === 'DNS'
          ? [undefined, region].includes(endpoint.locality?.split('/')[0])
          : labels.every(label => endpoint.labels?.[label] === undefined),
      );
      return hasPods && !policy?.distribute && asGood.length > 0
        ? [`${title(entry)} is as good as the pods of the cluster`]
        : [];
    });
}

/**
 * Nothing else may be in the namespace of the marked endpoints: no other gateway, no other entry of
 * the host, and no serving pods.
 */
function egressIsPrivate(objects: readonly KubernetesObject[]): string[] {
  return entries(objects)
    .filter(isPrivate)
    .flatMap(entry => {
      const place = entry.metadata.namespace!;
      const selectors = new Set(
        ofKind(objects, 'Gateway')
          .filter(g => g.metadata.namespace === place)
          .map(g => JSON.stringify(g.spec.selector)),
      );
      const others = entries(objects).filter(
        e => e !== entry && hostOf(e) === hostOf(entry) && isVisibleIn(e, place),
      );
      return [
        ...(selectors.size === 1
          ? []
          : [`${title(entry)} shares its namespace with ${selectors.size} gateways`]),
        ...others.map(other => `the egress gateway sees ${title(other)} too`),
        ...(entry.spec.workloadSelector ? [`${title(entry)} selects pods`] : []),
      ];
    });
}

/**
 * Once it is enforced, a policy that allows would cut off everybody else, and one without ports
 * would cut off metrics and probes. Whom it refuses is judged in admission.ts.
 */
function policiesAreNarrow(objects: readonly KubernetesObject[]): string[] {
  return ofKind(objects, 'AuthorizationPolicy').flatMap(policy =>
    policy.spec.rules.flatMap((rule: any) => {
      const isDryRun = (policy.metadata as any).annotations?.['istio.io/dry-run'] === 'true';
      return [
        ...(policy.spec.action === 'DENY' ? [] : [`${title(policy)} does not deny`]),
        ...(rule.to?.[0].operation.ports.length > 0 || isDryRun
          ? []
          : [`${title(policy)} holds for every port`]),
        ...(Object.keys(policy.spec.selector?.matchLabels ?? {}).length > 0
          ? []
          : [`${title(policy)} holds for the whole namespace`]),
      ];
    }),
  );
}

/**
 * Behind each caller's entry is a cluster that lists the host and has the same ports and subsets.
 * The entry says who may answer.
 */
function callsArrive(
  cluster: string,
  clusters: Record<string, readonly KubernetesObject[]>,
  described: Described | undefined,
): string[] {
  return entries(clusters[cluster])
    .filter(entry => entry.spec.endpoints)
    .flatMap(entry => {
      const ports = (e: KubernetesObject) =>
        e.spec.ports.map((p: any) => `${p.number} ${p.name} ${p.protocol}`).join();
      const rule = ruleOf(clusters[cluster], entry);
      const serverName = rule?.spec.trafficPolicy?.portLevelSettings?.[0].tls.sni.replace(
        /^outbound_\.\d+_\._\./,
        '',
      );
      const arrivesAt = (where: string): boolean => {
        if (where === EGRESS) {
          return entries(clusters[cluster]).some(
            e =>
              isPrivate(e) &&
              hostOf(e) === (serverName ?? hostOf(entry)) &&
              ports(e) === ports(entry),
          );
        }
        const objects = clusters[where] ?? [];
        const others = otherHosts(where, described);
        if (![...gatewayHosts(objects), ...others].some(isOpenBy(serverName ?? hostOf(entry)))) {
          return false;
        }
        const owner = entries(objects).find(
          e => hostOf(e) === hostOf(entry) && e.spec.workloadSelector,
        );
        const subsets = (r: KubernetesObject | undefined): string[] =>
          r?.spec.subsets?.map((s: any) => s.name) ?? [];
        return (
          serverName !== undefined ||
          (owner !== undefined &&
            ports(owner) === ports(entry) &&
            subsets(rule).every(name => subsets(ruleOf(objects, owner)).includes(name)))
        );
      };
      return [
        ...(entry.spec.subjectAltNames?.length > 0
          ? []
          : [`${title(entry)} does not say who may answer`]),
        ...(rule ? [] : [`${title(entry)} has no DestinationRule`]),
        ...entry.spec.endpoints.flatMap((endpoint: any) =>
          Object.values<number>(endpoint.ports)
            .map(port => dialed(endpoint.address, port))
            .filter(address => !clustersAt(address, cluster, clusters, described).some(arrivesAt))
            .map(address => `${title(entry)} calls ${address}, where it is not served so`),
        ),
      ];
    });
}

/** Where calls leave the caller's own cluster. */
const EGRESS = 'its egress gateway';

const dialed = (host: string, port: number): string =>
  host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;

/** Whose gateway is reached at an address; without a description it may be anybody's. */
function clustersAt(
  address: string,
  caller: string,
  clusters: Record<string, readonly KubernetesObject[]>,
  described: Described | undefined,
): string[] {
  if (!described) {
    return [...Object.keys(clusters).filter(name => name !== caller), EGRESS];
  }
  const isThere = (text: string) => withPort(text) === address;
  const egress = described.clusters.find(({ name }) => name === caller)?.egressGateway;
  return [
    ...described.clusters
      .filter(
        ({ name, gateway }) => name !== caller && gateway?.addresses.map(String).some(isThere),
      )
      .map(({ name }) => name),
    ...(egress && isThere(egress.address) ? [EGRESS] : []),
  ];
}

/** As a description writes an address, with or without its port. */
function withPort(text: string): string {
  if (/^[^[].*:.*:/.test(text)) {
    return dialed(text, 15443);
  }
  return /:\d+$/.test(text.replace(/^\[.*\]/, ''))
    ? text
    : dialed(text.replace(/[[\]]/g, ''), 15443);
}
