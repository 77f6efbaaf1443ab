import { Argument } from 'commander';
import { candidates } from './candidates';
import { SCRIPTS, Shell } from './scripts';
import { MeshCommand } from '../mesh-command';

/** `mesh completion`. @internal */
export function completionCommand(): MeshCommand {
  return new MeshCommand('completion')
    .summary('print a script that lets a shell complete mesh')
    .description(
      'Prints a script that lets a shell complete commands, options and their values. It expects the command `mesh` on the PATH.',
    )
    .addArgument(new Argument('<shell>', 'the shell').choices(Object.keys(SCRIPTS)))
    .examples(
      ['mesh completion bash >> ~/.bashrc', 'in every new shell'],
      ['mesh completion zsh > ~/.zfunc/_mesh', 'in a directory of fpath'],
      ['mesh completion fish > ~/.config/fish/completions/mesh.fish', ''],
    )
    .does((shell: Shell) => {
      process.stdout.write(SCRIPTS[shell]);
      return 0;
    });
}

/**
 * What the scripts ask: the words behind `mesh`, of which the last is being typed.
 *
 * @param root gives the topmost command, which does not exist yet
 * @internal
 */
export function completeCommand(root: () => MeshCommand): MeshCommand {
  return new MeshCommand('complete')
    .description('Prints what the last word can become, a line each.')
    .argument('[words...]', 'behind `mesh`')
    .does((words: string[]) => {
      process.stdout.write(
        candidates(root(), words)
          .map(word => `${word}\n`)
          .join(''),
      );
      return 0;
    });
}
