import { caSubcommand, ReadOptions } from './options';
import { runCa } from './run';
import { MeshCommand } from '../mesh-command';

/** `mesh ca status`. @internal */
export function statusCommand(): MeshCommand {
  return caSubcommand('status')
    .summary('what there is and when it ends')
    .description(
      'Shows what there is and when it ends. The exit status is 2 when something has ended.',
    )
    .formats()
    .examples(['mesh ca status', 'certificates, and how far a rotation has come'])
    .does((options: ReadOptions) => runCa('status', [], options));
}
