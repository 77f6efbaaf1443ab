import { isMap as isYamlMap, isSeq, LineCounter, visit } from 'yaml';
import type { Document, Node } from 'yaml';
import { ExistingValues } from './cluster-dns';
import { ExistingMap, ExistingObject } from './existing';
import { Entry, ownEntries } from './existing-servers';
import { DNS_PORT } from '../../corefile/print';
import { Problems } from '../../problems/problems';
import { isMap } from '../../values/is-map';
import { isWithin } from '../../values/names';
import { readYaml } from '../../values/yaml-reader';

/**
 * The values of the chart `rke2-coredns` that are there already.
 *
 * Source: helm.coredns.io charts/coredns values.yaml, `servers`.
 *
 * @internal
 */
export function existingValues(
  { existing, name, clusterDomain, nodeLocalDns }: ValuesRequest,
  problems: Problems,
): ExistingValues | undefined {
  const { spec } = existing?.body ?? {};
  const text = isMap(spec) ? spec.valuesContent : undefined;
  if (typeof text !== 'string') {
    return undefined;
  }
  const [{ document, values }, ...others] = readYaml(text, new LineCounter());
  const refuse = (what: string) => {
    problems.report('MESH233', what);
    return undefined;
  };
  if (others.length > 0 || (values !== null && !isMap(values))) {
    return refuse('`spec.valuesContent` is not a map');
  }
  if (values === null) {
    return undefined;
  }
  const { nodelocal, servers } = values;
  if (nodelocal !== undefined && !isYamlMap(document!.get('nodelocal'))) {
    return refuse('`nodelocal` of `spec.valuesContent` is not a map');
  }
  const isEnabled = isMap(nodelocal) ? nodelocal.enabled : undefined;
  if (isEnabled !== undefined && isEnabled !== nodeLocalDns) {
    problems.report(
      'MESH235',
      `the chart has \`nodelocal.enabled: ${String(isEnabled)}\`, and \`nodeLocalDns\` is ${String(nodeLocalDns)}`,
      'Say the same in `nodeLocalDns`.',
    );
  }
  if (servers === undefined) {
    return { text };
  }
  const list = document!.get('servers');
  if (!isSeq<Node>(list) || !Array.isArray(servers) || !servers.every(isMap)) {
    return refuse('`servers` of `spec.valuesContent` is not a list of maps');
  }
  const entries = servers.map(serverEntry);
  if (!entries.some(entry => answersFor(entry, clusterDomain))) {
    problems.report(
      'MESH230',
      `no entry of \`servers\` with the plugin "kubernetes" answers for "${clusterDomain}"`,
    );
  }
  const ours = ownEntries(entries, name, problems);
  const lost = anchorsIn(ours.map(i => list.items[i])).concat(list.anchor ?? []);
  const alias = aliasesIn(document!).find(source => lost.includes(source));
  if (alias !== undefined) {
    return refuse(`alias "*${alias}" of \`spec.valuesContent\` is to servers that are replaced`);
  }
  return { text, ours };
}

interface ValuesRequest {
  readonly existing?: ExistingObject;
  readonly name: string;
  readonly clusterDomain: string;
  readonly nodeLocalDns: boolean;
}

/** Only what listens where our entries do can be in their way. */
function serverEntry({ zones, plugins, port = DNS_PORT }: ExistingMap): Entry {
  const namesOf = (list: unknown, key: string) =>
    Array.isArray(list) ? list.map(item => (isMap(item) ? String(item[key]) : '')) : [];
  return {
    zones: Number(port) === DNS_PORT ? namesOf(zones, 'zone') : [],
    plugins: namesOf(plugins, 'name'),
  };
}

function answersFor({ zones, plugins = [] }: Entry, clusterDomain: string): boolean {
  return (
    plugins.includes('kubernetes') &&
    (zones.length === 0 || zones.some(zone => zone === '.' || isWithin(clusterDomain, zone)))
  );
}

function anchorsIn(nodes: readonly Node[]): string[] {
  const anchors: string[] = [];
  for (const node of nodes) {
    visit(node, {
      Value: (_, { anchor }) => void anchors.push(...(anchor === undefined ? [] : [anchor])),
    });
  }
  return anchors;
}

function aliasesIn(document: Document): string[] {
  const sources: string[] = [];
  visit(document, { Alias: (_, { source }) => void sources.push(source) });
  return sources;
}
