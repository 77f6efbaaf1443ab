import { spawn } from 'child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import * as path from 'path';
import { withoutCrash } from './crash';
import { Description, Synthesis } from './description';
import { Failure } from './failure';
import { AppReport, FailureReport, LockReport } from '../constructs/report';
import { RUN_VARIABLE, RunRequest } from '../constructs/run-request';
import { FileContent, OutputFile } from '../output/file-content';
import { INDEX_FILE } from '../output/index-file';
import { writeTree } from '../output/writer';
import { parseProblems } from '../problems/problem-text';
import { Problems } from '../problems/problems';

/** After this long a person wonders whether anything is going on. */
const PROGRESS_MS = 5000;

const NOTHING_TOLD: AppReport = { meshes: [], sizes: {} };

/** A run of an app that succeeded. */
interface AppRun {
  /** the directory that it wrote; gone afterwards */
  readonly output: string;
  readonly report: AppReport;
}

/** What an app is run for. */
type Purpose = Pick<RunRequest, 'isUpdate' | 'reuse'>;

/** An app, which is run as a process of its own into a temporary directory. @internal */
export class DescriptionApp implements Description {
  /**
   * @param app the command that runs it
   * @param command that is busy while the app runs, e.g. `mesh synth`
   * @param isQuiet what the app prints to stdout is dropped
   */
  public constructor(
    private readonly app: string,
    private readonly command: string,
    private readonly isQuiet: boolean,
  ) {}

  public synth(output: string): Promise<Synthesis> {
    return this.run({ isUpdate: false }, run => ({
      report: run.report,
      files: writeTree(output, readTree(run.output), new Problems()),
    }));
  }

  public locks(reuse: boolean): Promise<readonly LockReport[]> {
    return this.run({ isUpdate: true, reuse }, ({ report }) =>
      report.meshes.map(({ lock }) => lock),
    );
  }

  /** @throws Failure with what the app told and printed */
  private async run<T>(purpose: Purpose, then: (run: AppRun) => T): Promise<T> {
    const staging = mkdtempSync(path.join(tmpdir(), 'mesh-'));
    try {
      const output = path.join(staging, 'output');
      const request: RunRequest = { report: path.join(staging, 'report.json'), ...purpose };
      const { status, errors } = await this.spawn({
        CDK8S_OUTDIR: output,
        [RUN_VARIABLE]: JSON.stringify(request),
      });
      const told = readReport(request.report);
      if (status !== 0) {
        const problems = 'problems' in told ? told.problems : parseProblems(errors);
        throw new Failure(errors, { problems, more: withoutCrash(errors) });
      }
      if (!existsSync(output)) {
        const text = `the app wrote nothing to "${output}"`;
        throw new Failure(text, { more: `${errors}${text}` });
      }
      process.stderr.write(errors);
      return then({ output, report: 'meshes' in told ? told : NOTHING_TOLD });
    } finally {
      rmSync(staging, { recursive: true, force: true });
    }
  }

  private spawn(
    variables: Record<string, string>,
  ): Promise<{ readonly status: number; readonly errors: string }> {
    const child = spawn(this.app, {
      shell: true,
      env: { ...process.env, ...variables },
      stdio: ['inherit', this.isQuiet ? 'ignore' : 'inherit', 'pipe'],
    });
    const progress = this.tellProgress();
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

  private tellProgress(): NodeJS.Timeout {
    const start = Date.now();
    return setInterval(() => {
      const seconds = Math.round((Date.now() - start) / 1000);
      process.stderr.write(`${this.command}: running for ${seconds} s\n`);
    }, PROGRESS_MS);
  }
}

function readReport(file: string): AppReport | FailureReport {
  // an app that holds no mesh tells nothing
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : NOTHING_TOLD;
}

function readTree(root: string, below: string = ''): OutputFile[] {
  return readdirSync(path.join(root, below), { withFileTypes: true }).flatMap(entry => {
    const file = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) {
      return readTree(root, file);
    }
    return file === INDEX_FILE
      ? []
      : [{ path: file, content: new FileContent(readFileSync(path.join(root, file))) }];
  });
}
