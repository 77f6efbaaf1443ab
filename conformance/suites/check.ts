import { mkdtempSync, readFileSync } from 'fs';
import { tmpdir } from 'os';
import * as path from 'path';
import { faultsFor } from './check-faults';
import { must } from './requests';
import { remember } from '../../src/values/remember';
import { Results } from '../results';
import { StandCluster } from '../stand/cluster';
import { attempt, run, waitFor } from '../stand/commands';
import { Stand } from '../stand/stand';

const SUITE = 'check';
/** Of the stand's own kubeconfigs. */
const CONTEXT = 'stand';

/**
 * `mesh check` against the API servers: nothing is found in what was installed, by asking kubectl
 * and by the commands that it prints; each fault that is put in is found, and nothing else; and
 * nothing is found when all are mended.
 */
export async function check(stand: Stand, results: Results): Promise<void> {
  for (const cluster of stand.clusters) {
    await results.check(SUITE, `${cluster.name}: healthy, asked by kubectl`, async () => {
      const { code, stdout, stderr } = await attempt(
        meshCheck(stand, '--context', `${cluster.name}=${CONTEXT}`),
        { timeout: 180, env: cluster.plane.environment },
      );
      must(code === 0, stdout + stderr);
      return `${stdout.match(/√/g)!.length} checks, nothing found`;
    });
  }
  await results.check(SUITE, 'healthy, by the commands that it prints', async () => {
    must((await findings(stand)) === '', await findings(stand));
    return 'nothing found, and no private key is in what they print';
  });
  const faults = faultsFor(stand);
  for (const { what, put, found, mend } of faults) {
    await results.check(SUITE, `${what}: it is found, and nothing else`, async () => {
      await put();
      try {
        const wanted = [...found].sort().join('\n');
        await arrives(stand, wanted);
        return found.map(line => line.split(' ')[1]).join(', ');
      } finally {
        await mend();
      }
    });
  }
  await results.check(SUITE, 'all of it mended: nothing is found', () => arrives(stand, ''));
}

/** What controllers have to do something about takes its time. */
async function arrives(stand: Stand, wanted: string): Promise<void> {
  let seen = '';
  await waitFor(
    'what is found to be what was put in',
    60,
    async () => (seen = await findings(stand)) === wanted,
    () => `wanted:\n${wanted}\nfound:\n${seen}`,
  );
}

const meshCheck = (stand: Stand, ...args: string[]): string[] => [
  path.join(stand.authority.commands, 'mesh'),
  'check',
  ...['--dist', stand.output, '--lock', stand.authority.lockFile],
  ...args,
];

/** All clusters at once, a line for each finding, from what the printed commands print. */
async function findings(stand: Stand): Promise<string> {
  const folder = mkdtempSync(path.join(tmpdir(), 'live-'));
  await Promise.all(stand.clusters.map(async cluster => fetch(stand, cluster, folder)));
  const live = path.join(folder, 'live');
  const { code, stdout, stderr } = await attempt(meshCheck(stand, live, '-o', 'json'), {
    timeout: 180,
  });
  must(code === 0 || code === 2, stderr);
  /* eslint-disable @typescript-eslint/no-explicit-any -- of JSON */
  const lines = JSON.parse(stdout).clusters.flatMap(({ name, checks }: any) =>
    checks.flatMap((one: any) =>
      one.findings.map(({ code: of, object }: any) => `${name} ${of} ${object}`),
    ),
  );
  return [...new Set(lines)].sort().join('\n');
}

const printed = new Map<string, Promise<string>>();

async function fetch(stand: Stand, { name, plane }: StandCluster, folder: string): Promise<void> {
  const context = ['--context', `${name}=${CONTEXT}`];
  const script = await remember(printed, name, async () =>
    run(meshCheck(stand, '--print-kubectl', ...context), { timeout: 180 }),
  );
  const commands = script.split('\n').filter(line => !line.startsWith('mesh '));
  await run(['bash', '-euc', commands.join('\n')], { cwd: folder, env: plane.environment });
  const live = readFileSync(path.join(folder, 'live', `${name}.yaml`), 'utf8');
  must(live.includes('ca-cert.pem') && !live.includes('ca-key.pem'), 'a key was printed');
}
