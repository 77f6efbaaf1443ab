import { caSubcommand, ReadOptions } from './options';
import { runCa } from './run';
import { MeshCommand } from '../mesh-command';

/** `mesh ca forget`. @internal */
export function forgetCommand(): MeshCommand {
  return caSubcommand('forget')
    .summary('take out clusters that are gone')
    .description('Takes out clusters that are gone. Their keys stay where they are.')
    .argument('<cluster...>', 'names of clusters')
    .examples(['mesh ca forget east', 'the cluster was deleted'])
    .does((names: string[], options: ReadOptions) => runCa('forget', names, options));
}
