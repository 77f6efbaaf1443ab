import { isService, KubernetesObject, Manifest, titleOf } from './manifest';
import { selects, Workload } from './workloads';
import { Problems } from '../../problems/problems';
import { nearest } from '../../values/nearest';
import { inManifest } from '../located';

const PREFIX = 'mesh.cdk8s-istio-multicluster/';

/** The label or annotation that marks a Service for export if it is `true`. @internal */
export const EXPORT = `${PREFIX}export`;
/** The annotation that says who may call an exported Service. @internal */
export const GRANTS = `${PREFIX}grants`;

/**
 * The API groups whose ServiceExport says that the Service of its name and namespace is for other
 * clusters: that of the Kubernetes project, and those of GKE, Azure Fleet and AWS Cloud Map.
 */
const EXPORT_GROUPS = [
  'multicluster.x-k8s.io',
  'net.gke.io',
  'networking.fleet.azure.com',
  'multicluster.x-k8s.aws',
];

const groupOf = ({ apiVersion }: KubernetesObject): string => apiVersion.split('/')[0];

/** @internal */
export const isServiceExport = (object: KubernetesObject): boolean =>
  object.kind === 'ServiceExport' && EXPORT_GROUPS.includes(groupOf(object));

/** Whether an object marks something for export. @internal */
export const isExport = (object: KubernetesObject): boolean =>
  isServiceExport(object) || markOf(object) === 'true';

function markOf({ metadata: { labels, annotations } }: KubernetesObject): string | undefined {
  const mark: unknown = labels?.[EXPORT] ?? annotations?.[EXPORT];
  return mark === undefined ? undefined : String(mark);
}

const keyOf = ({ object, namespace }: Manifest): string => `${namespace}/${object.metadata.name}`;

/** The Services that are marked for export. @internal */
export function exportedServices(manifests: readonly Manifest[]): Manifest[] {
  const named = new Set(manifests.filter(m => isServiceExport(m.object)).map(keyOf));
  return manifests.filter(
    m => isService(m.object) && (markOf(m.object) === 'true' || named.has(keyOf(m))),
  );
}

/**
 * Reports every mark that exports nothing: whoever wrote it believes that callers can reach the
 * Service.
 *
 * @param exported the Services that are
 * @internal
 */
export function checkMarks(
  manifests: readonly Manifest[],
  exported: readonly Manifest[],
  workloads: readonly Workload[],
  problems: Problems,
): void {
  const services = new Set(manifests.filter(m => isService(m.object)).map(keyOf));
  const keys = new Set(exported.map(keyOf));
  const selected = new Set(
    workloads.filter(w => exported.some(m => isBehind(w, m))).map(w => w.of),
  );
  for (const manifest of manifests) {
    const at = inManifest(manifest.where, problems);
    const isExported = keys.has(keyOf(manifest)) || selected.has(manifest.object);
    checkWords(manifest, at);
    if (isServiceExport(manifest.object) && !services.has(keyOf(manifest))) {
      at.report(
        'MESH179',
        `${titleOf(manifest)} names no Service of namespace "${manifest.namespace}"`,
      );
    }
    if (!isExported) {
      checkOther(manifest, at);
    }
  }
}

const isBehind = (workload: Workload, { object, namespace }: Manifest): boolean =>
  workload.namespace === namespace && selects(object.spec?.selector ?? {}, workload);

/** Labels and annotations of ours that mean nothing. */
function checkWords({ object }: Manifest, problems: Problems): void {
  const { labels, annotations } = object.metadata;
  const known: readonly string[] = [EXPORT, GRANTS];
  const words = [...Object.entries(labels ?? {}), ...Object.entries(annotations ?? {})];
  for (const [key, value] of words.filter(([word]) => word.startsWith(PREFIX))) {
    if (!known.includes(key)) {
      const meant = nearest(key, known);
      problems.report('MESH177', `"${key}" marks nothing`, meant && `Did you mean "${meant}"?`);
    } else if (key === EXPORT && !['true', 'false'].includes(String(value))) {
      problems.report('MESH177', `"${key}" is "${value}"`);
    }
  }
}

/** What is marked, and cannot be exported, or is not. */
function checkOther(manifest: Manifest, problems: Problems): void {
  const { object } = manifest;
  const mark = markOf(object);
  if (object.kind === 'ServiceExport' && !isServiceExport(object)) {
    problems.report(
      'MESH178',
      `${titleOf(manifest)} is of group "${groupOf(object)}", which is not known`,
    );
  } else if (mark === 'true') {
    problems.report(
      'MESH178',
      `${titleOf(manifest)} is marked for export, but is not a Service of \`v1\``,
    );
  } else if (mark === undefined && object.metadata.annotations?.[GRANTS] !== undefined) {
    problems.report(
      'MESH178',
      `${titleOf(manifest)} says who may call it, but is not marked for export`,
    );
  }
}
