import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import * as path from 'path';
import { ageAgrees } from './age';
import { chainsAgree } from './chains';
import { Oracle, Result } from './oracle';
import { samplesAreRefused } from './samples';
import { sealedSecretsAgree } from './sealed-secrets';
import { sopsAgrees } from './sops';

const [cache, istio, ...versions] = process.argv.slice(2);

async function main(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'conformance-trust-'));
  const oracle = new Oracle(cache);
  const results: Result[] = [];
  try {
    const [chains, secrets] = ['chains', 'sops'].map(name => path.join(folder, name));
    [chains, secrets].forEach(name => mkdirSync(name));
    results.push(...chainsAgree(oracle, chains), ...samplesAreRefused(istio), ...await ageAgrees(oracle), ...sealedSecretsAgree(oracle));
    results.push(...await sopsAgrees(path.join(cache, 'sops'), secrets));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const bad = results.filter(({ problem }) => problem !== undefined);
  bad.forEach(({ what, problem }) => console.error(`FAILED ${what}: ${problem}`));
  const table = ['# Trust: results', '', `Written by \`conformance/trust/run\`, with ${versions.join(', ')}.`, '',
    '| what | result |', '| --- | --- |', ...results.map(({ what, problem, note }) => `| ${what} | ${problem === undefined ? note ?? 'right' : 'WRONG'} |`), ''];
  writeFileSync(path.join(__dirname, 'RESULTS.md'), table.join('\n'));
  console.log(`conformance/trust: ${results.length - bad.length} right, ${bad.length} wrong`);
  process.exitCode = bad.length === 0 ? 0 : 1;
}

void main();
