import { existsSync, readdirSync, readFileSync } from 'fs';
import * as path from 'path';
import { AppCommand, runApp } from './app-process';
import { withoutCrash } from './crash';
import { Description, Synthesis, SynthesisOptions } from './description';
import { Failure } from './failure';
import { recover } from './recover';
import { cleaningUp, Signals } from './signals';
import { AppReport, FailureReport, LockReport } from '../constructs/report';
import { RUN_VARIABLE, RunRequest } from '../constructs/run-request';
import { makeTemporaryDirectory, removeTemporaryDirectory } from '../files/temporary-directory';
import { FileContent, OutputFile } from '../output/file-content';
import { INDEX_FILE } from '../output/index-file';
import { writeTree } from '../output/writer';
import { parseProblems } from '../problems/problem-text';
import { Problems } from '../problems/problems';

const NOTHING_TOLD: AppReport = { meshes: [], sizes: {} };

/** A run of an app that succeeded. */
interface AppRun {
  /** the directory that it wrote; gone afterwards */
  readonly output: string;
  readonly report: AppReport;
}

/** What an app is run for. */
type Purpose = Pick<RunRequest, 'isUpdate' | 'reuse' | 'output'>;

/** An app, which is run as a process of its own into a temporary directory. @internal */
export class DescriptionApp implements Description {
  public constructor(private readonly command: AppCommand) {}

  public synth(output: string, { force }: SynthesisOptions): Promise<Synthesis> {
    recover(output, this.command.command);
    return this.run({ isUpdate: false, output: path.resolve(output) }, run => {
      const overwriteEdits = force || run.report.overwriteEdits;
      const files = writeTree(output, readTree(run.output), new Problems(), { overwriteEdits });
      return { report: run.report, files };
    });
  }

  public validate(): Promise<AppReport> {
    return this.run({ isUpdate: false }, ({ report }) => report);
  }

  public locks(reuse: boolean): Promise<readonly LockReport[]> {
    return this.run({ isUpdate: true, reuse }, ({ report }) =>
      report.meshes.map(({ lock }) => lock),
    );
  }

  /** @throws Failure with what the app told and printed */
  private run<T>(purpose: Purpose, then: (run: AppRun) => T): Promise<T> {
    return cleaningUp(async signals => {
      const directory = makeTemporaryDirectory();
      try {
        return then(await this.runInto(directory, purpose, signals));
      } finally {
        removeTemporaryDirectory(directory);
      }
    });
  }

  private async runInto(directory: string, purpose: Purpose, signals: Signals): Promise<AppRun> {
    const staging = path.join(directory, 'output');
    const request: RunRequest = {
      ...purpose,
      report: path.join(directory, 'report.json'),
      staging,
    };
    const variables = { CDK8S_OUTDIR: staging, [RUN_VARIABLE]: JSON.stringify(request) };
    const { status, errors } = await runApp(this.command, variables, signals);
    if (signals.received) {
      const text = `${this.command.command}: ended by ${signals.received}, nothing was written\n`;
      process.stderr.write(`${errors}${text}`);
      throw new Failure(text, {});
    }
    const told = readReport(request.report);
    if (status !== 0) {
      const problems = 'problems' in told ? told.problems : parseProblems(errors);
      throw new Failure(errors, { problems, more: withoutCrash(errors) });
    }
    if (!existsSync(staging)) {
      const text = `the app wrote nothing to "${staging}" (CDK8S_OUTDIR)`;
      const outcome = 'it wrote nothing; the app may have, if it names an `outdir`';
      throw new Failure(text, { more: `${errors}${text}`, outcome });
    }
    process.stderr.write(errors);
    return { output: staging, report: 'meshes' in told ? told : NOTHING_TOLD };
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
