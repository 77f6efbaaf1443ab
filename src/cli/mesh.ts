import { CommanderError } from 'commander';
import { caCommand } from './ca/ca';
import { checkCommand } from './check/check';
import { completeCommand, completionCommand } from './completion/completion';
import { diffCommand } from './diff/diff';
import { explainCommand } from './explain';
import { importCommand } from './import/import';
import { initCommand } from './init/init';
import { MeshCommand } from './mesh-command';
import { ownersCommand } from './owners';
import { reachCommand } from './reach';
import { reportCommand } from './report/report';
import { rolloutCommand } from './rollout/rollout';
import { synthCommand } from './synth';
import { updateCommand } from './update';
import { validateCommand } from './validate';
import { versionCommand } from './version';

const EXIT_STATUS = `
Exit status:
  0  done
  1  it could not be done, or the command line is wrong
  2  done, and there are changes or findings (of commands that look for them)`;

/**
 * The command `mesh`.
 *
 * @param args the words behind the command's name
 * @param version of the package
 * @returns the exit status
 * @internal
 */
export async function main(args: string[], version = '0.0.0'): Promise<number> {
  const mesh: MeshCommand = new MeshCommand('mesh')
    .description(
      'Turns one description of an Istio mesh over several clusters into one directory of YAML for each cluster.',
    )
    .version(version, '-V, --version', 'show the version')
    .helpCommand('help [command]', 'show the help of a command')
    .addCommand(initCommand())
    .addCommand(importCommand())
    .addCommand(validateCommand())
    .addCommand(synthCommand())
    .addCommand(updateCommand())
    .addCommand(rolloutCommand())
    .addCommand(ownersCommand())
    .addCommand(reachCommand())
    .addCommand(diffCommand())
    .addCommand(reportCommand())
    .addCommand(checkCommand())
    .addCommand(explainCommand())
    .addCommand(caCommand())
    .addCommand(completionCommand())
    .addCommand(
      completeCommand(() => mesh),
      { hidden: true },
    )
    .addCommand(versionCommand(version))
    .examples(
      ['mesh init', 'begin a description'],
      ['mesh import east west', 'or one of the clusters that are connected already'],
      ['mesh validate', 'what is wrong with it'],
      ['mesh synth', 'write dist/'],
      ['mesh update', 'give virtual IPs to new services'],
      ['mesh rollout --wave 1', 'bring a change to the first clusters'],
      ['mesh owners', 'who owns which part of mesh.yaml'],
      ['mesh reach --all', 'who can call whom'],
      ['mesh diff --base main', 'what a change does to that'],
      ['mesh report', 'the mesh as a page to look at'],
      ['mesh check --context cluster1=kind-one', 'whether what runs is what was written'],
      ['mesh explain MESH325', 'what an error means'],
      ['mesh help ca issue', 'the options of a command'],
    )
    .exitStatus(EXIT_STATUS);
  try {
    await mesh.parseAsync(args, { from: 'user' });
    return mesh.status;
  } catch (error) {
    if (error instanceof CommanderError) {
      return error.exitCode;
    }
    throw error;
  }
}
