import { mkdirSync, mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import * as path from 'path';
import { ageAgrees } from './age';
import { chainsAgree } from './chains';
import { Oracle } from './oracle';
import { Result } from '../results';
import { reportFolder } from '../results-page';
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
    results.push(
      ...chainsAgree(oracle, chains),
      ...samplesAreRefused(istio),
      ...(await ageAgrees(oracle)),
      ...sealedSecretsAgree(oracle),
    );
    results.push(...(await sopsAgrees(path.join(cache, 'sops'), secrets)));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  reportFolder(
    'trust',
    'Trust: results',
    `Written by \`conformance/trust/run\`, with ${versions.join(', ')}.`,
    results,
  );
}

void main();
