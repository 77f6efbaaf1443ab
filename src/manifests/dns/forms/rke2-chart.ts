import { Form, pickedUp } from './form';
import { DNS_PORT, ServerBlock, ServerPlugin } from '../../../corefile/print';
import { printYaml } from '../../../values/yaml-printer';
import { dnsMetadata } from '../dns-metadata';
import { forwardBlock, zoneBlocks } from '../zone-blocks';

/**
 * Helm replaces lists, so the chart's own server is said again. One HelmChartConfig has all values
 * of the chart, NodeLocal DNSCache too.
 *
 * @internal
 */
export const rke2Chart: Form<'rke2-chart'> = {
  write: (zone, records) => {
    const { clusterDomain, otherZones, nodeLocalDns } = zone;
    const servers = [
      chartsOwn(clusterDomain),
      ...otherZones.map(other => forwardBlock(other.zone, other.servers)),
      ...zoneBlocks(zone, records),
    ].map(serverValue);
    const values = { nodelocal: nodeLocalDns ? { enabled: true } : undefined, servers };
    return {
      object: {
        apiVersion: 'helm.cattle.io/v1',
        kind: 'HelmChartConfig',
        metadata: dnsMetadata('rke2-coredns', 'kube-system'),
        spec: { valuesContent: printYaml(values) },
      },
    };
  },
  words: ({ name }) => pickedUp(name, { object: 'HelmChartConfig', place: ' in `kube-system`' }),
};

/** A server block as the chart's values have it. */
function serverValue({ zones, plugins }: ServerBlock) {
  return {
    zones: zones.map(zone => ({ zone })),
    port: DNS_PORT,
    plugins: plugins.map(pluginValue),
  };
}

function pluginValue({ name, parameters, options }: ServerPlugin) {
  return { name, parameters, configBlock: options?.join('\n') };
}

/** The server of the chart's default values. */
function chartsOwn(clusterDomain: string): ServerBlock {
  const plugins: ServerPlugin[] = [
    { name: 'errors' },
    { name: 'health', options: ['lameduck 5s'] },
    { name: 'ready' },
    {
      name: 'kubernetes',
      parameters: `${clusterDomain} in-addr.arpa ip6.arpa`,
      options: ['pods insecure', 'fallthrough in-addr.arpa ip6.arpa', 'ttl 30'],
    },
    { name: 'prometheus', parameters: '0.0.0.0:9153' },
    { name: 'forward', parameters: '. /etc/resolv.conf' },
    { name: 'cache', parameters: '30' },
    { name: 'loop' },
    { name: 'reload' },
    { name: 'loadbalance' },
  ];
  return { zones: ['.'], plugins };
}
