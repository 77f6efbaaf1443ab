import { spawnSync } from 'child_process';
import * as path from 'path';
import { buildSync } from 'esbuild';
import { expectSameTree, temporaryFolder } from './golden';
import { loadTree } from '../oracle/load';
import { judgeMesh } from '../oracle/mesh-rules';
import { judgeRules } from '../oracle/rules';
import { judgeSchema } from '../oracle/schema';

const folder = temporaryFolder();

/**
 * The committed output. Each app is bundled first, since ts-node would transpile the whole library
 * for each; `.ci/run` runs them as cdk8s.yaml says.
 */
describe.each([
  ['two-clusters', '.', 'dist'],
  ['online-boutique', 'examples/online-boutique', 'examples/online-boutique/dist'],
])('%s', (name, directory, committed) => {
  const outdir = path.join(folder, name);

  test('`cdk8s synth` writes what is committed', () => {
    const { status, stderr } = spawnSync(
      path.resolve('node_modules/.bin/cdk8s'),
      [
        'synth',
        '--check-upgrade=false',
        ...['--app', `node ${bundled(path.resolve('examples', name))}`],
        ...['--output', path.relative(directory, outdir)],
      ],
      { cwd: directory, encoding: 'utf8' },
    );
    expect(`${status} ${stderr}`).toMatch(/^0 /);
    expectSameTree(outdir, committed);
  });

  test('is valid, and fits together', () => {
    const clusters = loadTree(committed);
    const objects = Object.values(clusters).flat();
    expect(objects.length).toBeGreaterThan(5);
    expect(judgeSchema(objects)).toEqual([]);
    expect(judgeRules(objects)).toEqual([]);
    expect(judgeMesh(clusters)).toEqual([]);
  });
});

/** The app of an example as one file, which still looks for other files where its source is. */
function bundled(directory: string): string {
  const outfile = path.join(folder, `${path.basename(directory)}.js`);
  buildSync({
    entryPoints: [path.join(directory, 'main.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    define: { __dirname: JSON.stringify(directory) },
  });
  return outfile;
}
