import { Form } from './form';
import { Manifest, objectText, Source, sourceText } from '../../analysis/world/manifest';
import { ClusterFiles, World } from '../../analysis/world/world';
import { Problems } from '../../problems/problems';
import { Behind } from '../behind';
import { changed, madeEntry, tcpPorts, withPassage } from '../made';
import { Offers, ofKind, serviceIn } from '../offers';
import { OldMesh } from '../old-mesh';
import { settingsOf } from '../settings';

/**
 * The groups of the API: that of the Kubernetes project, which Submariner, Karmada and Cilium have
 * too, and those of GKE, Azure Fleet and AWS Cloud Map.
 */
const GROUPS = new Set([
  'multicluster.x-k8s.io',
  'net.gke.io',
  'networking.fleet.azure.com',
  'multicluster.x-k8s.aws',
]);

const DOMAIN = 'svc.clusterset.local';

/** ServiceExport and ServiceImport of the Multi-Cluster Services API. @internal */
export const MCS: Form = {
  name: 'mcs',
  title: 'ServiceExports and ServiceImports',
  isMark: one => isExport(one) || isImport(one),
  read,
};

const isExport = ({ group, kind }: Manifest): boolean =>
  GROUPS.has(group) && kind === 'ServiceExport';

const isImport = ({ group, kind }: Manifest): boolean =>
  GROUPS.has(group) && kind === 'ServiceImport';

interface Exported {
  readonly name: string;
  readonly namespace: string;
  readonly host: string;
  readonly from: ReadonlyArray<{ readonly cluster: ClusterFiles; readonly source: Source }>;
  /** clusters that know it, with what says so */
  readonly to: ReadonlyMap<string, Source>;
}

function read(world: World, problems: Problems): OldMesh {
  const exported = exportedServices(world);
  const behind = new Behind(world);
  const offers = new Offers(world);
  for (const { name, namespace, host, from, to } of exported) {
    from.forEach(one => offers.serve(name, namespace, one.cluster.name, [one.source]));
    for (const [cluster, source] of to) {
      // a cluster that alone serves it calls nobody else
      if (from.some(one => one.cluster.name !== cluster)) {
        offers.use(name, namespace, {
          cluster,
          host,
          sources: [source],
          virtualIps: [],
          ports: [],
        });
      }
    }
  }
  world.clusters.forEach(cluster => note(cluster, exported, problems));
  return {
    offers: offers.all,
    world: changed(world, cluster => withWays(cluster, exported, behind)),
    replaced: new Set(),
    dialed: new Map(),
    otherGateways: new Set(),
    hidesCallers: false,
  };
}

function exportedServices({ clusters }: World): Exported[] {
  const all = clusters.flatMap(cluster =>
    cluster.manifests.filter(isExport).map(one => ({ cluster, one })),
  );
  const keys = new Set(all.map(({ one }) => `${one.namespace}/${one.name}`));
  return [...keys].sort().map(key => {
    const [namespace, name] = key.split('/');
    const from = all
      .filter(({ one }) => one.name === name && one.namespace === namespace)
      .map(({ cluster, one }) => ({ cluster, source: one.source }));
    return {
      name,
      namespace,
      host: `${name}.${namespace}.${DOMAIN}`,
      from,
      to: importers(clusters, name, namespace),
    };
  });
}

/**
 * Clusters with a ServiceImport. Where no cluster has one, as in a repository, those that have the
 * namespace: there the API's controllers make it (KEP-1645).
 */
function importers(
  clusters: readonly ClusterFiles[],
  name: string,
  namespace: string,
): Map<string, Source> {
  const having = (test: (one: Manifest) => boolean) =>
    new Map(
      clusters.flatMap(cluster => {
        const found = cluster.manifests.find(test);
        return found ? [[cluster.name, found.source] as const] : [];
      }),
    );
  const imports = having(one => isImport(one) && one.name === name && one.namespace === namespace);
  return imports.size > 0
    ? imports
    : having(one => one.group === '' && one.kind === 'Namespace' && one.name === namespace);
}

/** Each cluster reaches the pods of the others directly, under the name of the API. */
function withWays(
  cluster: ClusterFiles,
  exported: readonly Exported[],
  behind: Behind,
): ClusterFiles {
  const { rootNamespace } = settingsOf(cluster);
  const served = exported.filter(({ from }) => from.some(one => one.cluster === cluster));
  const owners = served.flatMap(({ host, name, namespace }) => {
    const service = serviceIn(cluster, name, namespace);
    return service?.spec.selector
      ? madeEntry({
          host,
          namespace,
          ports: service.spec.ports,
          selector: service.spec.selector,
          exportTo: [rootNamespace],
          source: service.source,
        })
      : [];
  });
  const callers = exported.flatMap(({ host, name, namespace, from, to }) => {
    const others = from.filter(one => one.cluster !== cluster);
    const services = others.flatMap(one => {
      const service = serviceIn(one.cluster, name, namespace);
      return service ? [{ service, cluster: one.cluster.name }] : [];
    });
    const ports = services.flatMap(({ service }) => tcpPorts(service.spec.ports));
    const source = to.get(cluster.name);
    return source && others.length > 0
      ? madeEntry({
          host,
          namespace,
          ports: [...new Map(ports.map(one => [one.port, one])).values()],
          remotes: services.map(one => behind.passage(one.cluster, one.service)),
          exportTo: ['*'],
          source,
        })
      : [];
  });
  const manifests = [...cluster.manifests, ...owners, ...callers];
  const [first] = served;
  return withPassage(
    { ...cluster, manifests },
    served.map(({ host }) => host),
    first?.from[0].source,
  );
}

function note(cluster: ClusterFiles, exported: readonly Exported[], problems: Problems): void {
  for (const one of cluster.manifests) {
    const at = problems.at(sourceText(one.source));
    const isMcs = one.kind === 'ServiceExport' || one.kind === 'ServiceImport';
    if (isMcs && !GROUPS.has(one.group)) {
      at.report('MESH956', `${objectText(one)} is of the group "${one.group}", which is not known`);
    }
    if (
      isImport(one) &&
      !exported.some(of => of.name === one.name && of.namespace === one.namespace)
    ) {
      at.report('MESH955', `no cluster that is given has a ServiceExport for ${objectText(one)}`);
    }
  }
  for (const service of ofKind(cluster, 'networking.fleet.azure.com', 'MultiClusterService')) {
    problems
      .at(sourceText(service.source))
      .report('MESH956', `${objectText(service)} makes a load balancer of several clusters`);
  }
}
