import * as path from 'path';
import { each } from '../parallel';
import { Result } from '../results';
import { reportFolder } from '../results-page';
import { run } from '../stand/commands';

const ROOT = path.join(__dirname, '../..');
/** Most of the time is waiting: CoreDNS gives an API server that is not there five seconds. */
const AT_A_TIME = 4;

/**
 * All servers want the same ports, so each process has a network of its own; in it an address for
 * the server that is forwarded to, which must not be a loopback one.
 */
const IN_NETWORK =
  'ip link set lo up && ip address add 10.9.0.53/32 dev lo && exec npx ts-node -T --project test/tsconfig.json conformance/dns/parts.ts "$@"';

async function main([cache, ...versions]: string[]): Promise<void> {
  const parts = ['parser', ...versions, 'stubs'];
  const groups = Array.from({ length: AT_A_TIME }, (_, i) =>
    parts.filter((__, j) => j % AT_A_TIME === i),
  );
  const results = await each(groups, AT_A_TIME, async group => {
    const printed = await run(
      ['unshare', '--net', 'bash', '-c', IN_NETWORK, '--', cache, ...group],
      { cwd: ROOT, timeout: 600 },
    );
    return JSON.parse(printed) as { readonly [part: string]: readonly Result[] };
  });
  const byPart = Object.assign({}, ...results);
  reportFolder(
    'dns',
    'DNS: results',
    'Written by `conformance/dns/run`.',
    parts.flatMap(part => byPart[part]),
  );
}

void main(process.argv.slice(2));
