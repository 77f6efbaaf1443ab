import { spawnSync } from 'child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'fs';
import { tmpdir } from 'os';
import * as path from 'path';

/** What a command took together with all its children. */
export interface Usage {
  /** CPU time, user and system */
  readonly seconds: number;
  /** peak memory of the largest process */
  readonly megabytes: number;
}

export interface Subject {
  readonly name: string;
  /**
   * Measured when it runs for the second time in one directory; it is an error if that writes a
   * file.
   */
  readonly isUnchanged?: boolean;
  /** The command that writes its output to this empty directory. */
  command(outdir: string): readonly string[];
}

/**
 * The subjects in turn, so that a machine that is slow for a while is slow for all; the least of
 * all rounds, since other work on the machine only ever adds.
 */
export function measure(subjects: readonly Subject[], rounds: number): ReadonlyMap<Subject, Usage> {
  const usages = new Map<Subject, Usage>();
  for (let round = 0; round < rounds; round++) {
    for (const subject of subjects) {
      const usage = once(subject);
      const least = usages.get(subject) ?? usage;
      usages.set(subject, {
        seconds: Math.min(usage.seconds, least.seconds),
        megabytes: Math.min(usage.megabytes, least.megabytes),
      });
    }
  }
  return usages;
}

function once(subject: Subject): Usage {
  return inTemporaryFolder(outdir => {
    const command = subject.command(outdir);
    if (!subject.isUnchanged) {
      return run(command);
    }
    run(command);
    const before = states(outdir);
    const usage = run(command);
    const written = Object.entries(states(outdir)).filter(([file, s]) => before[file] !== s);
    if (written.length > 0) {
      throw new Error(`${subject.name} wrote ${written.length} files, such as ${written[0][0]}`);
    }
    return usage;
  });
}

export function run(command: readonly string[]): Usage {
  const { error, status, stdout } = spawnSync(
    'python3',
    [path.join(__dirname, 'measure.py'), ...command],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] },
  );
  if (error || status !== 0) {
    throw error ?? new Error(`${command.join(' ')}: exit status ${status}`);
  }
  return JSON.parse(stdout);
}

export function inTemporaryFolder<T>(use: (folder: string) => T): T {
  const folder = mkdtempSync(path.join(tmpdir(), 'mesh-bench-'));
  try {
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What changes of a file when it is written, even with the same content. */
function states(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return Object.fromEntries(
    files.map(file => {
      const { ino, mtimeNs } = statSync(path.join(folder, file), { bigint: true });
      return [file, `${ino} ${mtimeNs}`];
    }),
  );
}
