import { KubernetesObject, title } from './schema';

/**
 * What must hold between the objects of a mesh on the modern mechanism, seen from the manifests alone. A second opinion on the generator,
 * with which it shares no code.
 */
export function judgeMesh(clusters: Record<string, readonly KubernetesObject[]>): string[] {
  return Object.entries(clusters).flatMap(([cluster, objects]) => [
    ...oneHostOnePlace(objects), ...entriesAgree(objects), ...rulesBelong(objects), ...gatewayRoutes(objects), ...loopGuards(objects),
    ...callsArrive(cluster, clusters),
  ].map(problem => `${cluster}: ${problem}`));
}

const ofKind = (objects: readonly KubernetesObject[], kind: string) => objects.filter(o => o.kind === kind && o.apiVersion.includes('istio.io'));
const entries = (objects: readonly KubernetesObject[]) => ofKind(objects, 'ServiceEntry');
const hostOf = (entry: KubernetesObject): string => entry.spec.hosts[0];

function oneHostOnePlace(objects: readonly KubernetesObject[]): string[] {
  const places = new Map<string, string>();
  return entries(objects).flatMap(entry => {
    const place = places.get(hostOf(entry)) ?? entry.metadata.namespace!;
    places.set(hostOf(entry), place);
    return place === entry.metadata.namespace ? [] : [`${hostOf(entry)} is in ${place} and ${entry.metadata.namespace}`];
  });
}

/** Istio takes the attributes of the older of two entries. */
function entriesAgree(objects: readonly KubernetesObject[]): string[] {
  const shared = ({ spec: { endpoints, workloadSelector, ...rest } }: KubernetesObject) => JSON.stringify(rest);
  return entries(objects).flatMap((entry, i, all) => {
    const first = all.findIndex(other => hostOf(other) === hostOf(entry));
    return first === i || shared(all[first]) === shared(entry) ? [] : [`two entries of ${hostOf(entry)} disagree`];
  });
}

function rulesBelong(objects: readonly KubernetesObject[]): string[] {
  return ofKind(objects, 'DestinationRule').flatMap(rule => {
    const entry = entries(objects).find(e => hostOf(e) === rule.spec.host);
    const lb = rule.spec.trafficPolicy?.loadBalancer?.localityLbSetting;
    return [
      ...(entry ? [] : [`${title(rule)} has no entry of ${rule.spec.host}`]),
      ...(rule.spec.trafficPolicy?.tls?.mode === 'ISTIO_MUTUAL' ? [] : [`${title(rule)} has no mutual TLS`]),
      ...(entry?.spec.resolution === 'DNS' && lb?.failoverPriority ? [`${title(rule)} has failoverPriority with DNS`] : []),
    ];
  });
}

function gatewayRoutes(objects: readonly KubernetesObject[]): string[] {
  return ofKind(objects, 'Gateway').flatMap(gateway => gateway.spec.servers.flatMap((server: any) => server.hosts.flatMap((host: string) => {
    const entry = entries(objects).find(e => hostOf(e) === host && e.spec.workloadSelector);
    const { exportTo = ['*'] } = entry?.spec ?? {};
    const isVisible = entry && (exportTo.includes('*') || exportTo.includes(gateway.metadata.namespace));
    return [
      ...(host.includes('*') ? [`${title(gateway)} lets ${host} in`] : []),
      ...(isVisible ? [] : [`${title(gateway)} has no route to ${host}`]),
    ];
  })));
}

function loopGuards(objects: readonly KubernetesObject[]): string[] {
  return entries(objects).flatMap(entry => (entry.spec.endpoints ?? []).flatMap((endpoint: any) => [
    ...(endpoint.labels?.['security.istio.io/tlsMode'] || endpoint.serviceAccount ? [`${title(entry)} could be passed on by a gateway`] : []),
    ...(endpoint.network ? [] : [`${title(entry)} has an endpoint without network`]),
  ]));
}

/** Each caller's entry has a cluster behind it that lists the host and has the same ports, and says who may answer. */
function callsArrive(cluster: string, clusters: Record<string, readonly KubernetesObject[]>): string[] {
  return entries(clusters[cluster]).filter(entry => entry.spec.endpoints).flatMap(entry => {
    const ports = (e: KubernetesObject) => e.spec.ports.map((p: any) => `${p.number} ${p.name} ${p.protocol}`).join();
    const networks = [...new Set<string>(entry.spec.endpoints.map((e: any) => e.network))];
    return [
      ...(entry.spec.subjectAltNames?.length > 0 ? [] : [`${title(entry)} does not say who may answer`]),
      ...(ofKind(clusters[cluster], 'DestinationRule').some(rule => rule.spec.host === hostOf(entry)) ? [] : [`${title(entry)} has no DestinationRule`]),
      ...networks.flatMap(network => {
        const objects = clusters[network] ?? [];
        const owner = entries(objects).find(e => hostOf(e) === hostOf(entry) && e.spec.workloadSelector);
        const isListed = ofKind(objects, 'Gateway').some(g => g.spec.servers.some((s: any) => s.hosts.includes(hostOf(entry))));
        return owner && isListed && ports(owner) === ports(entry) ? [] : [`${title(entry)} calls ${network}, which does not serve it so`];
      }),
    ];
  });
}
