import { Accounts, accountsOf, withCallers } from './accounts';
import { SERVER } from './behind';
import { KnownCluster, knownCluster, noteUnknown } from './clusters';
import { Described, DescribedCluster, ImportedService } from './described';
import { Form } from './forms/form';
import { Before, Granted, grantedTo, NOT_KNOWN } from './grants';
import { Offer, OldMesh } from './old-mesh';
import { KnownService, Services, toSay } from './services';
import { settingsOf, withNamesResolved } from './settings';
import { Verdicts } from './verdicts';
import { Cluster } from '../analysis/mesh/cluster';
import { covers, sourceText } from '../analysis/world/manifest';
import { withWorkloads, World } from '../analysis/world/world';
import { Problems } from '../problems/problems';
import { isWithin, serviceKey } from '../values/names';
import { sortedSet } from '../values/order';
import { unlessEmpty } from '../values/unless-empty';

/** What the user says, beside the manifests. @internal */
export interface ImportWishes {
  /** of Istio, in all clusters */
  readonly istio?: string;
  /** that of the old names, or else `mesh.internal` */
  readonly suffix?: string;
}

const SUFFIX = 'mesh.internal';

/** A world in the words of a description, and the old world as it was judged. @internal */
export interface ImportedWorld {
  readonly described: Described;
  readonly before: Before;
}

/** @param problems of what cannot be carried over @internal */
export function importWorld(
  world: World,
  form: Form,
  wishes: ImportWishes,
  problems: Problems,
): ImportedWorld {
  const old = form.read(world, problems);
  const before = beforeOf(old, world, problems);
  const services = new Services(world);
  const offered = old.offers.flatMap(offer => {
    const known = services.of(offer, problems);
    return known ? [{ offer, known }] : [];
  });
  const imported = offered
    .map(({ offer, known }) => importedService(offer, known, before, problems))
    .filter(one => isCalled(one, problems));
  const ips = virtualIps(imported);
  const serving = new Set(imported.flatMap(({ known }) => known.clusters));
  const clusters = world.clusters.map(files => {
    const known = knownCluster(files, old, problems);
    const isServing = serving.has(files.name);
    noteUnknown(
      wishes.istio === undefined ? known : { ...known, istio: { value: wishes.istio } },
      isServing,
      problems,
    );
    return { known, isServing };
  });
  const suffix = wishes.suffix ?? old.suffix ?? SUFFIX;
  const shared = common(
    clusters.map(({ known }) => known),
    form,
  );
  const { rootNamespace = 'istio-system' } = shared;
  return {
    before,
    described: {
      ...shared,
      suffix,
      clusters: clusters.map(({ known, isServing }) => ({
        known,
        props: describedCluster(
          known,
          clusters.map(one => one.known),
          {
            isServing,
            istio: wishes.istio,
            suffix,
            namespaces: new Set([...imported.map(({ offer }) => offer.namespace), rootNamespace]),
          },
        ),
      })),
      services: imported.map(one => withVirtualIps(one, ips)),
      old,
      replaced: old.replaced,
    },
  };
}

/** The old world with all that might call, as `reach` follows its calls. */
function beforeOf(old: OldMesh, world: World, problems: Problems): Before {
  // peers trust each other's gateways, whatever the trust domains of the callers
  const trusted = old.hidesCallers ? world.clusters.map(one => settingsOf(one).trustDomain) : [];
  const judged = withServers(withNamesResolved(old.world, trusted, problems), old.offers);
  const accounts = new Map<string, Accounts>(
    world.clusters.map(one => [one.name, accountsOf(one, world)]),
  );
  const all = withCallers(judged, accounts);
  return {
    world: all,
    clusters: new Map(all.clusters.map(files => [files.name, new Cluster(files)])),
    accounts,
    verdicts: new Verdicts(all),
    hidesCallers: old.hidesCallers,
  };
}

/** Pods of Services whose manifests are elsewhere, as the Services select them. @internal */
export function withServers({ clusters }: World, offers: readonly Offer[]): World {
  return {
    clusters: clusters.map(files => {
      const { pods } = new Cluster(files);
      const missing = offers.flatMap(({ namespace, servers }) =>
        servers.flatMap(({ cluster, service }) => {
          const labels = service?.spec.selector ?? {};
          const isThere = pods.some(
            one => one.namespace === namespace && covers(labels, one.labels),
          );
          return cluster !== files.name || !service || isThere ? [] : [{ namespace, labels }];
        }),
      );
      const workloads = missing.map(({ namespace, labels }) => ({
        namespace,
        serviceAccount: SERVER,
        labels,
        ports: {},
        sidecar: true,
      }));
      return withWorkloads(files, workloads);
    }),
  };
}

function importedService(
  offer: Offer,
  known: KnownService,
  before: Before,
  problems: Problems,
): ImportedService {
  const isHidden = offer.servers.some(({ service }) => !service);
  if (isHidden) {
    problems
      .at(serviceKey(offer))
      .report(
        'MESH957',
        `without its Service, nobody can tell who could call ${serviceKey(offer)}`,
      );
  }
  const granted: Granted = isHidden
    ? { ...NOT_KNOWN, policies: [] }
    : grantedTo(offer, known, before, problems);
  const { authorization, localCallers, grants } = granted;
  return { offer, known, granted, props: { ...known, authorization, localCallers }, grants };
}

