import { caSubcommand, ReadOptions } from './options';
import { runCa } from './run';
import { MeshCommand } from '../mesh-command';

/** `mesh ca confirm`. @internal */
export function confirmCommand(): MeshCommand {
  return caSubcommand('confirm')
    .summary('note that a cluster has arrived at a step of the rotation')
    .description(
      'Holds what a cluster says of itself against the step that was taken, and notes that it has arrived. Its README.md has the commands that ask it.',
    )
    .argument('<cluster>', 'name of the cluster')
    .option('--from <file>', 'what the cluster says (required)')
    .examples(['mesh ca confirm east --from /tmp/east-evidence', 'one cluster'])
    .does((name: string, options: ReadOptions) => runCa('confirm', [name], options));
}
