import { Form } from './form';
import { covers, Manifest, objectText, Source, sourceText } from '../../analysis/world/manifest';
import { ClusterFiles, World } from '../../analysis/world/world';
import { Problems } from '../../problems/problems';
import { serviceHost } from '../../values/names';
import { sortedSet } from '../../values/order';
import { Behind } from '../behind';
import { changed, madeEntry, withPassage } from '../made';
import { Offers, ofKind } from '../offers';
import { OldMesh } from '../old-mesh';
import { settingsOf } from '../settings';

const GROUP = 'federation.maistra.io';

/** Meshes of OpenShift Service Mesh 2 that are peers of each other. @internal */
export const FEDERATION: Form = {
  name: 'federation',
  title: 'peers of OpenShift Service Mesh',
  isMark: ({ group }) => group === GROUP,
  read,
};

interface Named {
  readonly name: string;
  readonly namespace: string;
}

/** A service of a mesh, and the name by which a peer imported it. */
interface Imported {
  readonly service: Manifest;
  readonly owner: ClusterFiles;
  readonly importer: ClusterFiles;
  readonly host: string;
  readonly namespace: string;
  /** what exports it, and what imports it */
  readonly exported: Source;
  readonly imported: Source;
}

function read(world: World, problems: Problems): OldMesh {
  const imported = world.clusters.flatMap(importer => importsOf(importer, world, problems));
  const behind = new Behind(world);
  const offers = new Offers(world);
  for (const { service, owner, importer, host, ...sources } of imported) {
    const { name, namespace } = service;
    offers.serve(name, namespace, owner.name, [service.source, sources.exported]);
    offers.use(name, namespace, {
      cluster: importer.name,
      host,
      sources: [sources.imported],
      virtualIps: [],
      ports: [],
    });
  }
  world.clusters.forEach(cluster => noteTrust(cluster, problems));
  return {
    offers: offers.all,
    world: changed(world, cluster => withWays(cluster, imported, behind)),
    replaced: new Set(),
    dialed: new Map(),
    otherGateways: new Set(
      world.clusters.flatMap(cluster =>
        ofKind(cluster, GROUP, 'ServiceMeshPeer').flatMap(({ spec }) =>
          [spec.gateways?.ingress?.name, spec.gateways?.egress?.name].filter(Boolean),
        ),
      ),
    ),
    hidesCallers: true,
  };
}

function importsOf(importer: ClusterFiles, world: World, problems: Problems): Imported[] {
  return ofKind(importer, GROUP, 'ImportedServiceSet').flatMap(set => {
    const peer = peerNamed(importer, set);
    const at = problems.at(sourceText(set.source));
    const owner = peer && meshOf(peer, importer, world);
    if (!owner) {
      at.report(
        'MESH955',
        peer
          ? `${objectText(set)} is of a peer that is none of the clusters that are given`
          : `${objectText(set)} has no ServiceMeshPeer of its name`,
      );
      return [];
    }
    const exports = ofKind(owner, GROUP, 'ExportedServiceSet').filter(one => {
      const back = peerNamed(owner, one);
      return back && meshOf(back, owner, world) === importer;
    });
    return exports.flatMap(exported =>
      exportedServices(exported, owner).flatMap(({ service, as }) => {
        const name = importedAs(set, as);
        return name
          ? [
              {
                service,
                owner,
                importer,
                ...name,
                exported: exported.source,
                imported: set.source,
              },
            ]
          : [];
      }),
    );
  });
}

const peerNamed = (cluster: ClusterFiles, { name, namespace }: Named): Manifest | undefined =>
  ofKind(cluster, GROUP, 'ServiceMeshPeer').find(
    one => one.name === name && one.namespace === namespace,
  );

/** The cluster of a peer: by the address of its gateway, its trust domain, or its name. */
function meshOf(
  { name, spec }: Manifest,
  own: ClusterFiles,
  { clusters }: World,
): ClusterFiles | undefined {
  const others = clusters.filter(one => one !== own);
  const addresses: any[] = Array.isArray(spec.remote?.addresses) ? spec.remote.addresses : [];
  const byService = others.find(one =>
    ofKind(one, '', 'Service').some(({ status, spec: service }) =>
      [
        ...(status.loadBalancer?.ingress ?? []).flatMap(({ ip, hostname }: any) => [ip, hostname]),
        ...(service.externalIPs ?? []),
      ].some(address => addresses.includes(address)),
    ),
  );
  const domain = spec.security?.trustDomain;
  const byDomain = others.filter(one => settingsOf(one).trustDomain === domain);
  return (
    byService ??
    others.find(one => one.name === name) ??
    (byDomain.length === 1 ? byDomain[0] : undefined)
  );
}

const isAny = (text: unknown): boolean => text === undefined || text === '' || text === '*';

