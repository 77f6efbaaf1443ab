import * as path from 'path';
import { includedFiles } from './included-files';
import { mergeParts, Part } from './merge-parts';
import { isOfRoot, PART_KEYS, PART_LISTS } from './mesh-file';
import { MeshDocument, readDocument } from './read-document';
import { wayOut } from '../../files/way-out';
import { check, Problems } from '../../problems/problems';
import { validateMeshFile } from '../generated/props';
import { checkForm, reportKey } from '../mistakes';
import { checkOwnerEntries, Owners } from '../owners/owners';
import { PlainDescription } from '../plain-description';

/**
 * Reads a description like `mesh.yaml`, and what it includes.
 *
 * @param text of the description, when it is in no file of that name (yet)
 * @returns what they say, which is still to be checked, also whether a part may say it
 * @throws MeshError if a file cannot be read, is not YAML, or may not be included
 * @internal
 */
export function readMeshFile(file: string, text?: string): PlainDescription {
  return check(problems => {
    const root = readDocument(file, problems, text);
    return root && readDescription(root, problems);
  })!;
}

function readDescription(root: MeshDocument, problems: Problems): PlainDescription {
  const owners = readOwners(root, problems);
  const parts = readParts(root, owners, problems);
  const { values, locate, textAt, partOf } = mergeParts(root, parts);
  if (problems.hasErrors) {
    // what the files say together cannot be looked at, but their form can
    checkForm(validateMeshFile, values, textAt, problems.within(root.file, locate));
  }
  return new PlainDescription(values, { locate, textAt, files: { owners, partOf } });
}

/** Only what decides which files are read, and who owns them, has to be right before that. */
function readOwners(root: MeshDocument, problems: Problems): Owners {
  const at = problems.within(root.file, root.locate);
  const { include, owners } = Object(root.values);
  checkForm(validateMeshFile, { clusters: [], include, owners }, root.textAt, at);
  const read = new Owners(path.dirname(root.file), at.at('owners').hasErrors ? [] : (owners ?? []));
  checkOwnerEntries(read, at.at('owners'));
  return read;
}

function readParts(root: MeshDocument, owners: Owners, problems: Problems): Part[] {
  const at = problems.within(root.file, root.locate);
  const { include = [] } = Object(root.values);
  const files = at.at('include').hasErrors
    ? []
    : includedFiles(root.file, include, at.at('include'));
  if (files.length > 0) {
    checkForm(validateMeshFile, listsOf(root.values), root.textAt, at);
  }
  return files.flatMap(file => {
    const owner = owners.ownerOf(file);
    if (!owner && !at.at('owners').hasErrors) {
      at.at('include').report('MESH133', `no entry of \`owners\` holds "${file}"`);
    }
    const part = readDocument(file, problems);
    if (part) {
      checkPart(part, owners, problems.within(file, part.locate));
    }
    return part ? [{ ...part, owner }] : [];
  });
}

/** What is left to check of a part when its lists have become one with those of the others. */
function checkPart({ file, values, textAt }: MeshDocument, owners: Owners, problems: Problems) {
  const isMap = typeof values === 'object' && !Array.isArray(values);
  const outline = isMap ? { clusters: [], ...listsOf(values) } : values;
  checkForm(validateMeshFile, outline, textAt, problems);
  if (!isMap) {
    return;
  }
  for (const key of Object.keys(values)) {
    if (isOfRoot(key)) {
      problems.at(key).report('MESH132', `"${key}" holds for the whole mesh`);
    } else if (!PART_KEYS.includes(key)) {
      reportKey(key, PART_KEYS, problems);
    }
  }
  checkDirectories(values, path.dirname(file), owners, problems);
}

/** The lists of a file, without their items, and whatever stands in place of one. */
function listsOf(values: any): object {
  const said = ['$schema', ...PART_LISTS].filter(key => Object.hasOwn(values, key));
  return Object.fromEntries(said.map(key => [key, Array.isArray(values[key]) ? [] : values[key]]));
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
