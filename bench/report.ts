import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import * as path from 'path';
import { writeReport } from './analysis';
import { TEN } from './subjects';
import { table } from './tables';
import { hasBrowser, startBrowser } from '../test/browser/webdriver';

/** What a person waits for in the page of 27,000 imports, in milliseconds until it is drawn. */
export async function reportTable(): Promise<string> {
  if (!hasBrowser()) {
    return 'report: skipped: there is no chromedriver; test/browser/run gets it';
  }
  const folder = mkdtempSync(path.join(tmpdir(), 'mesh-bench-'));
  const page = writeReport(TEN, folder);
  const browser = await startBrowser();
  try {
    const rows: string[][] = [];
    const timed = async (what: string, does: () => Promise<unknown>) => {
      const start = performance.now();
      await does();
      await browser.run(
        'return new Promise(resolve => requestAnimationFrame(() => setTimeout(resolve)))',
      );
      rows.push([what, (performance.now() - start).toFixed(0)]);
    };
    await timed('open', () => browser.open(page));
    await timed('the access view', () => browser.click('#tab-access'));
    await timed('open a cluster of 300 services', () => browser.click('#access tbody th button'));
    await timed('without what is refused', () => browser.click('label.no input'));
    await timed('search a service, 11 letters', () =>
      browser.type('#access input[type=search]', 'service1-1.'),
    );
    return table(['the page of 27,000 imports', 'ms'], rows);
  } finally {
    await browser.quit();
    rmSync(folder, { recursive: true });
  }
}
