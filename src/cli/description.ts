import { existsSync, readFileSync } from 'fs';
import { UsageError } from '../ca/usage-error';
import type { LockReport, AppReport } from '../constructs/report';
import type { WriteSummary } from '../output/writer';

/** A description, in whatever form it is, and what commands can do with it. @internal */
export interface Description {
  /** Brings the output directory up to date, or throws and leaves it as it was. */
  synth(output: string, options: SynthesisOptions): Promise<Synthesis>;
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
  readonly output: string;
}

/** What is read when nothing is said, beside an app in `cdk8s.yaml`. @internal */
export const MESH_FILE = 'mesh.yaml';

/**
 * A file that is named comes first, then an app, then the file of the usual name.
 *
 * @throws UsageError when there is nothing to read
 * @internal
 */
export function targetOf(
  file: string | undefined,
  options: { readonly app?: string; readonly output?: string },
): Target {
  if (file !== undefined && options.app !== undefined) {
    throw new UsageError('name a file or an app, not both');
  }
  const config = readConfig();
  const output = options.output ?? config.output ?? 'dist';
  const app = options.app ?? config.app;
  if (file === undefined && app !== undefined) {
    return { source: { app }, output };
  }
  if (file === undefined && !existsSync(MESH_FILE)) {
    throw new UsageError(
      `nothing to read: name a file like ${MESH_FILE}, or the command of an app in \`app\` of cdk8s.yaml or with --app`,
    );
  }
  return { source: { file: file ?? MESH_FILE }, output };
}

/** As much of `cdk8s.yaml` as is looked at. */
interface Config {
  readonly app?: string;
  readonly output?: string;
}

function readConfig(): Config {
  if (!existsSync('cdk8s.yaml')) {
    return {};
  }
  const { app, output } = parsed(readFileSync('cdk8s.yaml', 'utf8'));
  return { app: textOf(app), output: textOf(output) };
}

function parsed(text: string): { readonly [key: string]: unknown } {
  const { readYaml }: typeof import('../values/yaml-reader') = require('../values/yaml-reader');
  const { LineCounter }: typeof import('yaml') = require('yaml');
  const lines = new LineCounter();
  const [{ values, problems }] = readYaml(text, lines);
  const first = problems.find(({ isWarning }) => !isWarning);
  if (first) {
    throw new UsageError(`cdk8s.yaml:${lines.linePos(first.offset).line}: ${first.message}`);
  }
  return Object(values);
}

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : undefined;
