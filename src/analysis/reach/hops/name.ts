import { Cluster } from '../../mesh/cluster';
import { isExportedTo, Service } from '../../mesh/services';
import { objectText } from '../../world/manifest';
import { Call, finding, NamedCall } from '../call';
import { eitherOf } from './not-understood';
import { broken, Hop, passes, unclear } from '../hop';

/**
 * What the name resolves to: sidecars that capture DNS answer for the hosts that they know
 * (Istio: pkg/dns/server/name_table.go), the cluster's DNS for what its zones have.
 *
 * @internal
 */
export const name: Hop<Call, NamedCall> = {
  judge(call) {
    const { cluster, caller, host } = call;
    const scope = cluster.scopeOf(caller);
    const service = scope.service(host);
    const at = (text: string, source = service?.manifest.source) =>
      finding('name', cluster, text, source);
    if (!service) {
      const text = unseen(
        cluster,
        host,
        caller.namespace,
        scope.sidecar && objectText(scope.sidecar),
      );
      return broken({
        ...at(text, cluster.services.get(host)?.[0].manifest.source),
        remedy: `Export a ServiceEntry for ${host} to ${caller.namespace}.`,
      });
    }
    const either = eitherOf(service);
    if (either) {
      return unclear(at(either.text, either.source));
    }
    const { capturesDns } = cluster.mesh;
    const ips = [...service.addresses, ...(capturesDns ? service.autoAddresses : [])];
    if (capturesDns && ips.length > 0) {
      return passes(
        { ...call, scope, service, address: ips[0] },
        at(`the sidecar answers ${ips.join(', ')}`),
      );
    }
    if (service.isKubernetes) {
      const [address] = service.addresses;
      return passes(
        { ...call, scope, service, address },
        at('the DNS of the cluster knows the Service'),
      );
    }
    const records = cluster.dns.of(host);
    if ('unclear' in records) {
      return unclear(at(records.unclear, records.source));
    }
    if (records.addresses.length > 0) {
      const [address] = records.addresses;
      return passes(
        { ...call, scope, service, address },
        at(`the DNS of the cluster answers ${records.addresses.join(', ')}`, records.source),
      );
    }
    const answering = capturesDns ? 'the sidecar' : 'a name server';
    return broken({
      ...at(`${host} has no virtual IP that ${answering} could answer with`),
      remedy: 'Give it an address, or let sidecars capture DNS (ISTIO_META_DNS_CAPTURE).',
    });
  },
};

/** Why a namespace does not know a host. */
function unseen(
  cluster: Cluster,
  host: string,
  namespace: string,
  sidecar: string | undefined,
): string {
  const others = cluster.services.get(host) ?? [];
  if (others.length === 0) {
    return `nothing in ${cluster.name} has the host ${host}`;
  }
  const isSeen = ({ exportTo, namespace: own }: Service) => isExportedTo(exportTo, own, namespace);
  const [{ manifest, exportTo }] = others;
  return others.some(isSeen) && sidecar !== undefined
    ? `${namespace} does not know ${host}: ${sidecar} does not import it`
    : `${namespace} does not know ${host}: ${objectText(manifest)} is exported to ${exportTo.join(', ')}`;
}
