import { isSeq, parseDocument, YAMLSeq } from 'yaml';
import { Form, pickedUp } from './form';
import { DNS_PORT, ServerBlock, ServerPlugin } from '../../../corefile/print';
import { printYaml } from '../../../values/yaml-printer';
import { dnsMetadata } from '../dns-metadata';
import { forwardBlock, zoneBlocks } from '../zone-blocks';

/**
 * Helm replaces lists, so the chart's own server is said again, unless there is a list already. One
 * HelmChartConfig has all values of the chart, NodeLocal DNSCache too.
 *
 * @internal
 */
export const rke2Chart: Form<'rke2-chart'> = {
  write: (zone, records) => {
    const { clusterDomain, otherZones, nodeLocalDns, values, existing } = zone;
    const ours = [
      ...otherZones.map(other => forwardBlock(other.zone, other.servers)),
      ...zoneBlocks(zone, records),
    ].map(serverValue);
    const valuesContent = values?.ours
      ? withServers(values.text, values.ours, { nodeLocalDns, servers: ours })
      : withServers(values?.text ?? '', [], {
          nodeLocalDns,
          servers: [serverValue(chartsOwn(clusterDomain)), ...ours],
        });
    return {
      object: {
        apiVersion: 'helm.cattle.io/v1',
        kind: 'HelmChartConfig',
        metadata: dnsMetadata('rke2-coredns', 'kube-system', existing),
        spec: { ...(existing?.body.spec as object), valuesContent },
      },
    };
  },
  words: ({ name }) => pickedUp(name, { object: 'HelmChartConfig', place: ' in `kube-system`' }),
};

/**
 * The values with other servers in place of some. All other values stay as they are written, with
 * their comments: read as plain texts, none is taken for something else.
 */
function withServers(
  text: string,
  replaced: readonly number[],
  { nodeLocalDns, servers }: { nodeLocalDns: boolean; servers: readonly object[] },
): string {
  // that no key is there twice has been seen, in less time
  const values = parseDocument(text, { schema: 'failsafe', uniqueKeys: false });
  const added = parseDocument(printYaml({ servers }), { schema: 'failsafe' });
  const list = values.get('servers');
  const kept = isSeq(list) ? list.items.filter((_, i) => !replaced.includes(i)) : [];
  const all = added.get('servers') as YAMLSeq;
  all.items = [...kept, ...all.items];
  values.set('servers', all);
  if (nodeLocalDns) {
    values.setIn(['nodelocal', 'enabled'], 'true');
  }
  return values.toString({ lineWidth: 0 });
}

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
