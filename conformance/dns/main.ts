import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import * as path from 'path';
import { parserAgrees } from './parser';
import { Result, serversAnswer } from './servers';
import { stubsAnswer } from './stubs';
import { lintAgrees, zonesAgree } from './versions';
import { DNS_SERVER_IMAGE } from '../../src/dns/dns-server';

const [cache, ...versions] = process.argv.slice(2);

async function main(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'conformance-dns-'));
  const results: Result[] = [];
  const meshServer = path.join(cache, `coredns-${DNS_SERVER_IMAGE.split(':')[1]}`);
  try {
    results.push(...parserAgrees(path.join(cache, 'corefile-oracle')));
    for (const version of versions) {
      const binary = path.join(cache, `coredns-${version}`);
      results.push(...await serversAnswer(binary, version, meshServer, folder), await lintAgrees(binary, version, folder), await zonesAgree(binary, version, folder));
    }
    results.push(...await stubsAnswer(path.join(cache, `coredns-${versions[versions.length - 1]}`), folder));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const bad = results.filter(({ problem }) => problem !== undefined);
  bad.forEach(({ what, problem }) => console.error(`FAILED ${what}: ${problem}`));
  const table = ['# DNS: results', '', 'Written by `conformance/dns/run`.', '', '| what | result |', '| --- | --- |',
    ...results.map(({ what, problem, note }) => `| ${what} | ${problem === undefined ? note ?? 'right' : 'WRONG'} |`), ''];
  writeFileSync(path.join(__dirname, 'RESULTS.md'), table.join('\n'));
  console.log(`conformance/dns: ${results.length - bad.length} right, ${bad.length} wrong`);
  process.exitCode = bad.length === 0 ? 0 : 1;
}

void main();
