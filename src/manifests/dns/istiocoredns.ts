import { DNS_PORT } from '../../corefile/print';
import { PinnedService } from '../../model/dns/cluster-dns';
import { MANAGED_BY } from '../../values/ownership';
import { kubernetes } from '../kubernetes';
import { Manifest } from '../manifest';

/** Name and label of the DNS server of the classic charts, and of its Service. @internal */
export const ISTIOCOREDNS = 'istiocoredns';

/**
 * The Service of the chart, but with a ClusterIP that is known beforehand: the chart's own Service
 * comes later and keeps the address.
 *
 * @internal
 */
export function istiocorednsService({ namespace, clusterIp }: PinnedService): Manifest {
  const labels = { app: ISTIOCOREDNS };
  return kubernetes().KubeService.manifest({
    metadata: { name: ISTIOCOREDNS, namespace, labels: { ...labels, ...MANAGED_BY } },
    spec: {
      clusterIp,
      selector: labels,
      ports: [
        { name: 'dns', port: DNS_PORT, protocol: 'UDP' },
        { name: 'dns-tcp', port: DNS_PORT, protocol: 'TCP' },
      ],
    },
  });
}
