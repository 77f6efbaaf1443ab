import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import * as path from 'path';
import { namesStay } from './kept';
import { parserAgrees } from './parser';
import { serversAnswer } from './servers';
import { stubsAnswer } from './stubs';
import { lintAgrees, zonesAgree } from './versions';
import { DNS_SERVER_IMAGE } from '../../src/model/dns/resolve-dns';
import { Result } from '../results';

/** How many settings are made up for each platform: with the CoreDNS of the mesh, and others. */
const MANY = 10;
const FEW = 3;

/** Prints the results of some parts: the parser, the stub domains, or a version of CoreDNS. */
async function main([cache, ...parts]: string[]): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'conformance-dns-'));
  const results: { [part: string]: Result[] } = {};
  try {
    for (const part of parts) {
      results[part] = await resultsOf(part, cache, folder);
    }
    console.log(JSON.stringify(results));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function resultsOf(part: string, cache: string, folder: string): Promise<Result[]> {
  const coredns = (version: string) => path.join(cache, `coredns-${version}`);
  const binary = coredns(part);
  const meshServer = coredns(DNS_SERVER_IMAGE.split(':')[1]);
  switch (part) {
    case 'parser':
      return parserAgrees(path.join(cache, 'corefile-oracle'));
    case 'stubs':
      return stubsAnswer(meshServer, folder);
    default:
      return [
        ...(await serversAnswer(binary, part, meshServer, folder)),
        await lintAgrees(binary, part, folder),
        await zonesAgree(binary, part, folder),
        ...(await namesStay(binary, part, meshServer, folder, binary === meshServer ? MANY : FEW)),
      ];
  }
}

void main(process.argv.slice(2));
