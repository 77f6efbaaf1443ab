import * as path from 'path';
import { MeshPart } from './mesh-file';
import { GatewayAddress } from '../../values/gateway-address';
import { ClusterProps } from '../cluster-props';
import { withOwner } from '../located';
import { LOCK_FILE } from '../locks/mesh-lock-file';
import { PKI_LOCK_FILE } from '../locks/pki-lock-file';
import { MulticlusterMeshProps } from '../mesh-props';
import { Owner } from '../owners/owners';

/**
 * The props, from the values of `mesh.yaml`. Paths become relative to the working directory.
 *
 * @param directory of the file
 * @internal
 */
export function typedDescription(
  { $schema, include, owners, pki, ...raw }: any,
  directory: string,
): MulticlusterMeshProps {
  const below = (file: string) => path.join(directory, file);
  return {
    ...raw,
    ...typedLists(raw, directory),
    clusterDefaults: raw.clusterDefaults?.map((entry: any) => typedCluster(entry, directory)),
    lockFile: below(raw.lockFile ?? LOCK_FILE),
    pki: pki && { ...pki, lockFile: below(pki.lockFile ?? PKI_LOCK_FILE) },
  };
}

/** The same for an included file: all that it says is said by its owner. @internal */
export function typedPart({ $schema, ...raw }: any, directory: string, owner: Owner): MeshPart {
  const lists = Object.entries<object[] | undefined>({ ...raw, ...typedLists(raw, directory) });
  return Object.fromEntries(
    lists.map(([key, items]) => [key, items?.map(item => withOwner(item, owner))]),
  );
}

function typedLists({ clusters, serviceSources }: any, directory: string) {
  return {
    clusters: clusters?.map((cluster: any) => typedCluster(cluster, directory)),
    serviceSources: serviceSources?.map((source: any) => ({
      ...source,
      directory: path.join(directory, source.directory),
    })),
  };
}

/** A cluster, or defaults of clusters, which have no addresses. */
function typedCluster({ gateway, cacerts, ...rest }: any, directory: string): ClusterProps {
  const files = cacerts?.certificatesDirectory;
  return {
    ...rest,
    gateway: gateway && {
      ...gateway,
      addresses: gateway.addresses?.map((text: string) => GatewayAddress.of(text)),
    },
    cacerts: cacerts && {
      ...cacerts,
      certificatesDirectory: files === undefined ? undefined : path.join(directory, files),
    },
  };
}
