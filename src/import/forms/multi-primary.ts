import { Form } from './form';
import { Cluster } from '../../analysis/mesh/cluster';
import { GatewayProxy } from '../../analysis/mesh/gateways';
import { Manifest, objectText, Source, sourceText } from '../../analysis/world/manifest';
import { ClusterFiles, World } from '../../analysis/world/world';
import { Problems } from '../../problems/problems';
import { groupBy } from '../../values/group-by';
import { isKubernetesNamespace, serviceHost } from '../../values/names';
import { byText, sortedSet } from '../../values/order';
import { NETWORK_LABEL } from '../../values/ownership';
import { remember } from '../../values/remember';
import { Behind } from '../behind';
import { changed, madeEntry, Remote, tcpPorts, withGateway, withPassage } from '../made';
import { Offers, ofKind } from '../offers';
import { OldMesh } from '../old-mesh';
import { settingsOf } from '../settings';

const LABEL = 'istio/multiCluster';
const CLUSTER = 'networking.istio.io/cluster';
const EXPORT_TO = 'networking.istio.io/exportTo';

/** Control planes that look into each other's clusters, by remote secrets. @internal */
export const MULTI_PRIMARY: Form = {
  name: 'multi-primary',
  title: 'control planes with remote secrets',
  isMark: one => isRemoteSecret(one),
  read,
};

/** Only its names are looked at, never what is in it. */
const isRemoteSecret = ({ group, kind, labels }: Manifest): boolean =>
  group === '' && kind === 'Secret' && labels[LABEL] === 'true';

/** A cluster, and those into which its istiod looks. */
interface Watching {
  readonly files: ClusterFiles;
  readonly network: string | undefined;
  readonly remotes: ReadonlyArray<{ readonly cluster: string; readonly source: Source }>;
}

function read(world: World, problems: Problems): OldMesh {
  const watching = new Map(
    world.clusters.map(files => [files.name, watchingOf(files, world, problems)]),
  );
  const behind = new Behind(world);
  const offers = new Offers(world);
  for (const { files, remotes } of watching.values()) {
    for (const { cluster, source } of remotes) {
      for (const service of sharedServices(watching.get(cluster)!.files)) {
        const { name, namespace } = service;
        const host = serviceHost(name, namespace);
        offers.serve(name, namespace, cluster, [service.source]);
        offers.use(name, namespace, {
          cluster: files.name,
          host,
          sources: [source],
          virtualIps: [],
          ports: [],
        });
      }
    }
  }
  return {
    offers: offers.all,
    world: changed(world, cluster =>
      withDoors(
        {
          ...cluster,
          manifests: [...cluster.manifests, ...remoteEntries(cluster.name, watching, behind)],
        },
        watching,
      ),
    ),
    replaced: new Set(),
    dialed: dialedGateways(world),
    otherGateways: new Set(),
    hidesCallers: false,
  };
}

function watchingOf(files: ClusterFiles, { clusters }: World, problems: Problems): Watching {
  const remotes = files.manifests.filter(isRemoteSecret).flatMap(secret =>
    remoteNames(secret).flatMap(id => {
      const found = clusters.find(one => clusterId(one) === id);
      if (!found) {
        problems
          .at(sourceText(secret.source))
          .report(
            'MESH955',
            `${objectText(secret)} is for the cluster "${id}", which is not given`,
          );
      }
      return found && found !== files ? [{ cluster: found.name, source: secret.source }] : [];
    }),
  );
  return {
    files,
    network: settingsOf(files).network,
    remotes: remotes.sort(byText(({ cluster }) => cluster)),
  };
}

type AllWatching = ReadonlyMap<string, Watching>;

/** The keys of the data are names of clusters. */
function remoteNames({ values, annotations }: Manifest): string[] {
  const keys = [values.data, values.stringData].flatMap(data => Object.keys(Object(data)));
  return keys.length > 0 ? sortedSet(keys) : [annotations[CLUSTER]].filter(Boolean);
}

/** The name that its istiod has for a cluster; that of its directory where nobody says. */
function clusterId({ name, manifests, istiods }: ClusterFiles): string {
  const said = istiods.map(({ values }) => values.global?.multiCluster?.clusterName);
  const told = manifests
    .filter(({ group, kind }) => group === 'apps' && kind === 'Deployment')
    .flatMap(({ spec }) => spec.template?.spec?.containers ?? [])
    .filter((container: any) => container?.name === 'discovery')
    .flatMap((container: any) => container.env ?? [])
    .filter((variable: any) => variable?.name === 'CLUSTER_ID')
    .map((variable: any) => variable.value);
  return [...said, ...told].find(id => typeof id === 'string' && id !== '') ?? name;
}

/**
 * Services that the control planes of other clusters make known to their proxies, and that the
 * gateways see.
 */
