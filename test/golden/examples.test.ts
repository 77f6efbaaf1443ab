import { spawnSync } from 'child_process';
import * as path from 'path';
import { expectSameTree, temporaryFolder } from './golden';
import { loadTree } from '../oracle/load';
import { judgeMesh } from '../oracle/mesh-rules';
import { judgeRules } from '../oracle/rules';
import { judgeSchema } from '../oracle/schema';

const folder = temporaryFolder();

/** What a user runs, and the committed output. */
describe.each([
  ['two-clusters', '.', 'dist'],
  ['online-boutique', 'examples/online-boutique', 'examples/online-boutique/dist'],
])('%s', (name, directory, committed) => {
  const outdir = path.join(folder, name);

  test('`cdk8s synth` writes what is committed', () => {
    const { status, stderr } = spawnSync(
      'npx',
      ['cdk8s', 'synth', '--check-upgrade=false', '--output', path.relative(directory, outdir)],
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
