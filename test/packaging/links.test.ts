import { spawnSync } from 'child_process';
import { existsSync, readFileSync } from 'fs';
import * as path from 'path';

const { repository } = JSON.parse(readFileSync('package.json', 'utf8'));
const BLOB = `${repository.url.replace(/\.git$/, '')}/blob/main/`;

/** What is in the tarball, as npm itself says. */
const packed: ReadonlySet<string> = (() => {
  const args = ['pack', '--dry-run', '--json', '--ignore-scripts'];
  const { stdout } = spawnSync('npm', args, { encoding: 'utf8', maxBuffer: 1e8 });
  const [{ files }] = JSON.parse(stdout);
  return new Set(files.map((file: { path: string }) => file.path));
})();

const pages = [...packed].filter(file => /^(docs\/)?[^/]+\.md$/.test(file));

/** The targets of links, without those within the page. */
function linksOf(page: string): string[] {
  const text = readFileSync(page, 'utf8').replace(/^```[^]*?^```/gm, '');
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target]) => target.split('#')[0])
    .filter(target => target !== '');
}

test('the pages that the README links to are in the tarball', () => {
  expect(pages).toEqual(
    expect.arrayContaining(['README.md', 'docs/errors.md', 'docs/gitops.md', 'docs/import.md']),
  );
});

test.each(pages)('every link of %s resolves where the package is unpacked', page => {
  const relative = linksOf(page).filter(target => !/^[a-z]+:/.test(target));
  const missing = relative.filter(
    target => !packed.has(path.posix.join(path.posix.dirname(page), target)),
  );
  expect(missing).toEqual([]);
});

test.each(pages)('every link of %s into the repository leads to a file of it', page => {
  const targets = linksOf(page).filter(target => target.startsWith(BLOB));
  expect(targets.filter(target => !existsSync(target.slice(BLOB.length)))).toEqual([]);
});
