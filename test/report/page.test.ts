import { createHash } from 'crypto';
import { readFileSync, writeFileSync } from 'fs';
import { HOSTILE } from './hostile';
import { pageSource } from '../../projenrc/page';
import { Mesh } from '../../src/analysis/reach/mesh';
import { readWorld } from '../../src/analysis/world/read-world';
import { Problems } from '../../src/problems/problems';
import { ReportFacts } from '../../src/report/facts/facts';
import { gatherFacts } from '../../src/report/facts/gather';
import { layoutsOf } from '../../src/report/layout';
import { mermaid } from '../../src/report/mermaid';
import { page } from '../../src/report/page';
import { printReport } from '../../src/report/print';
import { editedExample } from '../analysis/edited-example';

const example = gatherFacts(new Mesh(editedExample([])));

/** Every text of the facts is this one. */
function renamed(text: string): ReportFacts {
  const card = {
    ...example.clusters[0],
    name: text,
    locality: text,
    istio: text,
    network: text,
    trustDomain: text,
    exports: [text],
    isLeftOut: true,
    gateways: [{ ...example.clusters[0].gateways[0], name: text, addresses: [text] }],
  };
  const step = { hop: text, cluster: text, text, file: text, line: 1, remedy: text };
  return {
    ...example,
    clusters: [card, { ...card, name: `${text}2` }],
    links: [{ from: text, to: `${text}2`, hosts: [text] }],
    access: {
      ...example.access,
      callers: example.access.callers.map(() => ({
        cluster: text,
        namespace: text,
        serviceAccount: text,
      })),
      called: [{ host: text, port: 1, namespace: text, servedBy: [text] }],
      steps: example.access.steps.map(() => step),
    },
  };
}

const scriptsOf = (html: string) =>
  [...html.matchAll(/<script([^>]*)>([^]*?)<\/script>/g)].map(([, kind, text]) => ({ kind, text }));

test('the page allows its own script and style, and nothing else', () => {
  const html = page(example);
  const [, policy] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)!;
  const [, style] = /<style>([^]*?)<\/style>/.exec(html)!;
  const digest = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  const [data, script, ...more] = scriptsOf(html);
  expect(more).toEqual([]);
  expect(policy).toBe(
    `default-src 'none'; script-src ${digest(script.text)}; style-src ${digest(style)}; base-uri 'none'; form-action 'none'`,
  );
  expect(JSON.parse(data.text)).toMatchObject(JSON.parse(JSON.stringify(example)));
  expect(html).not.toMatch(
    /<(link|img|iframe|object|embed|base)\b|\bsrc=|\son\w+=|@import|url\(http/,
  );
  expect(script.text).not.toMatch(
    /innerHTML|outerHTML|insertAdjacent|document\.write|\beval\b|Function\(/,
  );
});

test.each(HOSTILE)('a name cannot become markup: %j', text => {
  const facts = renamed(text);
  const html = page(facts);
  const [data, , ...more] = scriptsOf(html);
  expect(more).toEqual([]);
  expect(data.text).not.toMatch(/[<>&\u2028\u2029]/);
  expect(JSON.parse(data.text).clusters[0].name).toBe(text);
  // all but the data is the same for every mesh of two clusters
  expect(html.replace(data.text, '')).toBe(
    page(example).replace(scriptsOf(page(example))[0].text, ''),
  );
  const drawn = printReport('svg', facts).replace(/<style>[^]*<\/style>/, '');
  expect(drawn).not.toMatch(/<(?!\/?(svg|defs|marker|path|g|circle|text|title|rect)\b)/);
  expect(drawn).not.toMatch(/&(?!#\d+;)/);
  expect(drawn).not.toMatch(/ on\w+="/);
  expect(drawn).not.toMatch(/\p{Cs}/u);
});

test.each(HOSTILE)('a name is a label in Mermaid, and no more: %j', text => {
  const lines = mermaid(renamed(text)).split('\n');
  const plain = mermaid(renamed('x')).split('\n');
  const unlabeled = (line: string) => line.replace(/"[^"]*"/g, '""');
  expect(lines.map(unlabeled)).toEqual(plain.map(unlabeled));
  const labels = lines.flatMap(line => line.match(/"[^"]*"/g) ?? []);
  labels.forEach(label => expect(label).toMatch(/^"([A-Za-z0-9 .,:()/_-]|#\d+;|<br>)*"$/));
});

test('the same facts make the same bytes', () => {
  for (const format of ['html', 'svg', 'mermaid', 'json'] as const) {
    expect(printReport(format, example)).toBe(printReport(format, structuredClone(example)));
  }
});

test('the script and the style are those of page/', () => {
  expect(readFileSync('src/report/generated/page.ts', 'utf8')).toBe(pageSource());
});

test.each([20, 200])('%d clusters stand apart, by what they have in common', count => {
  const clusters = Array.from({ length: count }, (_, i) => ({
    ...example.clusters[0],
    name: `cluster${i}`,
    locality: i === 7 ? undefined : `region${i % 7}/a`,
  }));
  const [byRegion, without, ...more] = layoutsOf({ ...example, clusters, links: [] });
  expect(more).toEqual([]);
  expect([byRegion.by, without.by]).toEqual(['region', 'none']);
  expect(byRegion.groups.map(({ name }) => name)).toEqual(
    Array.from({ length: 7 }, (_, i) => `region${i}`),
  );
  expect(byRegion.clusters).toHaveLength(count);
  for (const { clusters: all } of [byRegion, without]) {
    for (const [i, one] of all.entries()) {
      for (const other of all.slice(i + 1)) {
        const isApart =
          Math.abs(one.x - other.x) > (one.width + other.width) / 2 ||
          Math.abs(one.y - other.y) > (one.height + other.height) / 2;
        expect([one.name, other.name, isApart]).toEqual([one.name, other.name, true]);
      }
    }
  }
});

test('what is gone and what nobody knows have a place', () => {
  const links = [{ from: 'cluster1', to: null, hosts: ['a'], addresses: ['b'] }];
  const changes = {
    head: [],
    sections: [],
    end: [],
    newClusters: ['cluster1'],
    goneClusters: ['old'],
    changedClusters: [],
    calls: [],
  };
  const facts = { ...example, links, changes };
  const [{ clusters }] = layoutsOf(facts);
  expect(clusters.map(({ name }) => name).sort()).toEqual(['?', 'cluster1', 'cluster2', 'old']);
  expect(printReport('svg', facts)).toMatch(/class="node unknown gone"[^]*− old/);
  expect(mermaid(facts)).toMatch(/c0 -\.->\|"a"\| unknown\n/);
});

const written = (directory: string) =>
  gatherFacts(new Mesh(readWorld({ directories: [directory] }, new Problems())));

test('the pictures of the README are those of the examples', () => {
  const svg = printReport('svg', written('examples/online-boutique/dist'));
  if (process.env.UPDATE_GOLDEN && !process.env.CI) {
    writeFileSync('docs/online-boutique.svg', svg);
  }
  expect(readFileSync('docs/online-boutique.svg', 'utf8')).toBe(svg);
  expect(readFileSync('README.md', 'utf8')).toContain(
    `\`\`\`mermaid\n${mermaid(written('dist'))}\`\`\`\n`,
  );
});
