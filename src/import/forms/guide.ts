import { Form } from './form';
import { Mesh } from '../../analysis/reach/mesh';
import { Manifest, objectText, sourceText } from '../../analysis/world/manifest';
import { ClusterFiles, World } from '../../analysis/world/world';
import { Problems } from '../../problems/problems';
import { isWithin } from '../../values/names';
import { compareTexts } from '../../values/order';
import { remember } from '../../values/remember';
import { changed, madeEntry } from '../made';
import { Offers, ofKind } from '../offers';
import { OldMesh } from '../old-mesh';

const ISTIO = 'networking.istio.io';
const GATEWAY_PORT = 15443;
/** Of what the egress gateway alone was to see. */
const EXTERNAL = 'external';

/**
 * The replicated control planes of the guide of Istio 1.1 to 1.7: a ServiceEntry for each remote
 * service, and a gateway that rewrites the server name.
 *
 * @internal
 */
export const GUIDE: Form = {
  name: 'guide',
  title: "the guide's ServiceEntries with port 15443",
  isMark: one => isEntry(one) && leadsToGateway(one),
  read,
};

const isEntry = ({ group, kind, spec }: Manifest): boolean =>
  group === ISTIO && kind === 'ServiceEntry' && spec.location === 'MESH_INTERNAL';

const leadsToGateway = ({ spec }: Manifest): boolean =>
  (spec.endpoints ?? []).some((endpoint: any) =>
    Object.values(endpoint?.ports ?? {}).includes(GATEWAY_PORT),
  );

interface Parts {
  readonly name: string;
  readonly namespace: string;
  readonly suffix: string;
}

function partsOf(host: string): Parts | undefined {
  const [name, namespace, ...suffix] = host.toLowerCase().split('.');
  const isKubernetes = suffix[0] === 'svc' || suffix.length === 0;
  return isKubernetes || name === '*' ? undefined : { name, namespace, suffix: suffix.join('.') };
}

function read(world: World, problems: Problems): OldMesh {
  const mesh = new Mesh(world);
  const offers = new Offers(world);
  const dialed = new Map<string, string[]>();
  const entries = new Map<Manifest, Manifest>();
  const suffix = commonSuffix(world);
  for (const cluster of world.clusters) {
    for (const entry of cluster.manifests.filter(one => isRemote(one, suffix))) {
      const at = problems.at(sourceText(entry.source));
      const remote = remoteEndpoints(entry, cluster, mesh, at);
      remote.forEach(({ owner, address }) => remember(dialed, owner, () => []).push(address));
      entries.set(entry, withEndpoints(entry, remote));
      offerOf(entry, suffix, cluster.name, remote, offers, at);
    }
    noteRoutes(cluster, suffix, problems);
  }
  return {
    offers: offers.all,
    suffix,
    world: changed(world, cluster => ({
      ...cluster,
      manifests: [
        ...cluster.manifests.filter(one => !isRewrite(one)).map(one => entries.get(one) ?? one),
        ...rewritten(cluster, suffix),
      ],
    })),
    replaced: new Set(
      world.clusters.flatMap(({ manifests }) =>
        manifests.filter(
          one =>
            entries.has(one) || isRewrite(one) || isRuleFor(one, suffix) || isDoor(one, suffix),
        ),
      ),
    ),
    dialed: new Map([...dialed].map(([owner, list]) => [owner, [...new Set(list)].sort()])),
    otherGateways: new Set(),
    hidesCallers: false,
  };
}

/** What most hosts end in. */
function commonSuffix({ clusters }: World): string {
  const counts = new Map<string, number>();
  for (const entry of clusters.flatMap(({ manifests }) => manifests.filter(GUIDE.isMark))) {
    for (const host of entry.spec.hosts ?? []) {
      const { suffix } = partsOf(host) ?? {};
      if (suffix !== undefined) {
        counts.set(suffix, (counts.get(suffix) ?? 0) + 1);
      }
    }
  }
  const [first] = [...counts].sort((a, b) => b[1] - a[1] || compareTexts(a[0], b[0]));
  return first?.[0] ?? 'global';
}

/** An entry for a service of another cluster, also one whose gateway has another port. */
const isRemote = (one: Manifest, suffix: string): boolean =>
  isEntry(one) &&
  (one.spec.endpoints ?? []).length > 0 &&
  (leadsToGateway(one) || (one.spec.hosts ?? []).some((host: string) => isWithin(host, suffix)));

interface RemoteEndpoint {
  readonly endpoint: any;
  readonly owner: string;
  /** as it is dialed, with the port if it is another one */
  readonly address: string;
}

function remoteEndpoints(
  entry: Manifest,
  cluster: ClusterFiles,
  mesh: Mesh,
  problems: Problems,
): RemoteEndpoint[] {
  const own = mesh.clusters.get(cluster.name)!;
  return (entry.spec.endpoints as any[]).flatMap(endpoint => {
    const { address = '', ports = {}, network } = endpoint ?? {};
    const placed = mesh.gatewaysAt(address, own);
    const others = placed.filter(one => one.cluster !== own);
    if (others.length > 0) {
      const [port = GATEWAY_PORT] = Object.values(ports);
      const dialed = port === GATEWAY_PORT ? address : `${address}:${port}`;
      return others.map(one => ({ endpoint, owner: one.cluster.name, address: dialed }));
    }
    const isOwn = placed.length > 0 || /\.svc(\.|$)/.test(address);
    if (isOwn) {
      problems.report(
        'MESH956',
        `${objectText(entry)} leads calls through the egress gateway ${address}`,
        'Write `egressGateway` of the cluster, in a namespace of its own.',
      );
    } else if (network !== EXTERNAL || mesh.clusters.size > 1) {
      problems.report(
        'MESH955',
        `${objectText(entry)} leads to ${address}, which is no gateway of the clusters that are given`,
      );
    }
    return [];
  });
}

