import * as path from 'path';
import { includedFiles } from './included-files';
import { mergeParts } from './merge-parts';
import { isOfRoot } from './mesh-file';
import { MeshDocument, readDocument } from './read-document';
import { checkSchema } from './schema-check';
import { typedDescription, typedPart } from './typed';
import { wayOut } from '../../files/way-out';
import { check, Problems } from '../../problems/problems';
import { withLocator, withOwners } from '../located';
import { MulticlusterMeshProps } from '../mesh-props';
import { checkOwnerEntries, Owner, Owners } from '../owners/owners';

/**
 * Reads `mesh.yaml` and what it includes into the props that `MulticlusterMesh` takes.
 *
 * @throws MeshError if a file does not conform to its JSON Schema, or may not be included; whether
 * its values make sense, and whether a part may say them, is checked later, with the model
 * @internal
 */
export function readMeshFile(file: string): MulticlusterMeshProps {
  const { root, parts, owners } = check(problems => readFiles(file, problems))!;
  const { props, locate } = mergeParts(
    { props: typedDescription(root.values, path.dirname(file)), locate: root.locate },
    parts.map(({ document, owner }) => ({
      props: typedPart(document.values, path.dirname(document.file), owner),
      locate: document.locate,
    })),
  );
  return withOwners(withLocator(props, locate), owners);
}

interface Files {
  readonly root: MeshDocument;
  readonly parts: ReadonlyArray<{ readonly document: MeshDocument; readonly owner: Owner }>;
  readonly owners: Owners;
}

/** Undefined after reporting that `mesh.yaml` cannot be read. */
function readFiles(file: string, problems: Problems): Files | undefined {
  const root = readDocument(file, problems);
  if (!root) {
    return undefined;
  }
  const at = problems.within(file, root.locate);
  checkSchema(root.values, root.document, at);
  const sound = (key: 'include' | 'owners') =>
    at.at(key).hasErrors ? [] : (root.values?.[key] ?? []);
  const owners = new Owners(path.dirname(file), sound('owners'));
  checkOwnerEntries(owners, at.at('owners'));
  const parts = includedFiles(file, sound('include'), at.at('include')).flatMap(included => {
    const owner = owners.ownerOf(included);
    if (!owner && !at.at('owners').hasErrors) {
      at.at('include').report('MESH133', `no entry of \`owners\` holds "${included}"`);
    }
    const document = readPart(included, owners, problems);
    return document && owner ? [{ document, owner }] : [];
  });
  return { root, parts, owners };
}

function readPart(file: string, owners: Owners, problems: Problems): MeshDocument | undefined {
  const part = readDocument(file, problems);
  if (part) {
    const at = problems.within(file, part.locate);
    const values = asWholeFile(part.values, at);
    checkSchema(values, part.document, at, key => !isOfRoot(key));
    checkDirectories(values, path.dirname(file), owners, at);
  }
  return part;
}

/** What an owner of a part names stays in the directory of the description, as the part does. */
function checkDirectories(
  { clusters, serviceSources }: any,
  here: string,
  { directory }: Owners,
  problems: Problems,
): void {
  const rule = (name: unknown, at: Problems) => {
    const below = path.relative(directory, path.join(here, String(name)));
    const flaw = name === undefined ? undefined : wayOut(directory, below);
    if (flaw !== undefined) {
      at.report('MESH130', `"${name}" ${flaw}`);
    }
  };
  listOf(clusters).forEach((cluster, i) =>
    rule(
      cluster?.cacerts?.certificatesDirectory,
      problems.at('clusters', i, 'cacerts', 'certificatesDirectory'),
    ),
  );
  listOf(serviceSources).forEach((source, i) =>
    rule(source?.directory, problems.at('serviceSources', i, 'directory')),
  );
}

const listOf = (value: unknown): any[] => (Array.isArray(value) ? value : []);

/**
 * The values as those of a whole file, which has clusters. What is wrong with a key that may not be
 * here does not matter.
 */
function asWholeFile(values: any, problems: Problems): any {
  if (typeof values !== 'object' || values === null || Array.isArray(values)) {
    return values;
  }
  const entries = Object.entries(values);
  for (const [key] of entries.filter(([name]) => isOfRoot(name))) {
    problems.at(key).report('MESH132', `"${key}" holds for the whole mesh`);
  }
  return Object.fromEntries([['clusters', []], ...entries.filter(([name]) => !isOfRoot(name))]);
}
