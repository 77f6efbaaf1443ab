import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import * as path from 'path';
import { parserAgrees } from './parser';
import { Result, serversAnswer } from './servers';
import { stubsAnswer } from './stubs';

const [cache, ...versions] = process.argv.slice(2);

async function main(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'conformance-dns-'));
  const results: Result[] = [];
  try {
    results.push(...parserAgrees(path.join(cache, 'corefile-oracle')));
    for (const version of versions) {
      results.push(...await serversAnswer(path.join(cache, `coredns-${version}`), version, folder));
    }
    results.push(...await stubsAnswer(path.join(cache, `coredns-${versions[versions.length - 1]}`), folder));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const bad = results.filter(({ problem }) => problem !== undefined);
  bad.forEach(({ what, problem }) => console.error(`FAILED ${what}: ${problem}`));
  const table = ['# DNS: results', '', `Written by \`conformance/dns/run\`.`, '', '| what | result |', '| --- | --- |',
    ...results.map(({ what, problem, note }) => `| ${what} | ${problem === undefined ? note ?? 'right' : 'WRONG'} |`), ''];
  writeFileSync(path.join(__dirname, 'RESULTS.md'), table.join('\n'));
  console.log(`conformance/dns: ${results.length - bad.length} right, ${bad.length} wrong`);
  process.exitCode = bad.length === 0 ? 0 : 1;
}

void main();
