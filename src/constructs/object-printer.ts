import { Yaml } from 'cdk8s';
import { measure, ObjectSize } from '../analysis/size';
import { Manifest } from '../manifests/manifest';
import { Layer, LAYERS } from '../output/layer';
import { groupOf, PrintedObject } from '../output/printed-object';
import { scanForSecrets } from '../output/secret-scanner';

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
  private readonly printed = new Map<Manifest, MeasuredObject>();

  /**
   * @param syncWaves annotate each object with Argo CD's sync wave of its layer
   * @param allowed secrets that somebody asked for by name
   */
  public constructor(
    private readonly syncWaves: boolean,
    private readonly allowed: readonly string[],
  ) {}

  /** An object that nobody will change any more: the same one is printed once. */
  public printShared(manifest: Manifest, layer: Layer): MeasuredObject {
    const known = this.printed.get(manifest) ?? this.print(manifest, layer);
    this.printed.set(manifest, known);
    return known;
  }

  /** @param manifest the object as Kubernetes takes it */
  public print(manifest: any, layer: Layer): MeasuredObject {
    const {
      apiVersion,
      kind,
      metadata: { name, namespace },
    } = manifest;
    const yaml = Yaml.stringify(
      canonical(this.syncWaves ? withSyncWave(manifest, layer) : manifest),
    );
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
      secrets: scanForSecrets(yaml, this.allowed),
    };
  }
}

/** Argo CD applies lower waves first. */
function withSyncWave(manifest: any, layer: Layer): any {
  const wave = String(LAYERS.indexOf(layer) - LAYERS.indexOf(Layer.TRAFFIC));
  const annotations = { 'argocd.argoproj.io/sync-wave': wave, ...manifest.metadata.annotations };
  return { ...manifest, metadata: { ...manifest.metadata, annotations } };
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
  // by code unit
  for (const key of Object.keys(value).sort()) {
    if (value[key] !== undefined) {
      sorted[key] = sortKeys(value[key]);
    }
  }
  return sorted;
}
