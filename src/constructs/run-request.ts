import { writeFileSync } from 'fs';
import { AppReport } from './report';
import { formatProblem } from '../problems/mesh-problem';

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
  /** file to write an `AppReport` to, as JSON, instead of printing warnings */
  readonly report: string;
  /** `mesh update`: virtual IPs may be allocated; the report carries the text of the lock file */
  readonly isUpdate: boolean;
}

/** Undefined when the app runs by itself or under `cdk8s synth`. @internal */
export function runRequest(): RunRequest | undefined {
  const text = process.env[RUN_VARIABLE];
  return text === undefined || text === '' ? undefined : JSON.parse(text);
}

/** Tells whoever runs the app; prints the warnings when nobody asked. @internal */
export function tell(report: AppReport, request: RunRequest | undefined = runRequest()): void {
  if (request) {
    writeFileSync(request.report, JSON.stringify(report));
    return;
  }
  for (const warning of report.meshes.flatMap(mesh => mesh.warnings)) {
    process.stderr.write(`Warning ${formatProblem(warning)}\n\n`);
  }
}
