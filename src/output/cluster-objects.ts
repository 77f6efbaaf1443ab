import { ApiObject, Chart } from 'cdk8s';
import { Layer, LAYERS, Layers } from './layer';
import { byText } from '../mesh/order';
import { Problems } from '../mesh/problems';

/**
 * A Kubernetes object ready to be written.
 *
 * @internal
 */
export interface ClusterObject {
  readonly layer: Layer;
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  /** undefined for cluster-scoped objects, and for objects that take the namespace of whoever applies them */
  readonly namespace?: string;
  readonly manifest: Record<string, unknown>;
  /** path of the construct that made it */
  readonly path: string;
}

/**
 * The objects of a chart, in the order in which they are written. Reports objects that would be one object in the cluster.
 *
 * @internal
 */
export function clusterObjects(chart: Chart, problems: Problems): ClusterObject[] {
  const objects = chart.node.findAll().filter((c): c is ApiObject => ApiObject.isApiObject(c)).map(clusterObject);
  const seen = new Map<string, ClusterObject>();
  for (const object of objects) {
    const other = seen.get(identity(object));
    if (other) {
      problems.at(chart.node.id).report('MESH801', `${describe(object)} is made by "${other.path}" and by "${object.path}"`);
    }
    seen.set(identity(object), other ?? object);
  }
  return objects.sort(byText(sortKey));
}

function clusterObject(construct: ApiObject): ClusterObject {
  const manifest = canonical(construct.toJson());
  const { name, namespace } = manifest.metadata;
  return { layer: Layers.of(construct), apiVersion: manifest.apiVersion, kind: manifest.kind, name, namespace, manifest, path: construct.node.path };
}

/** What Kubernetes knows an object by: the API group, not its version, with kind, namespace and name. */
function identity({ apiVersion, kind, namespace, name }: ClusterObject): string {
  const group = apiVersion.includes('/') ? apiVersion.split('/')[0] : '';
  return [group, kind, namespace ?? '', name].join('\n');
}

function describe({ kind, name, namespace }: ClusterObject): string {
  return namespace === undefined ? `${kind} "${name}"` : `${kind} "${name}" of namespace "${namespace}"`;
}

/** Kinds that others need first; everything else follows by name of the kind. */
const FIRST = ['Namespace', 'CustomResourceDefinition', 'ServiceAccount', 'Secret', 'ConfigMap'];

function sortKey({ layer, kind, namespace, name, apiVersion }: ClusterObject): string {
  const rank = FIRST.indexOf(kind);
  return [LAYERS.indexOf(layer), rank < 0 ? FIRST.length : rank, kind, namespace ?? '', name, apiVersion].join('\n');
}

/**
 * `apiVersion`, `kind` and `metadata` first, all other keys in code-unit order, whatever the environment tells cdk8s about sorting.
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
  return Object.fromEntries(Object.entries(value).sort(byText(([key]) => key)).map(([key, item]) => [key, sortKeys(item)]));
}
