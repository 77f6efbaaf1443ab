import { readFileSync } from 'fs';
import * as path from 'path';
import { fileText, yamlIn } from './manifests';
import { Problems } from '../../problems/problems';

/**
 * What a kustomization.yaml puts together, as far as it says so without kustomize being run.
 *
 * @internal
 */
export interface Kustomization {
  /** `file:line` */
  readonly where: string;
  /** the namespace that it sets on every object */
  readonly namespace?: string;
  readonly resources: readonly Resource[];
  /** one that only changes what others put together, which have a flaw then */
  readonly isComponent: boolean;
  /** why it does not say what it puts together */
  readonly flaw?: string;
}

/** A file or a directory that a kustomization lists. @internal */
export interface Resource {
  readonly text: string;
  readonly path: string;
}

/** @internal */
export const isKustomization = (name: string): boolean =>
  /^(kustomization\.ya?ml|Kustomization)$/.test(name);

const EVALUATED = ['apiVersion', 'kind', 'metadata', 'namespace', 'resources', 'bases'];

/** Keys that leave Services, workloads and their labels and annotations as they are. */
const WITHOUT_EFFECT = [
  'buildMetadata',
  'configMapGenerator',
  'configurations',
  'crds',
  'generatorOptions',
  'images',
  'openapi',
  'secretGenerator',
  'sortOptions',
  'validators',
];

/**
 * Reads a kustomization.yaml. A list of files and a namespace say what it puts together; what
 * prefixes, patches and other transformers do is known to kustomize alone.
 *
 * @returns undefined after reporting that it is not YAML
 * @internal
 */
export function readKustomization(file: string, problems: Problems): Kustomization | undefined {
  const [document] = yamlIn(fileText(file, readFileSync(file, 'utf8')), problems);
  if (document.values === undefined) {
    return undefined;
  }
  const values: any = document.values ?? {};
  const { namespace } = values;
  const resources: unknown[] = [values.resources ?? [], values.bases ?? []].flat();
  const directory = path.dirname(file);
  const isComponent = values.kind === 'Component';
  return {
    where: document.where,
    namespace: typeof namespace === 'string' && namespace !== '' ? namespace : undefined,
    resources: (isComponent ? [] : resources).map(resource => ({
      text: String(resource),
      path: path.join(directory, String(resource), '.'),
    })),
    isComponent,
    flaw: isComponent ? undefined : flawOf(values),
  };
}

function flawOf(values: any): string | undefined {
  const keys = Object.keys(values).filter(
    key => ![...EVALUATED, ...WITHOUT_EFFECT].includes(key) && values[key] !== null,
  );
  return keys.length === 0
    ? undefined
    : `changes objects by ${keys.map(key => `\`${key}\``).join(', ')}, which only kustomize can tell`;
}
