import { isScalar, LineCounter } from 'yaml';
import { documentLocator, nodeAt } from './locate';
import { readText } from '../../files/read-text';
import { Locator } from '../../problems/place';
import { Problems } from '../../problems/problems';
import { readYaml } from '../../values/yaml-reader';
import { TextAt } from '../mistakes';

/** A YAML file of the description. @internal */
export interface MeshDocument {
  readonly file: string;
  /** with aliases resolved; they may be of any form */
  readonly values: any;
  readonly locate: Locator;
  readonly textAt: TextAt;
}

/**
 * Undefined after reporting that the file cannot be read, or what is wrong with it.
 *
 * @param known the text, when it did not come from a file of that name
 * @internal
 */
export function readDocument(
  file: string,
  problems: Problems,
  known?: string,
): MeshDocument | undefined {
  const at = problems.within(file, ([where]) => String(where ?? file));
  const text = known ?? readText(file, 'MESH106', at);
  return text === undefined ? undefined : parse(file, text, at);
}

/** The parser warns about unknown tags. Here that is an error: the tag would be ignored. */
function parse(file: string, text: string, problems: Problems): MeshDocument | undefined {
  const lines = new LineCounter();
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
  const { document, values } = first;
  if (problems.hasErrors || !document) {
    return undefined;
  }
  return {
    file,
    values: values ?? {},
    locate: documentLocator(file, document, lines),
    textAt: place => {
      const node = nodeAt(document, place);
      return isScalar(node) ? node.source : undefined;
    },
  };
}
