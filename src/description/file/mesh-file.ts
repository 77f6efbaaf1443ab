import { MulticlusterMeshProps } from '../mesh-props';
import { OwnerProps } from '../owners/owner-props';

/**
 * The file `mesh.yaml`: the keys of the props, and those that only a file can have.
 *
 * @internal
 */
export interface MeshFile extends MulticlusterMeshProps {
  /** Where an editor finds this schema. */
  readonly $schema?: string;

  /**
   * Files and directories with further parts of the description, e.g. one for each team: clusters,
   * services, grants and service sources, and nothing else (MESH132). Of a directory, all `.yaml`
   * and `.yml` files below it are read, but for names that begin with a dot.
   *
   * Paths are relative to this file, do not lead out of its directory, and not through links
   * (MESH130). Each file needs an entry in `owners` that holds it (MESH133). Paths in an included
   * file are relative to that file. Included files do not include others.
   *
   * @default - none
   */
  readonly include?: string[];

  /**
   * Who owns which files and directories, and what may be said there.
   *
   * @default - none: nothing can be included
   */
  readonly owners?: OwnerProps[];
}

/** The lists of `mesh.yaml` that an included file can add to. @internal */
export const PART_LISTS = ['clusters', 'services', 'grants', 'serviceSources'] as const;

/** @internal */
export type PartList = (typeof PART_LISTS)[number];

/**
 * A file that `mesh.yaml` includes.
 *
 * @internal
 */
export interface MeshPart extends Partial<Pick<MulticlusterMeshProps, PartList>> {
  /** Where an editor finds this schema. */
  readonly $schema?: string;
}

/** @internal */
export const PART_KEYS: readonly string[] = ['$schema', ...PART_LISTS];

/** The keys that decide for the whole mesh: only `mesh.yaml` may have them. */
const OF_ROOT: { readonly [key in Exclude<keyof MeshFile, keyof MeshPart>]: true } = {
  include: true,
  owners: true,
  clusterDefaults: true,
  inventory: true,
  rollout: true,
  suffix: true,
  trustDomain: true,
  meshId: true,
  rootNamespace: true,
  authorization: true,
  virtualIpRanges: true,
  lockFile: true,
  pki: true,
  clusterDomain: true,
  gitops: true,
  repository: true,
  acceptedWarnings: true,
  acceptedSecrets: true,
};

/** @internal */
export const isOfRoot = (key: string): boolean => Object.hasOwn(OF_ROOT, key);
