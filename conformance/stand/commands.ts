import { ChildProcess, spawn } from 'child_process';
import { closeSync, existsSync, openSync, readFileSync } from 'fs';
import { setTimeout as sleep } from 'timers/promises';

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly input?: string;
  /** seconds */
  readonly timeout?: number;
}

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end, whatever that is. */
export async function attempt(
  command: readonly string[],
  { cwd, env, input, timeout = 60 }: RunOptions = {},
): Promise<Outcome> {
  const child = spawn(command[0], command.slice(1), {
    cwd,
    env: { ...process.env, ...env },
    timeout: timeout * 1000,
    killSignal: 'SIGKILL',
  });
  const [stdout, stderr] = [collect(child.stdout), collect(child.stderr)];
  child.stdin.on('error', () => undefined); // it may end without reading
  child.stdin.end(input ?? '');
  const code = await new Promise<number | null>((resolve, reject) =>
    child.once('error', reject).once('close', resolve),
  );
  return { code, stdout: stdout(), stderr: stderr() };
}

/** Runs a program that must succeed, and gives what it says. */
export async function run(command: readonly string[], options: RunOptions = {}): Promise<string> {
  const { code, stdout, stderr } = await attempt(command, options);
  if (code !== 0) {
    throw new Error(
      `${command.join(' ')}\nended with ${code ?? 'a signal'}: ${tail(stdout + stderr)}`,
    );
  }
  return stdout;
}

function collect(stream: NodeJS.ReadableStream): () => string {
  const chunks: Buffer[] = [];
  stream.on('data', chunk => chunks.push(chunk));
  return () => Buffer.concat(chunks).toString();
}

/** A program that runs until it is stopped; what it says goes to a file. */
export class Program {
  private readonly child: ChildProcess;
  private readonly ended: Promise<void>;

  public constructor(
    public readonly name: string,
    command: readonly string[],
    private readonly log: string,
    env: NodeJS.ProcessEnv = process.env,
  ) {
    const output = openSync(log, 'a');
    this.child = spawn(command[0], command.slice(1), {
      env,
      stdio: ['ignore', output, output],
      cwd: '/',
      detached: true,
    });
    closeSync(output);
    this.ended = new Promise((resolve, reject) =>
      this.child.once('exit', () => resolve()).once('error', reject),
    );
  }

  public get isRunning(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  public get output(): string {
    return existsSync(this.log) ? readFileSync(this.log, 'utf8') : '';
  }

  public get lastWords(): string {
    return `${this.name} ${this.isRunning ? 'runs' : `ended with ${this.child.exitCode ?? this.child.signalCode}`}; it said last:\n${tail(this.output)}`;
  }

  /** Asks it to end, if it is given time for that; then makes it. */
  public async stop(graceSeconds: number = 0): Promise<void> {
    if (graceSeconds > 0) {
      this.child.kill('SIGTERM');
      await Promise.race([this.ended, sleep(graceSeconds * 1000, undefined, { ref: false })]);
    }
    try {
      process.kill(-this.child.pid!, 'SIGKILL'); // with all that it started
    } catch {
      // they have all ended
    }
    await this.ended;
  }
}

export function tail(text: string, lines: number = 15): string {
  return text.trimEnd().split('\n').slice(-lines).join('\n');
}

/**
 * Waits until the check gives something, for a bounded time; then fails with the words of whoever
 * knows more. The longer it takes, the less often it looks: most checks start a program, and dozens
 * wait at the same time.
 */
export async function waitFor<T>(
  what: string,
  seconds: number,
  check: () => Promise<T | undefined | false>,
  explain: () => string = () => '',
): Promise<T> {
  const end = Date.now() + seconds * 1000;
  for (let pause = 100; ; pause = Math.min(1.2 * pause, 1000)) {
    const value = await check();
    if (value !== undefined && value !== false) {
      return value;
    }
    if (Date.now() > end) {
      throw new Error(`${what}: not within ${seconds} s. ${explain()}`);
    }
    await sleep(pause);
  }
}
