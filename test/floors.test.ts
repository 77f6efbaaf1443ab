import { readdirSync } from 'fs';
import * as path from 'path';
import { Linter } from 'eslint';
import { FLOORS, noArrowUp } from '../projenrc/floors';

const ROOT = path.join(__dirname, '..');
const linter = new Linter({ cwd: ROOT });

function messages(folder: string, imported: string): string[] {
  const config: Linter.Config = {
    files: ['**/*.ts'],
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    plugins: { import: require('eslint-plugin-import') },
    settings: { 'import/resolver': { node: { extensions: ['.ts'] } } },
    rules: { 'import/no-restricted-paths': ['error', { basePath: ROOT, zones: noArrowUp() }] },
  };
  const filename = path.join(ROOT, 'src', folder, 'new-file.ts');
  return linter.verify(`import '${imported}';`, config, { filename }).map(m => m.message);
}

/** A file of the folder, as another folder would import it. */
function someFileOf(folder: string): string {
  const files = readdirSync(path.join(ROOT, 'src', folder), { recursive: true, encoding: 'utf8' });
  return `../${folder}/${files.find(file => file.endsWith('.ts'))!.replace(/\.ts$/, '')}`;
}

const folders = FLOORS.flat();
const levelOf = (folder: string) => FLOORS.findIndex(floor => floor.includes(folder));
const pairs = folders.flatMap(one =>
  folders.filter(other => other !== one).map(other => [one, other] as const),
);
const upward = pairs.filter(([one, other]) => levelOf(other) >= levelOf(one));

test('src/ has exactly the folders that the floors name', () => {
  const entries = readdirSync(path.join(ROOT, 'src'), { withFileTypes: true });
  const found = entries.filter(entry => entry.isDirectory()).map(entry => entry.name);
  expect(found.sort()).toEqual([...folders].sort());
});

test.each(upward)('%s must not import %s', (folder, imported) => {
  expect(messages(folder, someFileOf(imported))).toEqual([
    expect.stringContaining(`src/${folder} must know nothing of src/${imported}`),
  ]);
});

test.each(['description', 'model', 'manifests', 'output'])(
  '%s must not import analysis',
  folder => {
    expect(messages(folder, someFileOf('analysis'))).not.toEqual([]);
  },
);

test('what stands above may be imported', () => {
  const allowed = pairs.filter(pair => !upward.includes(pair) && pair[1] !== 'analysis');
  expect(allowed.flatMap(([folder, imported]) => messages(folder, someFileOf(imported)))).toEqual(
    [],
  );
});
