import { printManifest } from '../../values/yaml-printer';
import { Manifest } from '../manifest';

/** A file of objects that is no part of the manifests. @internal */
export const printObjects = (objects: readonly Manifest[]): string =>
  objects.map(object => printManifest(object)).join('---\n');
