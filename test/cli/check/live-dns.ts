import { parse } from 'yaml';

/* eslint-disable @typescript-eslint/no-explicit-any -- objects of the API, as they come */
type KubernetesObject = any;

const configMap = (namespace: string, name: string, Corefile: string): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { namespace, name },
  data: { Corefile },
});

const blocks = (zones: readonly string[], port: number): string =>
  zones.map(zone => `${zone}:${port} {\n    errors\n}\n`).join('');

const OWN = '.:53 {\n    errors\n    kubernetes cluster.local\n}\n';

/** What platforms make of the objects, and of the other files, that were written for their DNS. */
export function dnsInForce(
  objects: readonly KubernetesObject[],
  files: readonly any[],
): KubernetesObject[] {
  const find = (kind: string, name: string) =>
    objects.find(one => one.kind === kind && one.metadata.name === name);
  const addOn = files.find(({ corefile }) => corefile);
  const chart = find('HelmChartConfig', 'rke2-coredns');
  const operator = find('DNS', 'default');
  const servers: any[] = chart ? parse(chart.spec.valuesContent).servers : [];
  const zones = servers.flatMap(one => one.zones.map(({ zone }: any) => zone));
  return [
    ...(addOn ? [configMap('kube-system', 'coredns', addOn.corefile)] : []),
    ...(find('ConfigMap', 'coredns-custom')
      ? [configMap('kube-system', 'coredns', `${OWN}import /etc/coredns/custom/*.server\n`)]
      : []),
    ...(chart ? [configMap('kube-system', 'rke2-coredns-rke2-coredns', blocks(zones, 53))] : []),
    ...(operator
      ? [
          configMap(
            'openshift-dns',
            'dns-default',
            blocks(
              operator.spec.servers.flatMap((one: any) => one.zones),
              5353,
            ),
          ),
        ]
      : []),
  ];
}
