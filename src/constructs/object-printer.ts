import { measure, ObjectSize } from '../analysis/size';
import { Manifest } from '../manifests/manifest';
import { Layer, LAYERS } from '../output/layer';
import { groupOf, PrintedObject } from '../output/printed-object';
import { searchYaml } from '../output/secrets/search';
import { MANAGED_BY } from '../values/ownership';
import { remember } from '../values/remember';
import { printManifest } from '../values/yaml-printer';

/** @internal */
export interface MeasuredObject extends PrintedObject {
  readonly size: ObjectSize;
}

/**
 * Prints, measures and searches objects for one synth. What clusters share is done once.
 *
 * @internal
 */
export class ObjectPrinter {
  private readonly printed = new Map<readonly Manifest[], readonly MeasuredObject[]>();

  /**
   * @param syncWaves annotate each object with Argo CD's sync wave of its layer
   * @param allowed secrets that somebody asked for by name
   */
  public constructor(
    private readonly syncWaves: boolean,
    private readonly allowed: readonly string[],
  ) {}

  /** Objects that nobody will change any more: the same list is printed once. */
  public printShared(manifests: readonly Manifest[], layer: Layer): readonly MeasuredObject[] {
    const make = () => manifests.map(manifest => this.print(manifest, layer));
    return remember(this.printed, manifests, make);
  }

  /** @param manifest the object as Kubernetes takes it */
  public print(manifest: any, layer: Layer): MeasuredObject {
    const {
      apiVersion,
      kind,
      metadata: { name, namespace },
    } = manifest;
    const yaml = fitForArgo(this.syncWaves ? withSyncWave(manifest, layer) : manifest);
    return {
      layer,
      apiVersion,
      kind,
      name,
      namespace,
      identity: [groupOf(apiVersion), kind, namespace ?? '', name].join('\n'),
      yaml,
      isEncrypted: manifest.sops !== undefined,
      size: measure(manifest, Buffer.byteLength(yaml)),
      secrets: searchYaml(yaml, this.allowed),
    };
  }
}

/**
 * Argo CD keeps an object a second time, in an annotation of at most 256 KiB, unless it is told to
 * let the API server do it. YAML is longer than what it keeps.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/#server-side-apply
 */
function fitForArgo(manifest: any): string {
  const yaml = printManifest(manifest);
  const { metadata } = manifest;
  return yaml.length < MOST_BY_CLIENT || !isManaged(manifest)
    ? yaml
    : printManifest({
        ...manifest,
        metadata: { ...metadata, annotations: { ...metadata.annotations, ...SERVER_SIDE } },
      });
}

/** Kubernetes: `TotalAnnotationSizeLimitB`, which is for all annotations together. */
const MOST_BY_CLIENT = 240 * 1024;
const SERVER_SIDE = { 'argocd.argoproj.io/sync-options': 'ServerSideApply=true' };

/** Objects of others are theirs to annotate. */
const isManaged = ({ metadata: { labels = {} } }: any): boolean =>
  Object.entries(MANAGED_BY).every(([key, value]) => labels[key] === value);

/** Argo CD applies lower waves first. */
function withSyncWave(manifest: any, layer: Layer): any {
  const wave = String(LAYERS.indexOf(layer) - LAYERS.indexOf(Layer.TRAFFIC));
  const annotations = { 'argocd.argoproj.io/sync-wave': wave, ...manifest.metadata.annotations };
  return { ...manifest, metadata: { ...manifest.metadata, annotations } };
}
