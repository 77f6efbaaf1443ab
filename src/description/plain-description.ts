import * as path from 'path';
import { ClusterProps, ClusterSettings } from './cluster-props';
import type { PartList } from './file/mesh-file';
import { addressOf, constructOf, fileForm } from './file-form';
import { validateMeshFile } from './generated/props';
import { withOwner, withOwners } from './located';
import { LOCK_FILE } from './locks/mesh-lock-file';
import { PKI_LOCK_FILE } from './locks/pki-lock-file';
import { MulticlusterMeshProps, ServiceSourceProps } from './mesh-props';
import { TextAt } from './mistakes';
import type { Owner, Owners } from './owners/owners';
import type { RolloutProps } from './rollout/rollout-props';
import { formatPlace, Locator } from '../problems/place';

/** Where a description comes from. @internal */
export interface DescriptionOrigin {
  /** how to name a place */
  readonly locate: Locator;
  /** a value as somebody wrote it */
  readonly textAt?: TextAt;
  /** undefined for a program */
  readonly files?: DescriptionFiles;
}

/** The files that a description is from. @internal */
export interface DescriptionFiles {
  /** with the directory of the first file, which paths are relative to */
  readonly owners: Owners;
  /** The file that an item of a list is from, and who owns it; undefined for the first file. */
  partOf(list: PartList, index: number): FilePart | undefined;
}

interface FilePart {
  readonly file: string;
  readonly owner?: Owner;
}

/**
 * A description that nobody has checked: from a file, or as the props of a program, which may be in
 * JavaScript or in Python.
 *
 * @internal
 */
export class PlainDescription {
  /** The description that a constructor was given. */
  public static of(given: unknown): PlainDescription {
    return given instanceof PlainDescription
      ? given
      : new PlainDescription(given, { locate: formatPlace });
  }

  public readonly validate = validateMeshFile;
  /** plain data, as in a file */
  public readonly values: unknown;

  public constructor(
    private readonly given: unknown,
    private readonly origin: DescriptionOrigin,
  ) {
    this.values = fileForm(given);
  }

  public get locate(): Locator {
    return this.origin.locate;
  }

  public get textAt(): TextAt {
    return this.origin.textAt ?? (() => undefined);
  }

  /** The props, if the description has the right form. */
  public get props(): MulticlusterMeshProps {
    return this.propsOf(this.values);
  }

  /** Undefined for a program, which has no files that could be owned. */
  public get owners(): Owners | undefined {
    return this.origin.files?.owners;
  }

  /** The props that values of the right form stand for. Paths become relative to the file. */
  public readonly propsOf = (values: unknown): MulticlusterMeshProps => {
    const isAsGiven = values === this.values;
    const { $schema, ...raw } = (isAsGiven ? this.given : this.withoutGuesses(values)) as any;
    const props: MulticlusterMeshProps = {
      ...raw,
      clusters: raw.clusters.map(clusterOf),
      serviceSources: raw.serviceSources?.map(sourceOf),
      ...(raw.rollout && { rollout: rolloutOf(raw.rollout) }),
    };
    return this.origin.files ? fromFiles(props, this.origin.files) : props;
  };

  /** A source for which nobody asked to run a program is not read. */
  private withoutGuesses(repaired: any): unknown {
    const given: any = this.values;
    return {
      ...repaired,
      serviceSources: repaired.serviceSources?.map((source: any, i: number) =>
        source.render === given.serviceSources?.[i]?.render
          ? source
          : { ...source, render: undefined, exclude: ['**'] },
      ),
    };
  }
}

function clusterOf(cluster: any): ClusterProps {
  const { gateway } = cluster;
  return gateway
    ? { ...cluster, gateway: { ...gateway, addresses: gateway.addresses.map(addressOf) } }
    : cluster;
}

const rolloutOf = ({ clusters, ...rollout }: any): RolloutProps => ({
  ...rollout,
  clusters: clusters?.map((cluster: any) =>
    cluster.addresses ? { ...cluster, addresses: cluster.addresses.map(addressOf) } : cluster,
  ),
});

const sourceOf = (source: any): ServiceSourceProps =>
  source.construct === undefined
    ? source
    : { ...source, construct: constructOf(source.construct) ?? source.construct };

/** Paths become relative to the working directory, and what a part says is said by its owner. */
function fromFiles(
  { include, owners: _, ...props }: any,
  { owners, partOf }: DescriptionFiles,
): MulticlusterMeshProps {
  const { directory } = owners;
  const { lockFile = LOCK_FILE, pki, inventory, clusterDefaults }: MulticlusterMeshProps = props;
  const said = (list: PartList, inDirectory: (item: any, directory: string) => object) =>
    props[list]?.map((item: object, i: number) => {
      const part = partOf(list, i);
      const here = inDirectory(item, part ? path.dirname(part.file) : directory);
      return part?.owner ? withOwner(here, part.owner) : here;
    });
  const described: MulticlusterMeshProps = {
    ...props,
    lockFile: path.join(directory, lockFile),
    pki: pki && { ...pki, lockFile: path.join(directory, pki.lockFile ?? PKI_LOCK_FILE) },
    inventory: inventory && { ...inventory, file: path.join(directory, inventory.file) },
    clusterDefaults: clusterDefaults?.map(entry => withCacertsIn(entry, directory)),
    clusters: said('clusters', withCacertsIn),
    services: said('services', service => service),
    grants: said('grants', grant => grant),
    serviceSources: said('serviceSources', sourceIn),
  };
  return withOwners(described, owners);
}

function sourceIn(source: ServiceSourceProps, directory: string): ServiceSourceProps {
  return {
    ...source,
    directory: source.directory && path.join(directory, source.directory),
    valuesFiles: source.valuesFiles?.map(file => path.join(directory, file)),
  };
}

function withCacertsIn<T extends ClusterSettings>(cluster: T, directory: string): T {
  const { cacerts } = cluster;
  const files = cacerts?.certificatesDirectory;
  return files === undefined
    ? cluster
    : { ...cluster, cacerts: { ...cacerts, certificatesDirectory: path.join(directory, files) } };
}
