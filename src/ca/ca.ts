import { forget } from './forget';
import { init } from './init';
import { issue, renew } from './issue';
import { readCaOptions, UsageError } from './options';
import { confirmCluster, rotate } from './rotate';
import { sealKeys } from './seal';
import { Session } from './session';
import { status } from './status';
import { CA_USAGE } from './usage';
import { MeshError } from '../problems/mesh-error';
import { meshProblem } from '../problems/mesh-problem';
import { formatProblem } from '../problems/problem-text';

const COMMANDS: { readonly [name: string]: (session: Session) => number } = {
  init,
  issue,
  renew,
  seal: sealKeys,
  forget,
  rotate,
  confirm: confirmCluster,
  status,
};

/**
 * The command `mesh ca`.
 *
 * @returns the exit status: 0 done, 1 it cannot be done, 2 the command line is wrong
 * @internal
 */
export function ca([name, ...args]: string[]): number {
  if (name === 'help' || name === '--help' || name === '-h') {
    process.stdout.write(CA_USAGE);
    return 0;
  }
  try {
    if (name === undefined || !Object.hasOwn(COMMANDS, name)) {
      throw new UsageError(
        name === undefined ? 'a command is missing' : `unknown command "${name}"`,
      );
    }
    const session = new Session(readCaOptions(args));
    const exitStatus = COMMANDS[name](session);
    session.problems.warnings.forEach(warning =>
      process.stderr.write(`${formatProblem(meshProblem(warning))}\n\n`),
    );
    return exitStatus;
  } catch (error) {
    if (error instanceof UsageError) {
      process.stderr.write(`mesh ca: ${error.message}\nSee \`mesh ca help\`.\n`);
      return 2;
    }
    if (error instanceof MeshError) {
      process.stderr.write(`${error.name}: ${error.message}\nmesh ca: ${name} was not done\n`);
      return 1;
    }
    const { syscall, message } = error as NodeJS.ErrnoException;
    if (syscall !== undefined) {
      // of the file system: no access, no space, not a directory
      process.stderr.write(`mesh ca: ${message}\n`);
      return 1;
    }
    throw error;
  }
}
