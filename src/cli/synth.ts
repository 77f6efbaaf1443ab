import { print } from './color';
import { DESCRIPTION_ARGUMENT, targetOf } from './description';
import { tellFailure } from './failure';
import { MeshCommand } from './mesh-command';
import { descriptionOf } from './run';
import { summary } from './summary';
import type { OutputFormat } from '../values/output-format';

interface SynthOptions {
  readonly app?: string;
  readonly outdir?: string;
  readonly force?: boolean;
  readonly output: OutputFormat;
}

/** `mesh synth`. @internal */
export function synthCommand(): MeshCommand {
  return new MeshCommand('synth')
    .summary('bring the output directory up to date')
    .description(
      'Brings the output directory up to date: from a file like mesh.yaml, or from the app of cdk8s.yaml. ' +
        'Unlike `cdk8s synth` it keeps the old output until the new one is complete: after a failure nothing has changed.',
    )
    .argument('[file]', DESCRIPTION_ARGUMENT)
    .option('--app <command>', 'run this app instead of `app` of cdk8s.yaml')
    .option('--outdir <directory>', 'write here instead of `output` of cdk8s.yaml or dist')
    .option('--force', 'overwrite files of the output that were edited by hand')
    .formats()
    .examples(
      ['mesh synth mesh.yaml', 'no app, no TypeScript'],
      ['mesh synth', 'what cdk8s.yaml says'],
      ['mesh synth --app "node main.js" --outdir out', 'another app, another directory'],
    )
    .does((file: string | undefined, options: SynthOptions) => {
      const { source, outdir } = targetOf(file, options);
      const { output, force = false } = options;
      const telling = { command: 'mesh synth', outcome: 'nothing was written', output };
      return tellFailure(telling, async () => {
        const description = descriptionOf(source, telling);
        const { report, files } = await description.synth(outdir, { force });
        print(summary(output, outdir, files, report));
        return 0;
      });
    });
}
