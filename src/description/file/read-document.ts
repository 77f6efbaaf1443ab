import { readFileSync } from 'fs';
import { Document, LineCounter, parseDocument } from 'yaml';
import { documentLocator } from './locate';
import { valuesOf } from './yaml-values';
import { Locator } from '../../problems/place';
import { Problems } from '../../problems/problems';

/** A YAML file of the description. @internal */
export interface MeshDocument {
  readonly file: string;
  readonly document: Document;
  /** the values of the document, with aliases resolved; they may be of any form */
  readonly values: any;
  readonly locate: Locator;
}

/** Undefined after reporting that the file cannot be read, or what is wrong with it. @internal */
export function readDocument(file: string, problems: Problems): MeshDocument | undefined {
  const at = problems.within(file, ([where]) => String(where ?? file));
  const text = readText(file, at);
  return text === undefined ? undefined : parse(file, text, at);
}

function readText(file: string, problems: Problems): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    problems.report('MESH106', `"${file}" cannot be read: ${code}`);
    return undefined;
  }
}

/** The parser warns about unknown tags. Here that is an error: the tag would be ignored. */
function parse(file: string, text: string, problems: Problems): MeshDocument | undefined {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    version: '1.2',
    prettyErrors: false,
  });
  const report = (offset: number, message: string) => {
    const { line, col } = lines.linePos(offset);
    problems.at(`${file}:${line}:${col}`).report('MESH101', message);
  };
  for (const { code, message, pos } of [...document.errors, ...document.warnings]) {
    report(
      pos[0],
      code === 'MULTIPLE_DOCS' ? 'a second document begins here; a description is one' : message,
    );
  }
  const values = document.errors.length === 0 ? valuesOf(document, report) : undefined;
  return problems.hasErrors
    ? undefined
    : { file, document, values, locate: documentLocator(file, document, lines) };
}
