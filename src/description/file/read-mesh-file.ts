import { readFileSync } from 'fs';
import * as path from 'path';
import { Document, isScalar, LineCounter } from 'yaml';
import { documentLocator, nodeAt } from './locate';
import { check } from '../../problems/problems';
import { readYaml } from '../../values/yaml-reader';
import { PlainDescription } from '../plain-description';

/**
 * Reads a description like `mesh.yaml`.
 *
 * @returns what it says, which is still to be checked
 * @throws MeshError if the file cannot be read, or is not YAML
 * @internal
 */
export function readMeshFile(file: string): PlainDescription {
  const lines = new LineCounter();
  const { document, values } = parse(file, readText(file), lines);
  return new PlainDescription(values, {
    locate: documentLocator(file, document, lines),
    textAt: place => {
      const node = nodeAt(document, place);
      return isScalar(node) ? node.source : undefined;
    },
    directory: path.dirname(file),
  });
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
