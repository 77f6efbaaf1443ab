import { LineCounter } from 'yaml';
import { readYaml } from '../../values/yaml-reader';
import { Manifest, objectText } from '../world/manifest';
import { TextAt } from '../world/world';

/** A Corefile, or the part of one that an object stands for. @internal */
export interface Corefile extends TextAt {
  /** for messages */
  readonly what: string;
}

/**
 * What pods ask: the Corefiles of the cluster's CoreDNS, and those of kube-dns, of which one runs.
 * NodeLocal DNSCache stands before both.
 *
 * @param given in Helm values and settings of an add-on
 * @internal
 */
export function clusterDns(
  manifests: readonly Manifest[],
  given: readonly TextAt[],
): ReadonlyArray<readonly Corefile[]> {
  const map = (name: string, namespace = 'kube-system') =>
    manifests.filter(
      one => one.kind === 'ConfigMap' && one.name === name && one.namespace === namespace,
    );
  const nodeLocal = map('node-local-dns').flatMap(corefilesOf);
  if (nodeLocal.length > 0) {
    return [nodeLocal];
  }
  const coreDns = [
    ...given.map(one => ({ ...one, what: 'it' })),
    ...['coredns', 'rke2-coredns-rke2-coredns'].flatMap(name => map(name).flatMap(corefilesOf)),
    ...map('dns-default', 'openshift-dns').flatMap(corefilesOf),
  ];
  const isImported =
    coreDns.length === 0 || coreDns.some(one => /import\s+\S*custom/.test(one.text));
  const custom = isImported ? map('coredns-custom').flatMap(corefilesOf) : [];
  return [
    [...coreDns, ...custom, ...manifests.flatMap(ofPlatform)],
    map('kube-dns').flatMap(ofStubDomains),
  ];
}

/** The keys of a ConfigMap that are Corefiles; others are parts of a block or files beside it. */
function corefilesOf(map: Manifest): Corefile[] {
  const { source } = map;
  return Object.entries<unknown>(map.values.data ?? {}).flatMap(([key, text]) =>
    typeof text === 'string' && /^Corefile$|\.server$/.test(key)
      ? [{ text, source, what: objectText(map) }]
      : [],
  );
}

/** Operators that write the Corefile, each in its own form. */
function ofPlatform(manifest: Manifest): Corefile[] {
  const { group, kind, name, spec, source } = manifest;
  const what = objectText(manifest);
  const written = (text: string) => (text === '' ? [] : [{ text, source, what }]);
  switch (`${group}/${kind}`) {
    case 'helm.cattle.io/HelmChartConfig':
      return name === 'rke2-coredns' ? written(ofChart(String(spec.valuesContent ?? ''))) : [];
    case 'operator.openshift.io/DNS':
      return written(
        listOf(spec.servers)
          .map(one => forwarding(listOf(one.zones), listOf(one.forwardPlugin?.upstreams)))
          .join(''),
      );
    case 'networking.alibabacloud.com/CustomDNSConfig':
      return written(
        listOf(spec.zones)
          .map(one => forwarding([one.name], listOf(one.forward?.upstreams)))
          .join(''),
      );
    default:
      return [];
  }
}

const listOf = (value: unknown): any[] => (Array.isArray(value) ? value.map(one => one ?? {}) : []);

const forwarding = (zones: readonly string[], servers: readonly string[]): string =>
  zones.length === 0 ? '' : `${zones.join(' ')} {\n    forward . ${servers.join(' ')}\n}\n`;

/** Source: helm.coredns.io charts/coredns templates/configmap.yaml. */
function ofChart(text: string): string {
  const [document] = readYaml(text, new LineCounter());
  return listOf(Object(document?.values).servers)
    .map(({ zones, port = 53, plugins }) => {
      const keys = listOf(zones).map(one => `${one.scheme ?? ''}${one.zone}:${port}`);
      const lines = listOf(plugins).map(
        ({ name, parameters = '', configBlock }) =>
          `    ${name} ${parameters}${configBlock ? ` {\n${configBlock}\n    }` : ''}\n`,
      );
      return `${keys.join(' ')} {\n${lines.join('')}}\n`;
    })
    .join('');
}

/** Source: kubernetes/dns docs/kube-dns, stubDomains. */
function ofStubDomains(map: Manifest): Corefile[] {
  const { source } = map;
  const text = stubsIn(map.values.data?.stubDomains)
    .map(([zone, servers]) => forwarding([zone], listOf(servers)))
    .join('');
  return text === '' ? [] : [{ text, source, what: objectText(map) }];
}

function stubsIn(text: unknown): Array<[string, unknown]> {
  try {
    return Object.entries(Object(JSON.parse(String(text ?? '{}'))));
  } catch {
    return [];
  }
}
