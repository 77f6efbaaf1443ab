import { spawnSync } from 'child_process';
import { cpSync, readFileSync, writeFileSync } from 'fs';
import * as path from 'path';
import { buildSync } from 'esbuild';
import { Keys, keysOf } from './keys';
import { temporaryFolder } from '../golden/golden';
import { everything } from '../output/trees';

const folder = temporaryFolder();
const app = path.join(folder, 'app.js');

beforeAll(() => {
  const directory = path.resolve('examples/two-clusters');
  buildSync({
    entryPoints: [path.join(directory, 'main.ts')],
    outfile: app,
    bundle: true,
    platform: 'node',
    define: { __dirname: JSON.stringify(directory) },
  });
});

const synth = (outdir: string) =>
  spawnSync(process.execPath, [app], {
    encoding: 'utf8',
    env: { ...process.env, CDK8S_OUTDIR: outdir },
  });

/** The output of the example `two-clusters` as earlier versions wrote it. */
describe.each(['before-transactions', 'former-layout', 'index-by-file'])(
  'an output from %s',
  name => {
    const copy = (to: string) => {
      const outdir = path.join(folder, `${name}-${to}`);
      cpSync(path.join(__dirname, name), outdir, { recursive: true });
      return outdir;
    };

    test('becomes that of today, without a file more or a question', () => {
      const outdir = copy('as-it-is');
      writeFileSync(path.join(outdir, 'cluster1/mine.txt'), 'mine');
      const { status, stderr } = synth(outdir);
      expect(`${status} ${stderr}`).toMatch(/^0 /);
      const { 'cluster1/mine.txt': mine, ...rest } = everything(outdir);
      expect(mine).toBe('mine');
      expect(rest).toEqual(everything('dist'));
    });

    test('keeps what was edited by hand', () => {
      const outdir = copy('edited');
      const file = path.join(outdir, 'cluster2/README.md');
      writeFileSync(file, `${readFileSync(file, 'utf8')}edited`);
      const before = everything(outdir);
      const { status, stderr } = synth(outdir);
      expect(status).toBe(1);
      expect(stderr).toContain(`MESH820\n  "${file}" was changed by hand`);
      expect(everything(outdir)).toEqual(before);
    });
  },
);

describe('docs/migration.md', () => {
  const note = readFileSync('docs/migration.md', 'utf8');
  const before: Keys = JSON.parse(readFileSync(path.join(__dirname, 'keys.json'), 'utf8'));
  const now = keysOf(JSON.parse(readFileSync('schema/mesh.schema.json', 'utf8')));

  test('names each key and value that is gone, and each that has another default', () => {
    const changed = Object.keys(before).filter(key => now[key] !== before[key]);
    expect(changed.filter(key => !isNamed(key))).toEqual([]);
  });

  test('names each key that has to be said now', () => {
    const required = Object.keys(now).filter(key => now[key].includes('required'));
    const added = required.filter(key => key in before === false && structureOf(key) in structures);
    expect(added.filter(key => !isNamed(key))).toEqual([]);
  });

  const structureOf = (key: string) => key.split('.')[0];
  const structures = Object.fromEntries(Object.keys(before).map(key => [structureOf(key), true]));
  const isNamed = (key: string) => note.includes(`\`${key.split(/[.=]/)[1]}\``);
});
