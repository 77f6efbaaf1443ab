import * as path from 'path';
import { ClusterProps } from './cluster-props';
import { addressOf, fileForm } from './file-form';
import { validateMeshFile } from './generated/mesh-file';
import { LOCK_FILE } from './locks/mesh-lock-file';
import { PKI_LOCK_FILE } from './locks/pki-lock-file';
import { MulticlusterMeshProps } from './mesh-props';
import { TextAt } from './mistakes';
import { formatPlace, Locator } from '../problems/place';

/** Where a description comes from. @internal */
export interface DescriptionOrigin {
  /** how to name a place */
  readonly locate: Locator;
  /** a value as somebody wrote it */
  readonly textAt?: TextAt;
  /** what paths are relative to; undefined for the working directory */
  readonly directory?: string;
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

  public get textAt(): TextAt | undefined {
    return this.origin.textAt;
  }

  /** The props, if the description has the right form. */
  public get props(): MulticlusterMeshProps {
    return this.propsOf(this.values);
  }

  /** The props that values of the right form stand for. Paths become relative to the file. */
  public readonly propsOf = (values: unknown): MulticlusterMeshProps => {
    const { $schema, ...raw } = (values === this.values ? this.given : values) as any;
    const props: MulticlusterMeshProps = { ...raw, clusters: raw.clusters.map(clusterOf) };
    return this.origin.directory === undefined ? props : inDirectory(props, this.origin.directory);
  };
}

function clusterOf(cluster: any): ClusterProps {
  const { gateway } = cluster;
  return gateway
    ? { ...cluster, gateway: { ...gateway, addresses: gateway.addresses.map(addressOf) } }
    : cluster;
}

function inDirectory(props: MulticlusterMeshProps, directory: string): MulticlusterMeshProps {
  const { lockFile = LOCK_FILE, pki, serviceSources, clusters } = props;
  const below = (file: string) => path.join(directory, file);
  return {
    ...props,
    lockFile: below(lockFile),
    pki: pki && { ...pki, lockFile: below(pki.lockFile ?? PKI_LOCK_FILE) },
    clusters: clusters.map(({ cacerts, ...cluster }) => {
      const files = cacerts?.certificatesDirectory;
      return {
        ...cluster,
        cacerts: cacerts && {
          ...cacerts,
          certificatesDirectory: files === undefined ? undefined : below(files),
        },
      };
    }),
    serviceSources: serviceSources?.map(source => ({
      ...source,
      directory: below(source.directory),
    })),
  };
}
