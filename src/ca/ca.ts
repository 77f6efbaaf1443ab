import { forget } from './forget';
import { init } from './init';
import { issue, renew } from './issue';
import { CaOptions } from './options';
import { confirmCluster, rotate } from './rotate';
import { sealKeys } from './seal';
import { Session } from './session';
import { status } from './status';
import { TERMINAL } from './terminal';
import { meshProblem } from '../problems/mesh-problem';
import { formatProblems } from '../problems/problem-text';

const COMMANDS = {
  init,
  issue,
  renew,
  seal: sealKeys,
  forget,
  rotate,
  confirm: confirmCluster,
  status,
} satisfies { readonly [name: string]: (session: Session) => number };

/** @internal */
export type CaCommand = keyof typeof COMMANDS;

/**
 * Runs one command of `mesh ca`.
 *
 * @returns the exit status
 * @throws UsageError, MeshError
 * @internal
 */
export function ca(command: CaCommand, options: CaOptions, terminal = TERMINAL): number {
  const session = new Session(options, terminal);
  const exitStatus = COMMANDS[command](session);
  const warnings = session.problems.warnings.map(meshProblem);
  if (warnings.length > 0) {
    process.stderr.write(`${formatProblems(warnings, 'the first of each kind are shown')}\n\n`);
  }
  return exitStatus;
}
