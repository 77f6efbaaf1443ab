import { mkdirSync, readFileSync, writeFileSync } from 'fs';
import * as path from 'path';
import { meshes } from './meshes';
import { Browser, hasBrowser, startBrowser } from './webdriver';
import { page } from '../../src/report/page';
import { temporaryFolder } from '../golden/golden';

// for people, where a variable says so: see `run`
const SHOTS = process.env.SCREENSHOTS;
const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

if (hasBrowser()) {
  inBrowser();
} else {
  test.skip('skipped: there is no chromedriver; test/browser/run gets it', () => {});
}

function inBrowser(): void {
  const folder = temporaryFolder();
  const all = meshes(folder);
  let browser: Browser;

  beforeAll(async () => {
    browser = await startBrowser();
    for (const [name, facts] of Object.entries(all)) {
      writeFileSync(path.join(folder, `${name}.html`), page(facts));
    }
  });
  afterAll(() => browser.quit());

  const open = (name: string) => browser.open(path.join(folder, `${name}.html`));

  async function shoot(name: string): Promise<void> {
    if (SHOTS !== undefined) {
      mkdirSync(SHOTS, { recursive: true });
      writeFileSync(path.join(SHOTS, `${name}.png`), await browser.screenshot());
    }
  }

  const violations = () =>
    browser.run<string[]>(
      `${AXE}
      return axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
        violations.map(({ id, nodes }) => id + ': ' + nodes.slice(0, 3).map(one => one.target + ' ' + one.failureSummary).join(', ')));`,
    );

  const tabs = () =>
    browser.run<string[]>(
      "return [...document.querySelectorAll('[role=tab]')].map(({ id }) => id)",
    );

  const text = (selector: string) =>
    browser.run<string>('return document.querySelector(arguments[0]).textContent', selector);

  const count = (selector: string) =>
    browser.run<number>('return document.querySelectorAll(arguments[0]).length', selector);

  describe.each(Object.keys(all))('%s', name => {
    test.each(['light', 'dark'] as const)(
      'every view: nothing in the console, nothing for axe: %s',
      async scheme => {
        await browser.show(scheme);
        await open(name);
        for (const tab of await tabs()) {
          await browser.click(`#${tab}`);
          expect(await count('.view.open')).toBe(1);
          expect(await violations()).toEqual([]);
          await shoot(`${name}-${tab}-${scheme}`);
        }
        expect(await browser.console()).toEqual([]);
      },
    );

    test('on paper every view is there', async () => {
      await open(name);
      await browser.show('light', 'print');
      await browser.run("dispatchEvent(new Event('beforeprint'))");
      const heights = await browser.run<number[]>(
        "return [...document.querySelectorAll('.view')].map(one => one.offsetHeight)",
      );
      expect(heights.filter(height => height < 50)).toEqual([]);
      await shoot(`${name}-print`);
      await browser.show('light');
    });
  });

  test('names are text: no element of theirs, no script', async () => {
    await open('hostile');
    for (const tab of await tabs()) {
      await browser.click(`#${tab}`);
    }
    expect(
      await count('img, iframe, object, embed, b[onload], [onerror], [onload], [onclick]'),
    ).toBe(0);
    expect(await count('script')).toBe(2);
    expect(await text('#topology')).toContain('two<img src=x');
  });

  test('the policy lets nothing else run, and nothing be loaded', async () => {
    await open('root');
    const refused = await browser.run<string[]>(`
      const refused = [];
      addEventListener('securitypolicyviolation', ({ effectiveDirective }) => refused.push(effectiveDirective));
      const add = (tag, fields) => document.body.append(Object.assign(document.createElement(tag), fields));
      add('script', { textContent: 'window.ran = true' });
      add('img', { src: 'http://127.0.0.1:9/a.png' });
      add('style', { textContent: 'body { color: red }' });
      return fetch('http://127.0.0.1:9/').catch(() => {}).then(() => new Promise(resolve => setTimeout(resolve, 200)))
        .then(() => [...refused.sort(), String(window.ran)]);`);
    expect(refused).toEqual([
      'connect-src',
      'img-src',
      'script-src-elem',
      'style-src-elem',
      'undefined',
    ]);
    await browser.console();
  });

  test('a cluster is found, chosen, and shown with its neighbors', async () => {
    await open('boutique');
    await browser.type('#topology input[type=search]', 'edge');
    expect(await text('.details h3')).toBe('edge');
    expect(await text('.details')).toMatch(/Calls.*back: 2 hosts.*shop: 5 hosts/);
    expect(await count('.node.missed')).toBe(2);
    await open('many');
    await browser.type('#topology input[type=search]', 'cluster-42');
    expect(await count('.link.own')).toBe(200);
    await browser.click('#topology input[type=checkbox]');
    expect(await count('.node:not(.away)')).toBe(101);
    await shoot('many-neighbors');
  });

  test('a call is found, and told step by step, with file and line', async () => {
    await open('root');
    await browser.click('#tab-access');
    expect(await text('[role=status]')).toBe('2 calls of 2');
    await browser.click('label.no input');
    expect(await text('[role=status]')).toBe('1 call of 2');
    await browser.run("[...document.querySelectorAll('.cell.yes')].at(-1).click()");
    const told = await text('#access .details');
    expect(told).toMatch(/^cluster1\/foo\/sleep → httpbin\.bar\.global:8000yes/);
    expect(told).toMatch(/gateway \(cluster2\) .*istio-system\.yaml:1/);
    await browser.type('#access input[type=search]', 'nothing');
    expect(await text('[role=status]')).toBe('0 calls of 2');
  });

  test('many calls begin with clusters, which open', async () => {
    await open('many');
    await browser.click('#tab-access');
    expect(await count('#access tbody tr')).toBe(60);
    await browser.click('#access tbody th button');
    expect(await text('#access tbody tr:nth-child(2) th')).toContain('shop');
    await browser.type('#access input[type=search]', 'web.cluster-199.');
    expect(await count('#access tbody tr')).toBe(1);
  });

  test('what changed is marked, where it is and in words', async () => {
    await open('changed');
    expect(await count('.node.gone, .node.changed')).toBe(2);
    await browser.click('#tab-access');
    expect(await count('.cell.marked')).toBeGreaterThan(0);
    await browser.click('#tab-changes');
    expect(await text('#changes')).toContain('clusters that are gone: gone');
  });

  test('by the keyboard alone', async () => {
    await open('boutique');
    await browser.press('tab');
    await browser.press('right');
    expect(await text('.view.open h2')).toBe('Access');
    await browser.run("document.querySelector('.cell').focus()");
    await browser.press('right');
    await browser.press('enter');
    expect(await text('#access .details h3')).toMatch(/→/);
    await browser.click('#tab-topology');
    await browser.run("document.querySelector('.node').focus()");
    await browser.press('enter');
    expect(await count('.node.chosen')).toBe(1);
  });
}
