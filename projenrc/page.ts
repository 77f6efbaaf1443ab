/**
 * Makes the script and the style of the page of `mesh report` from `page/`: two texts, which the
 * command has inside.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'fs';
import * as path from 'path';
import { buildSync, transformSync } from 'esbuild';

/** The file that `src/report` takes them from. */
export function pageSource(): string {
  const { outputFiles } = buildSync({
    entryPoints: ['page/main.ts'],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    charset: 'utf8',
    minify: true,
    legalComments: 'none',
    logLevel: 'error',
  });
  const script = outputFiles[0].text.trim();
  const css = readFileSync('page/style.css', 'utf8');
  const style = transformSync(css, { loader: 'css', minify: true, charset: 'utf8' }).code.trim();
  for (const [text, end] of [
    [script, /<\/script|<!--/i],
    [style, /<\/style/i],
  ] as const) {
    if (end.test(text)) {
      throw new Error(`page/ has a text that ends the element it stands in: ${end}`);
    }
  }
  return [
    '// Made from page/ by `npx projen generate`.',
    `export const SCRIPT = ${JSON.stringify(script)};`,
    `export const STYLE = ${JSON.stringify(style)};`,
    '',
  ].join('\n');
}

if (require.main === module) {
  const [folder] = process.argv.slice(2);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'page.ts'), pageSource());
}
