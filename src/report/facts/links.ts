import { Link } from './facts';
import { Cluster } from '../../analysis/mesh/cluster';
import { GatewayProxy } from '../../analysis/mesh/gateways';
import { Service } from '../../analysis/mesh/services';
import { Mesh } from '../../analysis/reach/mesh';
import { byText, sortedSet } from '../../values/order';
import { remember } from '../../values/remember';

/** Where the entries of all clusters lead. @internal */
export interface Links {
  readonly links: readonly Link[];
  /** gateways that their own cluster calls through */
  readonly egress: ReadonlySet<GatewayProxy>;
}

/** @internal */
export function linksOf(mesh: Mesh): Links {
  const egress = new Set<GatewayProxy>();
  const links = [...mesh.clusters.values()].flatMap(cluster => linksFrom(cluster, mesh, egress));
  return { links, egress };
}

interface Found {
  readonly hosts: Set<string>;
  readonly addresses: Set<string>;
}

function linksFrom(cluster: Cluster, mesh: Mesh, egress: Set<GatewayProxy>): Link[] {
  const found = new Map<string | null, Found>();
  const leadsTo = (to: string | null) =>
    remember(found, to, () => ({ hosts: new Set(), addresses: new Set() }));
  for (const [host, services] of cluster.services) {
    for (const address of new Set(services.flatMap(addressesOf))) {
      const placed = mesh.gatewaysAt(address, cluster);
      for (const { cluster: to, gateway } of placed) {
        if (to === cluster) {
          egress.add(gateway);
        } else {
          leadsTo(to.name).hosts.add(host);
        }
      }
      if (placed.length === 0 && !isOwn(cluster, address)) {
        const nowhere = leadsTo(null);
        nowhere.hosts.add(host);
        nowhere.addresses.add(address);
      }
    }
  }
  return [...found]
    .map(([to, { hosts, addresses }]) => ({
      from: cluster.name,
      to,
      hosts: sortedSet(hosts),
      ...(to === null ? { addresses: sortedSet(addresses) } : {}),
    }))
    .sort(byText(({ to }) => to ?? '\uffff'));
}

/** What the entries of the mesh name as endpoints; pods are no addresses. */
function addressesOf({ isKubernetes, isExternal, manifest, selector }: Service): string[] {
  if (isKubernetes || isExternal || selector) {
    return [];
  }
  const endpoints: any[] = manifest.spec.endpoints ?? [];
  return endpoints.flatMap(({ address }) => (typeof address === 'string' ? [address] : []));
}

/** Of a Service or a pod of the cluster itself. */
const isOwn = (cluster: Cluster, address: string): boolean =>
  cluster.services.has(address) ||
  cluster.servicesAt(address).length > 0 ||
  cluster.pods.some(pods => pods.address === address);
