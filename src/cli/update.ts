import { existsSync, readFileSync } from 'fs';
import * as path from 'path';
import { targetOf } from './description';
import { tellFailure } from './failure';
import { MeshCommand } from './mesh-command';
import { descriptionOf } from './run';
import type { LockReport } from '../constructs/report';
import { writeLock } from '../description/locks/mesh-lock-file';
import { markMerged } from '../output/index-file';
import { check } from '../problems/problems';
import { hasConflict } from '../values/conflict';

interface UpdateOptions {
  readonly app?: string;
  readonly json?: boolean;
}

/** `mesh update`. @internal */
export function updateCommand(): MeshCommand {
  return new MeshCommand('update')
    .summary('give virtual IPs to the services that need one')
    .description(
      'Gives virtual IPs to the services that need one, and takes back those that nobody needs, in mesh.lock.json. Writes nothing else.',
    )
    .argument(
      '[file]',
      'a description such as mesh.yaml (default: the app of cdk8s.yaml, otherwise mesh.yaml)',
    )
    .option('--app <command>', 'run this app instead of `app` of cdk8s.yaml')
    .option('--json', 'print what was done as JSON')
    .examples(
      ['mesh update mesh.yaml', 'write the lock file beside mesh.yaml'],
      ['mesh update', 'what cdk8s.yaml says'],
    )
    .does((file: string | undefined, options: UpdateOptions) => {
      const { source, output } = targetOf(file, options);
      const telling = {
        command: 'mesh update',
        outcome: 'nothing was written',
        json: options.json,
      };
      return tellFailure(telling, async () => {
        const locks = await descriptionOf(source, telling).locks();
        const isMerge = locks.some(isInConflict);
        check(problems =>
          locks.forEach(({ file: lock, text }) => writeLock(lock, text, problems.at('lockFile'))),
        );
        if (isMerge) {
          check(problems => markMerged(output, problems));
        }
        process.stdout.write(options.json ? asJson(locks) : asText(locks));
        return 0;
      });
    });
}

/** Before it is written anew. */
function isInConflict({ file }: LockReport): boolean {
  return existsSync(file) && hasConflict(readFileSync(file, 'utf8'));
}

function asJson(locks: readonly LockReport[]): string {
  const shown = locks.map(({ file, virtualIps }) => ({
    file: path.relative('', file),
    virtualIps,
  }));
  return `${JSON.stringify({ locks: shown }, undefined, 2)}\n`;
}

function asText(locks: readonly LockReport[]): string {
  return locks
    .map(
      ({ file, virtualIps }) =>
        `${path.relative('', file)}: ${virtualIps} virtual IP${virtualIps === 1 ? '' : 's'}\n`,
    )
    .join('');
}
