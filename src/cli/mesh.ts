import { synth } from './synth';
import { update } from './update';
import { ca } from '../ca/ca';

const USAGE = `Usage: mesh synth  [--json] [--app COMMAND] [--output DIRECTORY]
       mesh update [--json] [--app COMMAND]
       mesh ca     COMMAND [OPTIONS]        (mesh ca help)

  synth   Run the app of cdk8s.yaml and bring the output directory up to date.
          Unlike \`cdk8s synth\`, it keeps the old output until the new one is
          complete: after a failure nothing has changed.
  update  Give virtual IPs to the services that need one, and take back what
          nobody needs, in mesh.lock.json. Writes nothing else.
  ca      Make, renew and replace the clusters' CA certificates.

  --json     print what was done as JSON
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
    case 'update':
      return update(rest);
    case 'ca':
      return ca(rest);
    case 'help':
    case '--help':
    case '-h':
      process.stdout.write(USAGE);
      return 0;
    default:
      process.stderr.write(
        command === undefined ? USAGE : `mesh: unknown command "${command}"\n\n${USAGE}`,
      );
      return 2;
  }
}
