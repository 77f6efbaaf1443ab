import { writeFileSync } from 'fs';
import * as path from 'path';
import { AppReport, FailureReport } from './report';
import { MeshProblems } from '../problems/mesh-problem';
import { formatProblems } from '../problems/problem-text';
import { Problems } from '../problems/problems';

/**
 * The one environment variable by which `mesh synth` and `mesh update` speak to an app that they
 * run: a `RunRequest` as JSON. It decides what the app tells, and whether an out-of-date lock file
 * is an error, never what is in the output.
 *
 * @internal
 */
export const RUN_VARIABLE = 'CDK8S_ISTIO_MULTICLUSTER_RUN';

/** What a command of `mesh` wants from the app that it runs. @internal */
export interface RunRequest {
  /** file to write an `AppReport` or a `FailureReport` to, as JSON, instead of printing warnings */
  readonly report: string;
  /** `mesh update`: virtual IPs may be allocated; the report carries the text of the lock file */
  readonly isUpdate: boolean;
  /** `mesh update --reuse` */
  readonly reuse?: boolean;
  /** where the app has to write; absolute */
  readonly staging: string;
  /** where that goes in the end; absolute, undefined if nowhere */
  readonly output?: string;
}

/** Undefined when the app runs by itself or under `cdk8s synth`. @internal */
export function runRequest(): RunRequest | undefined {
  const text = process.env[RUN_VARIABLE];
  return text === undefined || text === '' ? undefined : JSON.parse(text);
}

/**
 * Where an app that may name a directory has to write, when a command runs it: to the staging. The
 * command does the rest, also if the app names the directory of the output itself. In any other it
 * would change files whether or not the command succeeds.
 *
 * @param named by the app
 * @returns undefined to leave it to cdk8s
 * @internal
 */
export function outdirOf(named: string | undefined): string | undefined {
  return runRequest()?.staging ?? named;
}

/** @param named by the app @internal */
export function checkOutdir(named: string | undefined, problems: Problems): void {
  const output = runRequest()?.output;
  if (named !== undefined && output !== undefined && path.resolve(named) !== output) {
    problems.report('MESH825', `the app writes to "${named}" (\`outdir\`), not to "${output}"`);
  }
}

/** Tells whoever runs the app; prints the warnings when nobody asked. @internal */
export function tell(report: AppReport, request: RunRequest | undefined = runRequest()): void {
  if (request) {
    writeFileSync(request.report, JSON.stringify(report));
    return;
  }
  const warnings = report.meshes.flatMap(mesh => mesh.warnings);
  if (warnings.length > 0) {
    const text = formatProblems(warnings, '`warnings` of the mesh lists them all');
    process.stderr.write(`${text}\n\n`);
  }
}

/**
 * Does a part of an app's work. When it fails, tells whoever runs the app every problem: the text
 * of the error holds only some when there are very many.
 *
 * @internal
 */
export function reportFailure<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    const request = runRequest();
    const problems = MeshProblems.of(error);
    if (request && problems.length > 0) {
      writeFileSync(request.report, JSON.stringify({ problems } satisfies FailureReport));
    }
    throw error;
  }
}
