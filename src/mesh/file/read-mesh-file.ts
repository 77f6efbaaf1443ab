import { readFileSync } from 'fs';
import * as path from 'path';
import { Document, LineCounter, parseDocument } from 'yaml';
import { documentLocator } from './locate';
import { checkSchema } from './schema-check';
import { PKI_LOCK_FILE } from '../../trust/pki/pki-lock';
import { ClusterProps } from '../cluster-props';
import { GatewayAddress } from '../gateway-address';
import { LOCK_FILE } from '../lock/lock-file';
import { MulticlusterMeshProps } from '../mesh-props';
import { Locator } from '../place';
import { Problems } from '../problems';

const locators = new WeakMap<MulticlusterMeshProps, Locator>();

/**
 * How to name a place of a description that came from a file; undefined for one that did not.
 *
 * @internal
 */
export function locatorOf(props: MulticlusterMeshProps): Locator | undefined {
  return locators.get(props);
}

/**
 * Reads `mesh.yaml` into the same props that the typed door takes.
 *
 * @throws MeshError when the file is not of the form that the JSON Schema describes; what it means is judged later, by the model
 * @internal
 */
export function readMeshFile(file: string): MulticlusterMeshProps {
  const lines = new LineCounter();
  const document = parse(file, readText(file), lines);
  const locate = documentLocator(file, document, lines);
  const problems = new Problems([], locate);
  checkSchema(document, problems);
  problems.throwIfErrors();

  const props = typed(document.toJS(), path.dirname(file));
  locators.set(props, locate);
  return props;
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const problems = new Problems([file]);
    problems.report('MESH106', `"${file}" cannot be read: ${(error as NodeJS.ErrnoException).code}`);
    return problems.throwIfErrors() as never;
  }
}

function parse(file: string, text: string, lineCounter: LineCounter): Document {
  const document = parseDocument(text, { lineCounter, version: '1.2', prettyErrors: false });
  const problems = new Problems();
  for (const { code, message, pos } of document.errors) {
    const { line, col } = lineCounter.linePos(pos[0]);
    problems.at(`${file}:${line}:${col}`).report('MESH101', code === 'MULTIPLE_DOCS' ? 'a second document begins here; a description is one' : message);
  }
  problems.throwIfErrors();
  return document;
}

/** From the values of YAML to those of the typed props. */
function typed({ $schema, ...raw }: any, directory: string): MulticlusterMeshProps {
  return {
    ...raw,
    lockFile: path.join(directory, raw.lockFile ?? LOCK_FILE),
    ...(raw.pki ? { pki: { ...raw.pki, lockFile: path.join(directory, raw.pki.lockFile ?? PKI_LOCK_FILE) } } : {}),
    clusters: raw.clusters.map((cluster: any) => typedCluster(cluster, directory)),
    ...(raw.serviceSources ? {
      serviceSources: raw.serviceSources.map((source: any) => ({ ...source, directory: path.join(directory, source.directory) })),
    } : {}),
  };
}

function typedCluster({ gateway, cacerts, ...rest }: any, directory: string): ClusterProps {
  const files = cacerts?.certificatesDirectory;
  return {
    ...rest,
    ...(gateway ? { gateway: { ...gateway, addresses: gateway.addresses.map((text: string) => GatewayAddress.of(text)) } } : {}),
    ...(cacerts ? { cacerts: { ...cacerts, ...(files === undefined ? {} : { certificatesDirectory: path.join(directory, files) }) } } : {}),
  };
}
