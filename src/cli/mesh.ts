import { synth } from './synth';

const USAGE = `Usage: mesh synth [--json] [--app COMMAND] [--output DIRECTORY]

  synth   Run the app of cdk8s.yaml and bring the output directory up to date.
          Unlike \`cdk8s synth\`, it keeps the old output until the new one is
          complete: after a failure nothing has changed.

  --json     print the summary as JSON
  --app      command to run instead of \`app\` of cdk8s.yaml
  --output   directory to write instead of \`output\` of cdk8s.yaml (default: dist)
`;

/**
 * The command `mesh`.
 *
 * @param args the words behind the command's name
 * @returns the exit status: 0 done, 1 the description or the app is wrong, 2 the command line is
 * @internal
 */
export async function main(args: string[]): Promise<number> {
  const [command, ...rest] = args;
  switch (command) {
    case 'synth':
      return synth(rest);
    case 'help':
    case '--help':
    case '-h':
      process.stdout.write(USAGE);
      return 0;
    default:
      process.stderr.write(command === undefined ? USAGE : `mesh: unknown command "${command}"\n\n${USAGE}`);
      return 2;
  }
}
