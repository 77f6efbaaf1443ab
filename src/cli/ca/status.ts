import { caSubcommand, ReadOptions } from './options';
import { runCa } from './run';
import { MeshCommand } from '../mesh-command';

const EXIT_STATUS = `
Exit status:
  0  nothing has ended
  1  it could not be told, or the command line is wrong
  2  something has ended`;

/** `mesh ca status`. @internal */
export function statusCommand(): MeshCommand {
  return caSubcommand('status')
    .summary('what there is and when it ends')
    .description('Shows what there is and when it ends.')
    .formats()
    .examples(['mesh ca status', 'certificates, and how far a rotation has come'])
    .exitStatus(EXIT_STATUS)
    .does((options: ReadOptions) => runCa('status', [], options));
}
