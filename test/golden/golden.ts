import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'fs';
import { tmpdir } from 'os';
import * as path from 'path';

/** A folder that is removed after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'mesh-test-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The content of each file below a folder, by path. */
export function readTree(root: string, below = ''): Record<string, string> {
  return Object.assign(
    {},
    ...readdirSync(path.join(root, below), { withFileTypes: true })
      .filter(entry => !entry.isSymbolicLink())
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .map(entry => {
        const file = path.posix.join(below, entry.name);
        return entry.isDirectory()
          ? readTree(root, file)
          : { [file]: readFileSync(path.join(root, file), 'utf8') };
      }),
  );
}

/**
 * Compares a folder with its golden folder, names first, then bytes. With `UPDATE_GOLDEN=1` it
 * writes the golden folder instead, but never in CI.
 */
export function expectGolden(name: string, folder: string): void {
  const golden = path.join(__dirname, name);
  const actual = readTree(folder);
  if (process.env.UPDATE_GOLDEN && !process.env.CI) {
    rmSync(golden, { recursive: true, force: true });
    for (const [file, content] of Object.entries(actual)) {
      mkdirSync(path.dirname(path.join(golden, file)), { recursive: true });
      writeFileSync(path.join(golden, file), content);
    }
  }
  expectSameTree(folder, golden);
}

/** Name by name first, then byte by byte. */
export function expectSameTree(actualFolder: string, expectedFolder: string): void {
  const actual = readTree(actualFolder);
  const expected = existsSync(expectedFolder) ? readTree(expectedFolder) : {};
  expect(Object.keys(actual)).toEqual(Object.keys(expected));
  for (const file of Object.keys(expected)) {
    expect(`${file}\n${actual[file]}`).toBe(`${file}\n${expected[file]}`);
  }
}
