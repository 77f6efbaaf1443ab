/**
 * Makes the command `mesh` one file, which loads in a fraction of the time of some hundred modules
 * and needs no package beside it; and, as their licenses want it, a file with the licenses of the
 * packages that are in it.
 */
import { readdirSync, readFileSync, writeFileSync } from 'fs';
import * as path from 'path';
import { buildSync } from 'esbuild';

/** @param file the bundle; the licenses go beside it */
export function bundle(file: string): void {
  const { metafile } = buildSync({
    entryPoints: ['src/cli/mesh.ts'],
    outfile: file,
    bundle: true,
    platform: 'node',
    target: 'node20.16',
    minify: true,
    legalComments: 'none',
    metafile: true,
    logLevel: 'error',
  });
  writeFileSync(`${file}.LICENSES.txt`, licenses(Object.keys(metafile.inputs)));
}

function licenses(inputs: readonly string[]): string {
  const packages = new Set(inputs.map(packageOf).filter(folder => folder !== undefined));
  return [...packages]
    .map(folder => {
      const { name, version, license } = JSON.parse(
        readFileSync(path.join(folder, 'package.json'), 'utf8'),
      );
      return `${name} ${version}: ${license}\n\n${licenseText(folder)}`;
    })
    .sort()
    .join(`\n${'-'.repeat(80)}\n\n`);
}

/** The folder of the package that a file belongs to. Undefined for a file of our own. */
function packageOf(file: string): string | undefined {
  return /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0];
}

/** Where there is no file, the name of the license has to do. */
function licenseText(folder: string): string {
  const file = readdirSync(folder).find(name => /^licen[cs]e/i.test(name));
  return file ? `${readFileSync(path.join(folder, file), 'utf8').trim()}\n` : '';
}

if (require.main === module) {
  const [file] = process.argv.slice(2);
  bundle(file);
}