const matches = (selector: any, { name, namespace }: Named): boolean =>
  (isAny(selector?.name) || selector.name === name) &&
  (isAny(selector?.namespace) || selector.namespace === namespace);

const renamed = (alias: any, { name, namespace }: Named): Named => ({
  name: isAny(alias?.name) ? name : alias.name,
  namespace: isAny(alias?.namespace) ? namespace : alias.namespace,
});

/** The first rule that matches a Service decides under which name it is exported. */
function exportedServices({ spec, namespace: system }: Manifest, owner: ClusterFiles) {
  const rules: any[] = Array.isArray(spec.exportRules) ? spec.exportRules : [];
  return ofKind(owner, '', 'Service')
    .filter(({ annotations }) => isSeenBy(annotations['networking.istio.io/exportTo'], system))
    .flatMap(service => {
      const names = rules.map(rule => exportedAs(rule ?? {}, service));
      const as = names.find(one => one !== undefined);
      return as ? [{ service, as }] : [];
    });
}

const isSeenBy = (exportTo: string = '*', namespace: string): boolean =>
  exportTo.split(',').some(one => ['*', namespace].includes(one.trim()));

function exportedAs({ type, nameSelector, labelSelector }: any, service: Manifest) {
  if (type === 'NameSelector') {
    return nameSelector && matches(nameSelector, service)
      ? renamed(nameSelector.alias, service)
      : undefined;
  }
  const { namespace, selector, aliases = [] } = labelSelector ?? {};
  const isChosen =
    type === 'LabelSelector' &&
    labelSelector &&
    matches({ namespace }, service) &&
    covers(selector?.matchLabels ?? {}, service.labels) &&
    !selector?.matchExpressions?.length;
  const mapping = aliases.find((one: any) => matches(one, service));
  return isChosen ? renamed(mapping?.alias, service) : undefined;
}

/** The first rule that matches what is exported decides under which name it is imported. */
function importedAs({ name: peer, spec }: Manifest, exported: Named) {
  const rules: any[] = Array.isArray(spec.importRules) ? spec.importRules : [];
  const rule = rules.find(
    one => one?.type === 'NameSelector' && matches(one.nameSelector, exported),
  );
  if (!rule) {
    return undefined;
  }
  const { name, namespace } = renamed(rule.nameSelector?.alias, exported);
  const suffix = rule.domainSuffix || spec.domainSuffix || `svc.${peer}-imports.local`;
  return {
    host: rule.importAsLocal ? serviceHost(name, namespace) : `${name}.${namespace}.${suffix}`,
    namespace,
  };
}

/** Namespaces that are in the mesh; all where nothing lists them. @internal */
export function membersOf(cluster: ClusterFiles): string[] {
  const rolls = ofKind(cluster, 'maistra.io', 'ServiceMeshMemberRoll');
  const members = ofKind(cluster, 'maistra.io', 'ServiceMeshMember').map(one => one.namespace);
  const listed = rolls.flatMap(({ spec }) => (Array.isArray(spec.members) ? spec.members : []));
  const all = [...listed.filter((one: unknown) => typeof one === 'string'), ...members];
  return all.length === 0 || all.some(one => one.includes('*')) ? ['*'] : sortedSet(all);
}

/** The two gateways of a peer let through what is imported, and nothing else. */
function withWays(
  cluster: ClusterFiles,
  imported: readonly Imported[],
  behind: Behind,
): ClusterFiles {
  const { rootNamespace } = settingsOf(cluster);
  const served = imported.filter(({ owner }) => owner === cluster);
  const owners = served
    .filter(({ service, host }) => host !== serviceHost(service.name, service.namespace))
    .flatMap(({ service, host }) =>
      madeEntry({
        host,
        namespace: service.namespace,
        ports: service.spec.ports,
        selector: service.spec.selector ?? {},
        exportTo: [rootNamespace],
        source: service.source,
      }),
    );
  const callers = imported
    .filter(({ importer }) => importer === cluster)
    .flatMap(({ service, owner, host, namespace, imported: source }) =>
      madeEntry({
        host,
        namespace,
        ports: service.spec.ports,
        remotes: [behind.passage(owner.name, service)],
        exportTo: membersOf(cluster),
        source,
      }),
    );
  const manifests = [...cluster.manifests, ...owners, ...callers];
  const hosts = sortedSet(served.map(({ host }) => host));
  return withPassage({ ...cluster, manifests }, hosts, served[0]?.exported);
}

function noteTrust(cluster: ClusterFiles, problems: Problems): void {
  for (const peer of ofKind(cluster, GROUP, 'ServiceMeshPeer')) {
    problems
      .at(sourceText(peer.source))
      .report(
        'MESH956',
        `${objectText(peer)} trusts the root of its peer, and a mesh has one root for all clusters`,
        'Make one by `mesh ca init`, and let all clusters trust both before you switch.',
      );
  }
}
