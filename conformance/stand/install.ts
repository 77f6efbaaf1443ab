import { readFileSync } from 'fs';
import * as path from 'path';
import { run } from './commands';
import { ControlPlane } from './control-plane';

/** A numbered step of a generated README: its sentence, and its commands if it has any. */
export interface Step {
  readonly text: string;
  readonly commands?: string;
}

/** The steps of the section "Install" of a cluster's README, in order. */
export function installSteps(directory: string): Step[] {
  const readme = readFileSync(path.join(directory, 'README.md'), 'utf8');
  const section = readme.split(/^## /m).find(part => part.startsWith('Install\n'))!;
  return section.split(/^\d+\. /m).slice(1).map(step => {
    const [text, commands] = step.split('```sh\n');
    return { text: text.trim(), commands: commands?.split('```')[0] };
  });
}

/**
 * Does what a step says, as a person would: its commands, in the cluster's directory, with kubectl's context set to the cluster. Only what
 * has a `<name>` to fill in, to look at something afterwards, is left to the suites.
 */
export async function perform({ commands }: Step, directory: string, plane: ControlPlane): Promise<string> {
  return commands === undefined || commands.includes('<name>') ? '' : run(['bash', '-euo', 'pipefail', '-c', commands], { cwd: directory, env: plane.environment, timeout: 240 });
}
