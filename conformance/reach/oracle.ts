import { spawn } from 'child_process';
import { readFileSync, writeFileSync } from 'fs';
import * as path from 'path';
import { AskedWorld } from './worlds';
import { Verdict } from '../../src/analysis/reach/verdict';

/** What istiod's code says of a call. */
export interface Theirs {
  readonly Verdict: Verdict;
  readonly Hop?: string;
  /** what judged it */
  readonly By?: string;
  readonly Why?: string;
}

/** What it says of a world: of each call, or why there is no such world. */
export interface OracleAnswer {
  readonly Error?: string;
  readonly Verdicts: readonly Theirs[] | null;
}

/** Asks the oracle about worlds. */
export async function askOracle(
  program: string,
  folder: string,
  worlds: readonly AskedWorld[],
): Promise<OracleAnswer[]> {
  const asked = path.join(folder, 'worlds.jsonl');
  const answers = path.join(folder, 'answers.jsonl');
  writeFileSync(asked, worlds.map(({ line }) => `${line}\n`).join(''));
  const child = spawn(program, ['-test.run', 'TestWorlds', '-test.timeout', '0'], {
    env: { ...process.env, REACH_WORLDS: asked, REACH_ANSWERS: answers },
    stdio: 'ignore',
  });
  // a world that cannot be made is one of the answers, and makes the test fail
  await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  return readFileSync(answers, 'utf8')
    .trim()
    .split('\n')
    .map(line => JSON.parse(line));
}
