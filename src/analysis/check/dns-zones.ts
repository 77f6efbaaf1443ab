import { LineCounter } from 'yaml';
import { Context, missing, unseen } from './context';
import { Written } from './written';
import { Block, parseCorefile } from '../../corefile/parser';
import { serverName } from '../../corefile/server-name';
import { Problems } from '../../problems/problems';
import { readYaml } from '../../values/yaml-reader';
import { Manifest, Source } from '../world/manifest';

/** A zone as it was written. */
interface Zone {
  readonly name: string;
  /** the words of its server block; undefined where a platform makes the block */
  readonly words?: string;
}

/** Zones that were written, and the ConfigMap that the cluster's DNS has them from. @internal */
export interface Carrier {
  readonly zones: readonly Zone[];
  readonly namespace: string;
  readonly name: string;
  readonly source: Source;
}

/**
 * Finds zones that the cluster's DNS does not have.
 *
 * @returns those that were written
 * @internal
 */
export function checkZones(context: Context): string[] {
  const carriers = carriersOf(context.written);
  carriers.forEach(carrier => checkCarrier(carrier, context));
  return carriers.flatMap(({ zones }) => zones.map(({ name }) => name));
}

/** The zones of a ConfigMap's Corefiles. @internal */
export const zonesIn = ({ values }: Manifest): Zone[] =>
  Object.values(Object(values.data)).flatMap(text =>
    typeof text === 'string' && text.includes('{') ? zonesOf(text) : [],
  );

/** Without the root, which is not about the mesh. */
function zonesOf(corefile: string): Zone[] {
  const blocks = parseCorefile(corefile, new Problems())?.blocks ?? [];
  return blocks
    .filter(({ type }) => type === 'server')
    .flatMap(block => block.keys.map(key => zoneOf(key.text, block)))
    .filter(({ name }) => !name.startsWith(':'));
}

function zoneOf(key: string, { body }: Block): Zone {
  const name = serverName(key);
  const words = body.map(({ text }) => text).join(' ');
  return { name: name ? `${name.zone}:${name.port}` : key, words };
}

/** All objects and files that bring zones into the cluster's DNS. @internal */
export function carriersOf(written: Written): Carrier[] {
  const ofMaps = written
    .of('', 'ConfigMap')
    .map(map => ({ ...map, zones: zonesIn(map) }))
    .map(({ zones, namespace, name, source }) => ({ zones, namespace, name, source }));
  const ofFiles = written.files.corefiles.map(({ text, source }) => ({
    zones: zonesOf(text),
    namespace: 'kube-system',
    name: 'coredns',
    source,
  }));
  const all = [...ofMaps, ...ofFiles, ...written.manifests.flatMap(ofPlatform)];
  return all.filter(({ zones }) => zones.length > 0);
}

/** Platforms that make the Corefile of an object of their own: only names can be compared. */
function ofPlatform({ group, kind, spec, source }: Manifest): Carrier[] {
  if (group === 'helm.cattle.io' && kind === 'HelmChartConfig') {
    const [{ values } = { values: undefined }] = readYaml(
      String(spec.valuesContent ?? ''),
      new LineCounter(),
    );
    const servers: any[] = Object(values).servers ?? [];
    const zones = servers.flatMap(({ zones: list, port }) =>
      (list ?? []).map((one: any) => ({ name: `${one?.zone}:${port ?? 53}` })),
    );
    const name = 'rke2-coredns-rke2-coredns';
    return [{ zones: zones.filter(isNoRoot), namespace: 'kube-system', name, source }];
  }
  if (group === 'operator.openshift.io' && kind === 'DNS') {
    const names: string[] = (spec.servers ?? []).flatMap((one: any) => one?.zones ?? []);
    const zones = names.map(name => ({ name: `${name}:5353` }));
    return [{ zones, namespace: 'openshift-dns', name: 'dns-default', source }];
  }
  return [];
}

const isNoRoot = ({ name }: Zone): boolean => !name.startsWith('.:');

function checkCarrier({ zones, namespace, name, source }: Carrier, context: Context): void {
  const { live, findings } = context;
  const object = `ConfigMap ${namespace}/${name}`;
  const map = live.get('', 'ConfigMap', namespace, name);
  if (!map) {
    missing('MESH890', { group: '', kind: 'ConfigMap', namespace, name }, context, source);
    return;
  }
  const found = new Map(zonesIn(map).map(zone => [zone.name, zone]));
  for (const zone of zones) {
    const other = found.get(zone.name);
    if (!other) {
      findings.report('MESH890', object, `has no zone "${zone.name}"`, source);
    } else if (zone.words !== undefined && zone.words !== other.words) {
      const message = `answers for the zone "${zone.name}" otherwise than it was written`;
      findings.report('MESH890', object, message, source);
    }
  }
  if (name === 'coredns-custom') {
    checkImport(object, source, context);
  }
}

/** Nobody reads `coredns-custom` but through an import. */
function checkImport(object: string, source: Source, context: Context): void {
  const { live, findings } = context;
  const map = live.get('', 'ConfigMap', 'kube-system', 'coredns');
  if (!map) {
    unseen(context, 'ConfigMap kube-system/coredns', source);
  } else if (!/^\s*import\s+\S*custom/m.test(String(map.values.data?.Corefile))) {
    findings.report('MESH890', object, 'is not imported by the Corefile of CoreDNS', source);
  }
}
