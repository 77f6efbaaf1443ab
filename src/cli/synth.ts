import { spawn } from 'child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import * as path from 'path';
import { parseArgs } from 'util';
import { parse } from 'yaml';
import { summaryJson, summaryText } from './summary';
import { MeshError, parseProblems } from '../mesh/mesh-error';
import { Problems } from '../mesh/problems';
import { INDEX_FILE } from '../output/index-file';
import { OutputFile } from '../output/layout';
import { MeshReport, REPORT_VARIABLE } from '../output/report';
import { writeTree } from '../output/writer';

/**
 * Runs the app into a temporary directory, and only when it succeeded brings the output directory up to date.
 *
 * @returns the exit status
 * @internal
 */
export async function synth(args: string[]): Promise<number> {
  const options = readOptions(args);
  if (typeof options === 'string') {
    process.stderr.write(`mesh synth: ${options}\n`);
    return 2;
  }
  const staging = mkdtempSync(path.join(tmpdir(), 'mesh-synth-'));
  try {
    const output = path.join(staging, 'output');
    const report = path.join(staging, 'report.json');
    const { status, errors } = await run(options.app, { CDK8S_OUTDIR: output, [REPORT_VARIABLE]: report }, !options.json);
    if (status !== 0 || !existsSync(output)) {
      return fail(status === 0 ? `the app wrote nothing to "${output}"` : errors, options.json);
    }
    process.stderr.write(errors);
    const summary = writeTree(options.output, readTree(output), new Problems());
    const reports: MeshReport[] = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : [];
    process.stdout.write((options.json ? summaryJson : summaryText)(options.output, summary, reports));
    return 0;
  } catch (error) {
    if (error instanceof MeshError) {
      return fail(`${error.name}: ${error.message}`, options.json);
    }
    throw error;
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

interface Options {
  readonly app: string;
  readonly output: string;
  readonly json: boolean;
}

function readOptions(args: string[]): Options | string {
  try {
    const { values } = parseArgs({ args, options: { app: { type: 'string' }, output: { type: 'string' }, json: { type: 'boolean' } } });
    const config = existsSync('cdk8s.yaml') ? parse(readFileSync('cdk8s.yaml', 'utf8')) ?? {} : {};
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

function run(command: string, variables: Record<string, string>, isTalkative: boolean): Promise<{ status: number; errors: string }> {
  const child = spawn(command, { shell: true, env: { ...process.env, ...variables }, stdio: ['inherit', isTalkative ? 'inherit' : 'ignore', 'pipe'] });
  const started = Date.now();
  const progress = setInterval(() => process.stderr.write(`mesh synth: running for ${Math.round((Date.now() - started) / 1000)} s\n`), PROGRESS_MS);
  let errors = '';
  child.stderr.on('data', chunk => {
    errors += chunk;
  });
  return new Promise(resolve => child.on('close', status => {
    clearInterval(progress);
    resolve({ status: status ?? 1, errors });
  }));
}

function fail(errors: string, isJson: boolean): number {
  if (isJson) {
    process.stdout.write(`${JSON.stringify({ problems: parseProblems(errors), text: errors }, undefined, 2)}\n`);
  } else {
    process.stderr.write(`${errors.trimEnd()}\n\nmesh synth: nothing was written\n`);
  }
  return 1;
}

function readTree(root: string, below: string = ''): OutputFile[] {
  return readdirSync(path.join(root, below), { withFileTypes: true }).flatMap(entry => {
    const file = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) {
      return readTree(root, file);
    }
    return file === INDEX_FILE ? [] : [{ path: file, content: readFileSync(path.join(root, file), 'utf8') }];
  });
}
