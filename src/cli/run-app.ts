import { spawn } from 'child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import * as path from 'path';
import { parseArgs } from 'util';
import { parse } from 'yaml';
import { AppReport } from '../constructs/report';
import { RunRequest, RUN_VARIABLE } from '../constructs/run-request';
import { MeshError } from '../problems/mesh-error';
import { parseProblems } from '../problems/problem-text';

/** A run of the app that succeeded. @internal */
export interface AppRun {
  /** the directory that the app wrote; gone after the command */
  readonly output: string;
  readonly report: AppReport;
  readonly options: Options;
}

/**
 * Runs the app of `cdk8s.yaml` into a temporary directory, and the rest of a command when it
 * succeeded. Nothing else was written when it did not.
 *
 * @param isUpdate whether virtual IPs may be allocated
 * @returns the exit status
 * @internal
 */
export async function withApp(
  command: string,
  args: string[],
  isUpdate: boolean,
  then: (run: AppRun) => void,
): Promise<number> {
  const options = readOptions(args);
  if (typeof options === 'string') {
    process.stderr.write(`mesh ${command}: ${options}\n`);
    return 2;
  }
  const staging = mkdtempSync(path.join(tmpdir(), `mesh-${command}-`));
  const fail = (errors: string) => tellFailure(command, errors, options.json);
  try {
    const output = path.join(staging, 'output');
    const reportFile = path.join(staging, 'report.json');
    const { status, errors } = await run(command, options, {
      CDK8S_OUTDIR: output,
      [RUN_VARIABLE]: JSON.stringify({ report: reportFile, isUpdate } satisfies RunRequest),
    });
    if (status !== 0 || !existsSync(output)) {
      return fail(status === 0 ? `the app wrote nothing to "${output}"` : errors);
    }
    process.stderr.write(errors);
    then({
      output,
      report: existsSync(reportFile)
        ? JSON.parse(readFileSync(reportFile, 'utf8'))
        : { meshes: [], sizes: {} },
      options,
    });
    return 0;
  } catch (error) {
    if (error instanceof MeshError) {
      return fail(`${error.name}: ${error.message}`);
    }
    throw error;
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

/** @internal */
export interface Options {
  readonly app: string;
  readonly output: string;
  readonly json: boolean;
}

function readOptions(args: string[]): Options | string {
  try {
    const { values } = parseArgs({
      args,
      options: { app: { type: 'string' }, output: { type: 'string' }, json: { type: 'boolean' } },
    });
    const config = existsSync('cdk8s.yaml')
      ? (parse(readFileSync('cdk8s.yaml', 'utf8')) ?? {})
      : {};
    const app = values.app ?? config.app;
    return typeof app === 'string'
      ? { app, output: values.output ?? config.output ?? 'dist', json: values.json ?? false }
      : 'no app to run: name its command in `app` of cdk8s.yaml, or with --app';
  } catch (error) {
    return (error as Error).message;
  }
}

/** After this long a person wonders whether anything is going on. */
const PROGRESS_MS = 5000;

function run(
  name: string,
  { app, json }: Options,
  variables: Record<string, string>,
): Promise<{ status: number; errors: string }> {
  const child = spawn(app, {
    shell: true,
    env: { ...process.env, ...variables },
    stdio: ['inherit', json ? 'ignore' : 'inherit', 'pipe'],
  });
  const started = Date.now();
  const progress = setInterval(
    () =>
      process.stderr.write(
        `mesh ${name}: running for ${Math.round((Date.now() - started) / 1000)} s\n`,
      ),
    PROGRESS_MS,
  );
  let errors = '';
  child.stderr.on('data', chunk => {
    errors += chunk;
  });
  return new Promise(resolve =>
    child.on('close', status => {
      clearInterval(progress);
      resolve({ status: status ?? 1, errors });
    }),
  );
}

/**
 * What a failure leaves as it was. The lock may be written before an app fails for another reason.
 */
const UNTOUCHED: { readonly [command: string]: string } = {
  synth: 'nothing was written',
  update: 'it did not finish',
};

function tellFailure(command: string, errors: string, isJson: boolean): number {
  if (isJson) {
    process.stdout.write(
      `${JSON.stringify({ problems: parseProblems(errors), text: errors }, undefined, 2)}\n`,
    );
  } else {
    process.stderr.write(`${errors.trimEnd()}\n\nmesh ${command}: ${UNTOUCHED[command]}\n`);
  }
  return 1;
}
