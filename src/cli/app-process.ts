import { ChildProcess, spawn } from 'child_process';
import { Signals } from './signals';

/** After this long a person wonders whether anything is going on. */
const PROGRESS_MS = 5000;

/** How an app is run. @internal */
export interface AppCommand {
  /** what a shell runs */
  readonly app: string;
  /** that is busy meanwhile, e.g. `mesh synth` */
  readonly command: string;
  /** what the app prints to stdout is dropped */
  readonly isQuiet: boolean;
}

/** How the process of an app ended. @internal */
export interface AppEnd {
  readonly status: number;
  /** what it printed to stderr */
  readonly errors: string;
}

/**
 * Runs an app as a process of its own, until the last process that it started has ended. A signal
 * is passed on to all of them, and the second one kills them.
 *
 * @param variables of its environment
 * @internal
 */
export function runApp(
  { app, command, isQuiet }: AppCommand,
  variables: Record<string, string>,
  signals: Signals,
): Promise<AppEnd> {
  const child = spawn(app, {
    shell: true,
    env: { ...process.env, ...variables },
    stdio: ['inherit', isQuiet ? 'ignore' : 'inherit', 'pipe'],
    detached: HAS_GROUPS,
  });
  signals.act = (signal, isRepeated) => endGroup(child, isRepeated ? 'SIGKILL' : signal);
  const progress = tellProgress(command);
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  return new Promise(resolve =>
    child.on('close', status => {
      clearInterval(progress);
      resolve({ status: status ?? 1, errors });
    }),
  );
}

/** A group of its own: the shell does not pass signals on to what it runs. */
const HAS_GROUPS = process.platform !== 'win32';

function endGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined || !HAS_GROUPS) {
    child.kill(signal);
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch {
    // all of it has ended
  }
}

function tellProgress(command: string): NodeJS.Timeout {
  const start = Date.now();
  return setInterval(() => {
    const seconds = Math.round((Date.now() - start) / 1000);
    process.stderr.write(`${command}: running for ${seconds} s\n`);
  }, PROGRESS_MS);
}
