import { ClusterCard, Link } from './facts';
import { Links } from './links';
import { Cluster } from '../../analysis/mesh/cluster';
import { Mesh } from '../../analysis/reach/mesh';
import { clusterSize, ClusterSize, measure, PartSize } from '../../analysis/size';
import { sortedSet } from '../../values/order';

/** @internal */
export function clusterCards(mesh: Mesh, { links, egress }: Links): ClusterCard[] {
  const all = [...mesh.clusters.values()];
  const exports = new Map(all.map(cluster => [cluster.name, exportsOf(cluster)]));
  return all.map(cluster => ({
    name: cluster.name,
    istio: cluster.files.facts.istio,
    locality: cluster.files.facts.locality,
    network: cluster.mesh.network,
    trustDomain: cluster.mesh.trustDomain,
    gateways: cluster.gateways.map(gateway => ({
      name: gateway.name,
      namespace: gateway.namespace,
      addresses: gateway.addresses,
      isEgress: egress.has(gateway),
      source: gateway.source,
    })),
    exports: exports.get(cluster.name)!,
    isLeftOut: isLeftOut(cluster.name, exports.get(cluster.name)!, links),
    size: sizeOf(cluster),
    source: cluster.mesh.source,
  }));
}

/** Hosts of servers that pass calls through, as they are written. */
function exportsOf(cluster: Cluster): string[] {
  const servers: any[] = cluster
    .of('networking.istio.io', 'Gateway')
    .flatMap(({ spec }) => spec.servers ?? []);
  return sortedSet(
    servers
      .filter(({ tls }) => tls?.mode === 'AUTO_PASSTHROUGH')
      .flatMap(({ hosts }): string[] => hosts ?? [])
      .map(host => host.replace(/^.*\//, '')),
  );
}

function isLeftOut(name: string, exports: readonly string[], links: readonly Link[]): boolean {
  const isExported = new Set(exports);
  return (
    links.every(({ to }) => to !== name) &&
    links.some(({ from, hosts }) => from !== name && hosts.some(host => isExported.has(host)))
  );
}

function sizeOf({ files }: Cluster): ClusterSize {
  const sizes = files.manifests.map(({ values }) => measure(values, 0));
  return { ...clusterSize([new PartSize(sizes)]), bytes: files.bytes ?? 0 };
}
