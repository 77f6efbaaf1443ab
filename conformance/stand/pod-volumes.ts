import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'fs';
import * as path from 'path';
import { KubernetesObject } from './kubernetes-api';

/** What volumes are made of; undefined when it is not there yet. */
export interface Sources {
  configMap(namespace: string, name: string): KubernetesObject | undefined;
  secret(namespace: string, name: string): KubernetesObject | undefined;
  token(pod: KubernetesObject, audience?: string): Promise<string>;
}

type Files = ReadonlyMap<string, Buffer>;

/**
 * Content of each volume that has one, by name; undefined as long as one of them lacks a source.
 */
export async function volumesOf(
  pod: KubernetesObject,
  sources: Sources,
): Promise<ReadonlyMap<string, Files> | undefined> {
  const volumes = new Map<string, Files>();
  for (const volume of pod.spec.volumes ?? []) {
    const files = await filesOf(volume, pod, sources);
    if (!files) {
      return undefined;
    }
    volumes.set(volume.name, files);
  }
  return volumes;
}

async function filesOf(
  volume: KubernetesObject,
  pod: KubernetesObject,
  sources: Sources,
): Promise<Files | undefined> {
  const { namespace } = pod.metadata;
  if (volume.projected) {
    const parts = await Promise.all(
      volume.projected.sources.map((source: KubernetesObject) => projected(source, pod, sources)),
    );
    return parts.every(Boolean) ? new Map(parts.flatMap(part => [...part])) : undefined;
  }
  if (volume.configMap) {
    return selected(dataOf(sources.configMap(namespace, volume.configMap.name)), volume.configMap);
  }
  if (volume.secret) {
    return selected(dataOf(sources.secret(namespace, volume.secret.secretName)), volume.secret);
  }
  return volume.downwardAPI ? downward(volume.downwardAPI, pod) : new Map();
}

async function projected(
  source: KubernetesObject,
  pod: KubernetesObject,
  sources: Sources,
): Promise<Files | undefined> {
  const { serviceAccountToken, configMap, downwardAPI } = source;
  if (serviceAccountToken) {
    return new Map([
      [
        serviceAccountToken.path,
        Buffer.from(await sources.token(pod, serviceAccountToken.audience)),
      ],
    ]);
  }
  if (configMap) {
    return selected(dataOf(sources.configMap(pod.metadata.namespace, configMap.name)), configMap);
  }
  return downward(downwardAPI, pod);
}

/** The named items, or all; an optional source that is not there counts as empty. */
function selected(
  all: Files | undefined,
  { items, optional }: KubernetesObject,
): Files | undefined {
  if (!all) {
    return optional ? new Map() : undefined;
  }
  return items
    ? new Map(items.map((item: KubernetesObject) => [item.path, all.get(item.key)!]))
    : all;
}

function dataOf(object: KubernetesObject | undefined): Files | undefined {
  const encoding = object?.kind === 'Secret' ? 'base64' : 'utf8';
  return (
    object &&
    new Map(
      Object.entries<string>(object.data ?? {}).map(([key, value]) => [
        key,
        Buffer.from(value, encoding),
      ]),
    )
  );
}

function downward({ items }: KubernetesObject, pod: KubernetesObject): Files {
  const lines = (values: object) =>
    Object.entries(values ?? {})
      .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
      .join('\n');
  return new Map(
    items.map((item: KubernetesObject) => [
      item.path,
      Buffer.from(podField(pod, item.fieldRef.fieldPath, lines) ?? ''),
    ]),
  );
}

/** A field of the pod, as environment variables and files have it. */
export function podField(
  pod: KubernetesObject,
  fieldPath: string,
  text: (value: object) => string = String,
): string | undefined {
  const [, parent, key] = /^metadata\.(labels|annotations)\['(.*)'\]$/.exec(fieldPath) ?? [];
  const value = parent
    ? pod.metadata[parent]?.[key]
    : fieldPath.split('.').reduce((object, name) => object?.[name], pod);
  return typeof value === 'object' ? text(value) : value;
}

/**
 * Puts a volume's files where containers see them, and new ones in their place later: all at once,
 * by one link, as the kubelet does. True when something changed.
 */
export function writeVolume(folder: string, files: Files, previous: Files | undefined): boolean {
  mkdirSync(folder, { recursive: true });
  if (
    previous &&
    previous.size === files.size &&
    [...files].every(([name, content]) => previous.get(name)?.equals(content))
  ) {
    return false;
  }
  if (files.size === 0 && !previous) {
    chmodSync(folder, 0o777);
    chownSync(folder, 1337, 1337);
    return false;
  }
  const generation = `..${Date.now()}`;
  for (const [name, content] of files) {
    const file = path.join(folder, generation, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content, { mode: 0o644 });
    const link = path.join(folder, name);
    if (!existsSync(link) && !name.includes('/')) {
      symlinkSync(path.join('..data', name), link);
    }
  }
  symlinkSync(generation, path.join(folder, '..data_tmp'));
  renameSync(path.join(folder, '..data_tmp'), path.join(folder, '..data'));
  readdirSync(folder)
    .filter(name => name.startsWith('..2') && name !== generation)
    .forEach(name => rmSync(path.join(folder, name), { recursive: true }));
  return true;
}
