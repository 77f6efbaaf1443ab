import * as path from 'path';
import { DESCRIPTION_ARGUMENT, targetOf } from './description';
import { tellFailure } from './failure';
import { MeshCommand } from './mesh-command';
import { descriptionOf } from './run';
import type { LockReport } from '../constructs/report';
import { writeLock } from '../description/locks/mesh-lock-file';
import type { LockChanges } from '../description/locks/next-lock';
import { textIfAny } from '../files/read-text';
import { markMerged } from '../output/index-file';
import { check } from '../problems/problems';
import { hasConflict } from '../values/conflict';
import { counted } from '../values/counted';
import { inFormat, OutputFormat } from '../values/output-format';

interface UpdateOptions {
  readonly app?: string;
  readonly reuse?: boolean;
  readonly output: OutputFormat;
}

/** `mesh update`. @internal */
export function updateCommand(): MeshCommand {
  return new MeshCommand('update')
    .summary('bring the lock file up to date')
    .description(
      'Gives virtual IPs to the services that need one, and pins what the inventory says, in mesh.lock.json, and writes nothing else. What nobody needs any more stays there as released, and no other service gets it. After a merge, reads both sides of a conflict, and moves the newcomer where two services have one address.',
    )
    .argument('[file]', DESCRIPTION_ARGUMENT)
    .option('--app <command>', 'run this app instead of `app` of cdk8s.yaml')
    .option('--reuse', 'forget what is released: others may get it')
    .formats()
    .examples(
      ['mesh update mesh.yaml', 'write the lock file beside mesh.yaml'],
      ['mesh update', 'what cdk8s.yaml says'],
    )
    .does((file: string | undefined, options: UpdateOptions) => {
      const { source, outdir } = targetOf(file, options);
      const { output } = options;
      const telling = { command: 'mesh update', outcome: 'nothing was written', output };
      return tellFailure(telling, async () => {
        const locks = await descriptionOf(source, telling).locks(options.reuse ?? false);
        const isMerge =
          locks.some(isInConflict) ||
          locks.some(({ changes }) => changes && changes.moved.length > 0);
        check(problems =>
          locks.forEach(({ file: lock, text }) => writeLock(lock, text, problems.at('lockFile'))),
        );
        if (isMerge) {
          check(problems => markMerged(outdir, problems));
        }
        const told = inFormat(
          output,
          () => asText(locks),
          () => ({ locks: locks.map(dataOf) }),
        );
        process.stdout.write(told);
        return 0;
      });
    });
}

/** Before it is written anew. */
function isInConflict({ file }: LockReport): boolean {
  return hasConflict(textIfAny(file) ?? '');
}

const dataOf = ({ file, virtualIps, changes, inventory }: LockReport): object => ({
  file: path.relative('', file),
  virtualIps,
  ...changes,
  inventory,
});

function asText(locks: readonly LockReport[]): string {
  return locks
    .map(({ file, virtualIps, changes, inventory }) => {
      const count = `${counted(virtualIps, 'virtual IP')}${counts(changes)}`;
      const told = [count, ...pinned(inventory)].join(', ');
      const lines = [`${path.relative('', file)}: ${told}`, ...moves(changes)];
      return lines.map(line => `${line}\n`).join('');
    })
    .join('');
}

const NO_CHANGES: LockChanges = { added: 0, released: 0, moved: [] };

function counts({ added, moved, released } = NO_CHANGES): string {
  const parts = [
    { count: added, what: 'new' },
    { count: moved.length, what: 'moved' },
    { count: released, what: 'released' },
  ].flatMap(({ count, what }) => (count > 0 ? `${count} ${what}` : []));
  return parts.length > 0 ? ` (${parts.join(', ')})` : '';
}

function pinned(inventory: LockReport['inventory']): string[] {
  if (!inventory) {
    return [];
  }
  const { clusters, changed } = inventory;
  const names = changed.length === 0 ? '' : ` (changed: ${changed.join(', ')})`;
  return [`${counted(clusters, 'cluster')} of the inventory${names}`];
}

const moves = ({ moved } = NO_CHANGES): string[] =>
  moved.map(({ host, from, to, keptBy }) => {
    const why = keptBy === undefined ? '' : `, which stays with "${keptBy}"`;
    return `  "${host}" moves to ${to} from ${from}${why}`;
  });
