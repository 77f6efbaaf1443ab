import { existsSync, readFileSync } from 'fs';
import * as path from 'path';
import { UsageError } from '../ca/usage-error';
import type { LockReport, AppReport } from '../constructs/report';
import type { WriteSummary } from '../output/writer';

/** A description, in whatever form it is, and what commands can do with it. @internal */
export interface Description {
  /** Brings the output directory up to date, or throws and leaves it as it was. */
  synth(output: string, options: SynthesisOptions): Promise<Synthesis>;
  /** Does all of `synth` but to look at the output directory and write it. */
  validate(): Promise<AppReport>;
  /**
   * The lock files as the description needs them. Writes nothing.
   *
   * @param reuse what is released may be given to others
   */
  locks(reuse: boolean): Promise<readonly LockReport[]>;
}

/** @internal */
export interface SynthesisOptions {
  /** overwrite files that were edited by hand */
  readonly force: boolean;
}

/** @internal */
export interface Synthesis {
  readonly report: AppReport;
  readonly files: WriteSummary;
}

/** Which description a command is about, and where its output goes. @internal */
export interface Target {
  readonly source: { readonly file: string } | { readonly app: string };
  readonly outdir: string;
}

/** What is read when nothing is said, beside an app in `cdk8s.yaml`. @internal */
export const MESH_FILE = 'mesh.yaml';

/** What commands say of the argument that names a description. @internal */
export const DESCRIPTION_ARGUMENT =
  'a description such as mesh.yaml, or - for standard input (default: the app of cdk8s.yaml, otherwise mesh.yaml, here or in a directory above)';

const CONFIG_FILE = 'cdk8s.yaml';
const OUTPUT = 'dist';

/**
 * A file that is named comes first, then an app, then the file of the usual name. If neither is
 * here, the nearest directory above counts that has one, up to the top of the repository, and
 * becomes the working directory.
 *
 * @throws UsageError when there is nothing to read
 * @internal
 */
export function targetOf(
  file: string | undefined,
  options: { readonly app?: string; readonly outdir?: string },
): Target {
  if (file !== undefined && options.app !== undefined) {
    throw new UsageError('name a file or an app, not both');
  }
  const wanted = options.outdir !== undefined ? path.resolve(options.outdir) : undefined;
  if (file === undefined && options.app === undefined) {
    enterProject();
  }
  const config = readConfig('');
  const outdir = wanted !== undefined ? path.relative('', wanted) : (config.output ?? OUTPUT);
  const app = options.app ?? config.app;
  if (file === undefined && app !== undefined) {
    return { source: { app }, outdir };
  }
  if (file === undefined && !existsSync(MESH_FILE)) {
    throw new UsageError(
      `nothing to read: name a file like ${MESH_FILE}, or the command of an app in \`app\` of cdk8s.yaml or with --app`,
    );
  }
  return { source: { file: file ?? MESH_FILE }, outdir };
}

/**
 * Goes to the directory of the description, and says so when that is another one.
 *
 * @internal
 */
export function enterProject(): void {
  const here = path.resolve('');
  const above = projectAt(here);
  if (above !== undefined && above !== here) {
    process.chdir(above);
    process.stderr.write(`in ${path.relative(here, above)}\n`);
  }
}

function projectAt(directory: string): string | undefined {
  const has = (name: string) => existsSync(path.join(directory, name));
  if (has(CONFIG_FILE) || has(MESH_FILE)) {
    return directory;
  }
  const above = path.dirname(directory);
  return has('.git') || above === directory ? undefined : projectAt(above);
}

/**
 * The directories of an output that a command reads: those that are named, otherwise that of the
 * nearest description, here or above.
 *
 * @internal
 */
export function directoriesOf(named: readonly string[]): readonly string[] {
  return named.length > 0 ? named : [outputHere()];
}

/** @internal */
export function outputHere(): string {
  const here = path.resolve('');
  const project = existsSync(OUTPUT) ? here : (projectAt(here) ?? here);
  return path.join(path.relative(here, project), readConfig(project).output ?? OUTPUT);
}

/** As much of `cdk8s.yaml` as is looked at. */
interface Config {
  readonly app?: string;
  readonly output?: string;
}

function readConfig(directory: string): Config {
  const file = path.join(directory, CONFIG_FILE);
  if (!existsSync(file)) {
    return {};
  }
  const { app, output } = parsed(readFileSync(file, 'utf8'));
  return { app: textOf(app), output: textOf(output) };
}

function parsed(text: string): { readonly [key: string]: unknown } {
  const { readYaml }: typeof import('../values/yaml-reader') = require('../values/yaml-reader');
  const { LineCounter }: typeof import('yaml') = require('yaml');
  const lines = new LineCounter();
  const [{ values, problems }] = readYaml(text, lines);
  const first = problems.find(({ isWarning }) => !isWarning);
  if (first) {
    throw new UsageError(`${CONFIG_FILE}:${lines.linePos(first.offset).line}: ${first.message}`);
  }
  return Object(values);
}

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : undefined;
