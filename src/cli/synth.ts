import { readdirSync, readFileSync } from 'fs';
import * as path from 'path';
import { withApp } from './run-app';
import { summaryJson, summaryText } from './summary';
import { FileContent, OutputFile } from '../output/file-content';
import { INDEX_FILE } from '../output/index-file';
import { writeTree } from '../output/writer';
import { Problems } from '../problems/problems';

/**
 * Runs the app into a temporary directory, and only when it succeeded brings the output directory
 * up to date.
 *
 * @returns the exit status
 * @internal
 */
export function synth(args: string[]): Promise<number> {
  return withApp('synth', args, false, ({ output, report, options }) => {
    const summary = writeTree(options.output, readTree(output), new Problems());
    process.stdout.write(
      (options.json ? summaryJson : summaryText)(options.output, summary, report),
    );
  });
}

function readTree(root: string, below: string = ''): OutputFile[] {
  return readdirSync(path.join(root, below), { withFileTypes: true }).flatMap(entry => {
    const file = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) {
      return readTree(root, file);
    }
    return file === INDEX_FILE
      ? []
      : [{ path: file, content: new FileContent(readFileSync(path.join(root, file))) }];
  });
}