/** What nobody could call is no service of the mesh; what nobody can tell of stays to be said. */
function isCalled({ offer, granted }: ImportedService, problems: Problems): boolean {
  const isCallable = granted.grants.length > 0 || granted.isOpen;
  if (!isCallable) {
    const [use] = offer.uses;
    problems
      .at(sourceText(use.sources[0]))
      .report(
        'MESH964',
        `nobody could call ${use.host} from ${use.cluster}${granted.why === undefined ? '' : `: ${granted.why}`}`,
      );
  }
  return isCallable;
}

/** Addresses that names had in every cluster alike, and that no other name has. */
function virtualIps(services: readonly ImportedService[]): ReadonlyMap<string, readonly string[]> {
  const all = services.map(({ offer }) => {
    const lists = offer.uses.map(use => use.virtualIps.join(' '));
    const isAlike = new Set(lists).size === 1 && lists[0] !== '';
    return [serviceKey(offer), isAlike ? lists[0].split(' ') : []] as const;
  });
  const counts = new Map<string, number>();
  all.forEach(([, ips]) => ips.forEach(ip => counts.set(ip, (counts.get(ip) ?? 0) + 1)));
  return new Map(
    all.filter(
      ([, ips]) => ips.length > 0 && ips.every(ip => counts.get(ip) === 1 && isUsable(ip)),
    ),
  );
}

/** Not a loopback address, nor one that Istio gives out by itself. */
const isUsable = (ip: string): boolean =>
  !ip.startsWith('127.') && !ip.startsWith('240.240.') && !ip.includes('/');

function withVirtualIps(
  one: ImportedService,
  shared: ReadonlyMap<string, readonly string[]>,
): ImportedService {
  const ips = shared.get(serviceKey(one.offer));
  return ips ? { ...one, props: { ...one.props, virtualIps: [...ips] } } : one;
}

/** What all clusters have in common. */
function common(clusters: readonly KnownCluster[], form: Form) {
  const same = (of: (cluster: KnownCluster) => unknown): string | undefined => {
    const values = sortedSet(clusters.map(cluster => String(of(cluster) ?? '')));
    return values.length === 1 && values[0] !== '' ? values[0] : undefined;
  };
  const rootNamespace = same(({ settings }) => settings.rootNamespace);
  const trustDomain = same(({ settings }) => settings.trustDomain);
  const meshId = same(({ settings }) => settings.mesh.defaultConfig?.meshId);
  return {
    trustDomain: trustDomain === 'cluster.local' ? undefined : trustDomain,
    meshId: meshId === (trustDomain ?? 'cluster.local') ? undefined : meshId,
    // control planes of OpenShift are replaced, not taken over
    rootNamespace:
      form.name === 'federation' || rootNamespace === 'istio-system' ? undefined : rootNamespace,
  };
}

interface Place {
  readonly isServing: boolean;
  readonly istio?: string;
  readonly suffix: string;
  /** of services, and that of the control plane */
  readonly namespaces: ReadonlySet<string>;
}

function describedCluster(
  { files, settings, istio, oldIstio, gateway }: KnownCluster,
  all: readonly KnownCluster[],
  { isServing, istio: wished, suffix, namespaces }: Place,
): DescribedCluster {
  const { name, manifests } = files;
  const networks = all.map(one => one.settings.network);
  const { network } = settings;
  const isOwn = network !== undefined && networks.filter(one => one === network).length === 1;
  const domains = sortedSet(all.map(one => one.settings.trustDomain));
  const there = manifests
    .filter(({ group, kind }) => group === '' && kind === 'Namespace')
    .map(one => one.name)
    .filter(one => namespaces.has(one));
  const others = gateway?.otherHosts.filter(host => !isWithin(host.replace(/^\*\./, ''), suffix));
  const missing = oldIstio ? `, 1.20 or later; it has ${oldIstio.value}` : '';
  return {
    name,
    istio: wished ?? istio?.value ?? toSay(`version of Istio in ${name}${missing}`),
    network: isOwn && network !== name ? network : undefined,
    trustDomain: domains.length > 1 ? settings.trustDomain : undefined,
    trustDomainAliases:
      domains.length > 1
        ? sortedSet([...domains, ...settings.trustDomainAliases]).filter(
            one => one !== settings.trustDomain,
          )
        : unlessEmpty([...settings.trustDomainAliases]),
    gateway:
      gateway || isServing
        ? {
            addresses: gateway?.addresses.length
              ? gateway.addresses
              : [toSay(`address of the gateway of ${name}`)],
            namespace:
              gateway && gateway.namespace !== settings.rootNamespace
                ? gateway.namespace
                : undefined,
            labels: gateway?.labels.istio === 'eastwestgateway' ? undefined : gateway?.labels,
            otherGatewayHosts: unlessEmpty([...(others ?? [])]),
          }
        : undefined,
    existingNamespaces: unlessEmpty(sortedSet(there)),
  };
}