function sharedServices(files: ClusterFiles): Manifest[] {
  const { rootNamespace, mesh } = settingsOf(files);
  const isSeen = (namespaces: readonly string[]) =>
    namespaces.some(one => one === '*' || one === rootNamespace);
  const local: string[] = (Array.isArray(mesh.serviceSettings) ? mesh.serviceSettings : [])
    .filter((one: any) => one?.settings?.clusterLocal === true)
    .flatMap((one: any) => one.hosts ?? []);
  const isLocal = (host: string) =>
    local.some(one => (one.startsWith('*') ? host.endsWith(one.slice(1)) : host === one));
  return ofKind(files, '', 'Service').filter(
    ({ name, namespace, spec, annotations }) =>
      namespace !== rootNamespace &&
      !(isKubernetesNamespace(namespace) && (namespace !== 'default' || name === 'kubernetes')) &&
      Object.keys(Object(spec.selector)).length > 0 &&
      spec.type !== 'ExternalName' &&
      !isLocal(serviceHost(name, namespace)) &&
      isSeen(exportTo(annotations)),
  );
}

const exportTo = (annotations: Manifest['annotations']): string[] =>
  (annotations[EXPORT_TO] ?? '*').split(',').map(one => one.trim());

/** What istiod made of the pods of other clusters: one host, wherever the pods are. */
function remoteEntries(cluster: string, all: AllWatching, behind: Behind): Manifest[] {
  const own = all.get(cluster)!;
  const shared = own.remotes.flatMap(remote => {
    const to = all.get(remote.cluster)!;
    return sharedServices(to.files).map(service => ({ service, to }));
  });
  const byHost = groupBy(shared, ({ service: { namespace, name } }) =>
    serviceHost(name, namespace),
  );
  return [...byHost].flatMap(([host, list]) => {
    const [{ service }] = list;
    return madeEntry({
      host,
      namespace: service.namespace,
      ports: tcpPorts(service.spec.ports).map(port => ({ name: '', ...port })),
      remotes: list.flatMap(one => ways(own, one.to, one.service, behind)),
      exportTo: exportTo(service.annotations),
      source: service.source,
    });
  });
}

/** Through the gateways of the other network, or directly where it is the same. */
function ways(from: Watching, to: Watching, service: Manifest, behind: Behind): Remote[] {
  const { name } = to.files;
  const { network } = to;
  const doors = isBehindDoors(from, to) ? doorsOf(to.files) : [];
  const identities = behind.identities(name, service);
  return doors.length > 0 && network !== undefined
    ? doors.flatMap(({ addresses }) => addresses.map(address => ({ address, network, identities })))
    : [behind.passage(name, service)];
}

const isBehindDoors = (from: Watching, to: Watching): boolean =>
  to.network !== undefined && from.network !== to.network;

/** The gateways of a network, as far as their addresses are known. */
function doorsOf(files: ClusterFiles): GatewayProxy[] {
  const labeled = new Set(
    ofKind(files, '', 'Service')
      .filter(({ labels }) => labels[NETWORK_LABEL] !== undefined)
      .map(({ namespace, name }) => `${namespace}/${name}`),
  );
  return new Cluster(files).gateways.filter(
    ({ namespace, name, addresses }) => labeled.has(`${namespace}/${name}`) && addresses.length > 0,
  );
}

/** Gateways pass on to the pods of their own network, and a direct way where there is none. */
function withDoors(cluster: ClusterFiles, all: AllWatching): ClusterFiles {
  const own = all.get(cluster.name)!;
  const doors = doorsOf(cluster);
  const callers = [...all.values()].filter(({ remotes }) =>
    remotes.some(one => one.cluster === cluster.name),
  );
  const isDirect = callers.some(from => !isBehindDoors(from, own) || doors.length === 0);
  const isDoor = (one: Manifest) =>
    one.kind === 'Service' &&
    doors.some(({ name, namespace }) => one.name === name && one.namespace === namespace);
  const kept: ClusterFiles = {
    ...cluster,
    manifests: cluster.manifests.filter(one => !isDoor(one)),
  };
  const told = doors.reduce(
    (files, { name, namespace, addresses, labels }) =>
      withGateway(files, { name, namespace, addresses, labels, network: own.network ?? '' }),
    kept,
  );
  const hosts = sharedServices(cluster).map(one => serviceHost(one.name, one.namespace));
  return withPassage(told, isDirect ? hosts : [], { file: cluster.name, line: 1 });
}

/** Addresses that the mesh networks of some istiod give for the network of a cluster. */
function dialedGateways({ clusters }: World): Map<string, string[]> {
  const dialed = new Map<string, string[]>();
  for (const [network, { endpoints: registries = [], gateways = [] }] of clusters.flatMap(files =>
    Object.entries<any>(settingsOf(files).networks),
  )) {
    const ids = registries.map((one: any) => one?.fromRegistry);
    const owner = clusters.find(
      files => ids.includes(clusterId(files)) || settingsOf(files).network === network,
    );
    for (const { address, port } of owner ? gateways : []) {
      if (typeof address === 'string') {
        const list = remember(dialed, owner!.name, () => []);
        list.push(port === undefined || port === 15443 ? address : `${address}:${port}`);
      }
    }
  }
  return new Map([...dialed].map(([name, list]) => [name, sortedSet(list)]));
}
