import { readFileSync } from 'fs';
import * as path from 'path';
import { Document, LineCounter } from 'yaml';
import { documentLocator } from './locate';
import { checkSchema } from './schema-check';
import { check } from '../../problems/problems';
import { GatewayAddress } from '../../values/gateway-address';
import { readYaml } from '../../values/yaml-reader';
import { ClusterProps } from '../cluster-props';
import { withLocator } from '../located';
import { LOCK_FILE } from '../locks/mesh-lock-file';
import { PKI_LOCK_FILE } from '../locks/pki-lock-file';
import { MulticlusterMeshProps } from '../mesh-props';

/**
 * Reads `mesh.yaml` into the props that `MulticlusterMesh` takes.
 *
 * @throws MeshError if the file does not conform to the JSON Schema; whether its values make sense
 * is checked later, by the model
 * @internal
 */
export function readMeshFile(file: string): MulticlusterMeshProps {
  const lines = new LineCounter();
  const { document, values } = parse(file, readText(file), lines);
  const locate = documentLocator(file, document, lines);
  check(problems => checkSchema(values, document, problems), [], locate);

  return withLocator(typed(values, path.dirname(file)), locate);
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    return check(
      problems =>
        problems.report(
          'MESH106',
          `"${file}" cannot be read: ${(error as NodeJS.ErrnoException).code}`,
        ),
      [file],
    ) as never;
  }
}

/** The parser warns about unknown tags. Here that is an error: the tag would be ignored. */
function parse(
  file: string,
  text: string,
  lines: LineCounter,
): { readonly document: Document; readonly values: any } {
  return check(problems => {
    const at = (offset: number) => {
      const { line, col } = lines.linePos(offset);
      return problems.at(`${file}:${line}:${col}`);
    };
    const [first, second] = readYaml(text, lines);
    for (const { offset, message, code = 'MESH101' } of first.problems) {
      at(offset).report(code, message);
    }
    if (second) {
      at(second.offset).report('MESH101', 'a second document begins here; a description is one');
    }
    return { document: first.document!, values: first.values ?? {} };
  });
}

/** The props, from the values of the YAML document. Paths become relative to the file. */
function typed({ $schema, pki, serviceSources, ...raw }: any, directory: string) {
  const below = (file: string) => path.join(directory, file);
  const props: MulticlusterMeshProps = {
    ...raw,
    lockFile: below(raw.lockFile ?? LOCK_FILE),
    pki: pki && { ...pki, lockFile: below(pki.lockFile ?? PKI_LOCK_FILE) },
    clusters: raw.clusters.map((cluster: any) => typedCluster(cluster, directory)),
    serviceSources: serviceSources?.map((source: any) => ({
      ...source,
      directory: below(source.directory),
    })),
  };
  return props;
}

function typedCluster({ gateway, cacerts, ...rest }: any, directory: string): ClusterProps {
  const files = cacerts?.certificatesDirectory;
  return {
    ...rest,
    gateway: gateway && {
      ...gateway,
      addresses: gateway.addresses.map((text: string) => GatewayAddress.of(text)),
    },
    cacerts: cacerts && {
      ...cacerts,
      certificatesDirectory: files === undefined ? undefined : path.join(directory, files),
    },
  };
}
