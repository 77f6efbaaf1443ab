import { spawnSync } from 'child_process';
import { copyFileSync } from 'fs';
import * as path from 'path';
import { temporaryFolder } from '../golden/golden';

const ROOT = path.join(__dirname, '../..');

const cwd = temporaryFolder();

test('`npm ci` does not warn of engines', () => {
  for (const file of ['package.json', 'package-lock.json', '.npmrc']) {
    copyFileSync(path.join(ROOT, file), path.join(cwd, file));
  }
  // what it would do, without asking anybody
  const options = ['--dry-run', '--offline', '--ignore-scripts', '--no-audit'];
  const { status, stderr } = spawnSync('npm', ['ci', ...options], { cwd, encoding: 'utf8' });
  expect(status).toBe(0);
  // projenrc/engines.ts, which `npx projen install` runs, takes out demands that do not hold
  expect(stderr.match(/package: .*/g) ?? []).toEqual([]);
});
