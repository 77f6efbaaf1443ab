import { readdirSync, statSync } from 'fs';
import * as path from 'path';
import { wayOut } from '../../files/way-out';
import { Problems } from '../../problems/problems';
import { byText, sortedSet } from '../../values/order';

/**
 * The files that a description includes, each once, in order of their paths.
 *
 * @param file the description
 * @param problems at `include`
 * @internal
 */
export function includedFiles(
  file: string,
  include: readonly string[],
  problems: Problems,
): string[] {
  const directory = path.dirname(file);
  const found = include.flatMap((name, i) => {
    const at = problems.at(i);
    const flaw = wayOut(directory, name);
    if (flaw !== undefined) {
      at.report('MESH130', `"${name}" ${flaw}`);
      return [];
    }
    try {
      return filesIn(path.join(directory, name), name, at);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      at.report('MESH106', `"${path.join(directory, name)}" cannot be read: ${code}`);
      return [];
    }
  });
  const files = sortedSet(found);
  if (files.includes(path.normalize(file))) {
    problems.report('MESH131', `"${file}" includes itself`);
  }
  return files.filter(other => other !== path.normalize(file));
}

function filesIn(place: string, name: string, problems: Problems): string[] {
  if (!statSync(place).isDirectory()) {
    return [place];
  }
  const files = filesBelow(place, problems);
  if (files.length === 0) {
    problems.report('MESH131', `there is no .yaml or .yml file in "${name}"`);
  }
  return files;
}

function filesBelow(directory: string, problems: Problems): string[] {
  const entries = readdirSync(directory, { withFileTypes: true }).sort(byText(entry => entry.name));
  return entries
    .filter(({ name }) => !name.startsWith('.'))
    .flatMap(entry => {
      const file = path.join(directory, entry.name);
      if (entry.isSymbolicLink()) {
        problems.report('MESH130', `"${file}" is a link`);
        return [];
      }
      if (entry.isDirectory()) {
        return filesBelow(file, problems);
      }
      return entry.isFile() && /\.ya?ml$/.test(entry.name) ? [file] : [];
    });
}