/** As sidecars of that time saw it: without the network that hid an endpoint from them. */
function withEndpoints(entry: Manifest, remote: readonly RemoteEndpoint[]): Manifest {
  const endpoints = remote.map(({ endpoint: { network: _, ...endpoint } }) => endpoint);
  const hasName = remote.some(({ address }) => /[a-z]/i.test(address));
  const resolution = hasName ? 'DNS' : entry.spec.resolution;
  return { ...entry, spec: { ...entry.spec, endpoints, resolution } };
}

function offerOf(
  entry: Manifest,
  suffix: string,
  cluster: string,
  remote: readonly RemoteEndpoint[],
  offers: Offers,
  problems: Problems,
): void {
  const { hosts = [], addresses = [], ports = [] } = entry.spec;
  for (const host of hosts as string[]) {
    const parts = partsOf(host);
    if (parts?.suffix !== suffix) {
      problems.report(
        'MESH956',
        `${objectText(entry)} has the host ${host}, which is no <name>.<namespace>.${suffix}`,
      );
      continue;
    }
    const { name, namespace } = parts;
    for (const { owner } of remote) {
      offers.serve(name, namespace, owner, [entry.source]);
    }
    offers.use(name, namespace, {
      cluster,
      host: host.toLowerCase(),
      sources: [entry.source],
      virtualIps: addresses.map((address: string) => address.replace(/\/(32|128)$/, '')),
      ports,
    });
  }
}

/** The filter by which a gateway turned a global name into one of its own cluster. */
const isRewrite = ({ group, kind, spec }: Manifest): boolean =>
  group === ISTIO && kind === 'EnvoyFilter' && JSON.stringify(spec).includes('tcp_cluster_rewrite');

/** What the filter did, as entries that the gateways know: each Service under its global name. */
function rewritten(cluster: ClusterFiles, suffix: string): Manifest[] {
  const filters = cluster.manifests.filter(isRewrite);
  const known = new Set(
    cluster.manifests
      .filter(one => isEntry(one) && !isRemote(one, suffix))
      .flatMap(one => one.spec.hosts ?? []),
  );
  return filters.length === 0
    ? []
    : ofKind(cluster, '', 'Service').flatMap(({ name, namespace, spec, source }) => {
        const host = `${name}.${namespace}.${suffix}`;
        return spec.selector && !known.has(host)
          ? madeEntry({
              host,
              namespace,
              ports: spec.ports,
              selector: spec.selector,
              exportTo: [...new Set(filters.map(filter => filter.namespace))],
              source,
            })
          : [];
      });
}

const isOf = (host: unknown, suffix: string): boolean =>
  typeof host === 'string' && isWithin(host.replace(/^.*\//, '').replace(/^\*\./, ''), suffix);

const isRuleFor = ({ group, kind, spec }: Manifest, suffix: string): boolean =>
  group === ISTIO && kind === 'DestinationRule' && isOf(spec.host, suffix);

/** A Gateway that lets the names through, and nothing else. */
const isDoor = ({ group, kind, spec }: Manifest, suffix: string): boolean =>
  group === ISTIO &&
  kind === 'Gateway' &&
  (spec.servers ?? []).length > 0 &&
  spec.servers.every(
    ({ tls, hosts = [] }: any) =>
      tls?.mode === 'AUTO_PASSTHROUGH' && hosts.every((host: unknown) => isOf(host, suffix)),
  );

/** Settings of how a service is called, beyond mutual TLS, and where. */
function noteRoutes(cluster: ClusterFiles, suffix: string, problems: Problems): void {
  for (const rule of cluster.manifests.filter(one => isRuleFor(one, suffix))) {
    const { trafficPolicy, subsets } = rule.spec;
    const { tls: _, ...settings } = trafficPolicy ?? {};
    const left = [...Object.keys(settings), ...(subsets?.length > 0 ? ['subsets'] : [])];
    if (left.length > 0) {
      problems
        .at(sourceText(rule.source))
        .report(
          'MESH956',
          `${objectText(rule)} has ${left.join(', ')} for ${rule.spec.host}`,
          'Write them in `trafficPolicy` and `subsets` of the service.',
        );
    }
  }
  for (const route of ofKind(cluster, ISTIO, 'VirtualService')) {
    const host = (route.spec.hosts ?? []).find((one: unknown) => isOf(one, suffix));
    if (host !== undefined) {
      problems
        .at(sourceText(route.source))
        .report(
          'MESH956',
          `${objectText(route)} routes calls to ${host}`,
          'Write `ownVirtualService: true` of the service to keep it, or its rules in `routes`.',
        );
    }
  }
}
