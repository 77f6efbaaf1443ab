import { ApiObject, Chart, Yaml } from 'cdk8s';
import { Layers } from './layers';
import { SizeMeter } from '../analysis/size';
import { ClusterObject } from '../output/cluster-object';
import { Layer, LAYERS } from '../output/layer';
import { Problems } from '../problems/problems';
import { byText } from '../values/order';

/**
 * The objects of a chart, in the order in which they are written. Reports objects that would be one
 * object in the cluster.
 *
 * @param syncWaves annotate each object with Argo CD's sync wave of its layer
 * @param meter is told each object
 * @internal
 */
export function clusterObjects(
  chart: Chart,
  syncWaves: boolean,
  meter: SizeMeter,
  problems: Problems,
): ClusterObject[] {
  const constructs = chart.node.findAll().filter((c): c is ApiObject => ApiObject.isApiObject(c));
  const objects = constructs.map(construct => clusterObject(construct, syncWaves, meter));
  const seen = new Map<string, ClusterObject>();
  for (const object of objects) {
    const other = seen.get(identity(object));
    if (other) {
      problems
        .at(chart.node.id)
        .report(
          'MESH801',
          `${describe(object)} is made by "${other.path}" and by "${object.path}"`,
        );
    }
    seen.set(identity(object), other ?? object);
  }
  return objects.sort(byText(sortKey));
}

function clusterObject(construct: ApiObject, syncWaves: boolean, meter: SizeMeter): ClusterObject {
  const layer = Layers.of(construct);
  const manifest = construct.toJson();
  const {
    apiVersion,
    kind,
    metadata: { name, namespace },
  } = manifest;
  const yaml = Yaml.stringify(canonical(syncWaves ? withSyncWave(manifest, layer) : manifest));
  meter.add(manifest, Buffer.byteLength(yaml));
  return {
    layer,
    apiVersion,
    kind,
    name,
    namespace,
    yaml,
    isEncrypted: manifest.sops !== undefined,
    path: construct.node.path,
  };
}

/** Argo CD applies lower waves first. */
function withSyncWave(manifest: any, layer: Layer): any {
  const wave = String(LAYERS.indexOf(layer) - LAYERS.indexOf(Layer.TRAFFIC));
  const annotations = { 'argocd.argoproj.io/sync-wave': wave, ...manifest.metadata.annotations };
  return { ...manifest, metadata: { ...manifest.metadata, annotations } };
}

/**
 * What Kubernetes knows an object by: the API group, not its version, with kind, namespace and
 * name.
 */
function identity({ apiVersion, kind, namespace, name }: ClusterObject): string {
  const group = apiVersion.includes('/') ? apiVersion.split('/')[0] : '';
  return [group, kind, namespace ?? '', name].join('\n');
}

function describe({ kind, name, namespace }: ClusterObject): string {
  return namespace === undefined
    ? `${kind} "${name}"`
    : `${kind} "${name}" of namespace "${namespace}"`;
}

/** Kinds that others need first; everything else follows by name of the kind. */
const FIRST = ['Namespace', 'CustomResourceDefinition', 'ServiceAccount', 'Secret', 'ConfigMap'];

function sortKey({ layer, kind, namespace, name, apiVersion }: ClusterObject): string {
  const rank = FIRST.indexOf(kind);
  return [
    LAYERS.indexOf(layer),
    rank < 0 ? FIRST.length : rank,
    kind,
    namespace ?? '',
    name,
    apiVersion,
  ].join('\n');
}

/**
 * `apiVersion`, `kind` and `metadata` first, all other keys in code-unit order, whatever the
 * environment tells cdk8s about sorting.
 */
function canonical(manifest: any): any {
  const { apiVersion, kind, metadata, ...rest } = manifest;
  return { apiVersion, kind, metadata: sortKeys(metadata), ...sortKeys(rest) };
}

function sortKeys(value: any): any {
  if (Array.isArray(value)) {
    return value.map(sortKeys);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const sorted: Record<string, unknown> = {};
  for (const key of Object.keys(value).sort()) {
    // by code unit
    sorted[key] = sortKeys(value[key]);
  }
  return sorted;
}
