import { readFileSync } from 'fs';
import * as path from 'path';
import { Document, LineCounter, parseDocument } from 'yaml';
import { documentLocator } from './locate';
import { checkSchema } from './schema-check';
import { withLocator } from '../located';
import { valuesOf } from './yaml-values';
import { check } from '../../problems/problems';
import { GatewayAddress } from '../../values/gateway-address';
import { ClusterProps } from '../cluster-props';
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
  lineCounter: LineCounter,
): { readonly document: Document; readonly values: any } {
  const document = parseDocument(text, { lineCounter, version: '1.2', prettyErrors: false });
  return check(problems => {
    const report = (offset: number, message: string) => {
      const { line, col } = lineCounter.linePos(offset);
      problems.at(`${file}:${line}:${col}`).report('MESH101', message);
    };
    for (const { code, message, pos } of [...document.errors, ...document.warnings]) {
      report(
        pos[0],
        code === 'MULTIPLE_DOCS' ? 'a second document begins here; a description is one' : message,
      );
    }
    return {
      document,
      values: document.errors.length === 0 ? valuesOf(document, report) : undefined,
    };
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
