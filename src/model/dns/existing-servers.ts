import { isMap as isYamlMap, isSeq, parseDocument } from 'yaml';
import { ExistingValues } from './cluster-dns';
import { ExistingMap, ExistingObject } from './existing';
import { HOST_LABELS, HOST_PLUGINS } from './zone-place';
import { DNS_PORT } from '../../corefile/print';
import { Problems } from '../../problems/problems';
import { isMap } from '../../values/is-map';
import { isWithin } from '../../values/names';

/** An entry of a list that stands for a server block. */
interface Entry {
  readonly zones: readonly string[];
  readonly plugins?: readonly string[];
}

/** A list of a spec that is there already. @internal */
export function listOf(spec: unknown, key: string, problems: Problems): readonly ExistingMap[] {
  const list = isMap(spec) ? (spec[key] ?? []) : [];
  if (Array.isArray(list) && list.every(isMap)) {
    return list;
  }
  problems.report('MESH233', `\`spec.${key}\` is not a list of maps`);
  return [];
}

/**
 * Which entries are those of the mesh: they are replaced. An entry that is so only in part is
 * reported.
 *
 * @internal
 */
export function ownEntries(
  entries: readonly Entry[],
  suffix: string,
  problems: Problems,
): readonly number[] {
  const isOfMesh = (zone: string) => isWithin(zone.replace(/\.$/, '').toLowerCase(), suffix);
  return entries.flatMap((entry, i) => {
    if (!entry.zones.some(isOfMesh)) {
      return [];
    }
    if (!isOurs(entry, suffix)) {
      const zones = entry.zones.map(zone => `"${zone}"`).join(', ');
      problems.report('MESH236', `entry ${i + 1}, of ${zones}, is not for "${suffix}" alone`);
    }
    return [i];
  });
}

/** The zone itself, or the block of its hosts. */
function isOurs({ zones, plugins = [] }: Entry, suffix: string): boolean {
  const labels = suffix.split('.').length + HOST_LABELS;
  const areHosts =
    plugins.join() === HOST_PLUGINS.join() &&
    zones.every(zone => isWithin(zone, suffix) && zone.split('.').length === labels);
  return areHosts || zones.every(zone => zone.replace(/\.$/, '').toLowerCase() === suffix);
}

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
  const document = parseDocument(text);
  const values: unknown = document.errors.length === 0 ? document.toJS() : undefined;
  if (values === null) {
    return undefined;
  }
  if (!isMap(values) || !isYamlMap(document.contents)) {
    problems.report('MESH233', '`spec.valuesContent` is not a map');
    return undefined;
  }
  const { nodelocal, servers } = values;
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
  if (!isSeq(document.get('servers')) || !Array.isArray(servers) || !servers.every(isMap)) {
    problems.report('MESH233', '`servers` of `spec.valuesContent` is not a list of maps');
    return undefined;
  }
  const entries = servers.map(serverEntry);
  if (!entries.some(entry => answersFor(entry, clusterDomain))) {
    problems.report(
      'MESH230',
      `no entry of \`servers\` with the plugin "kubernetes" answers for "${clusterDomain}"`,
    );
  }
  return { text, ours: ownEntries(entries, name, problems) };
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
