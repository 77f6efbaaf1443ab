import { targetOf } from './description';
import { tellFailure } from './failure';
import { MeshCommand } from './mesh-command';
import { descriptionOf } from './run';
import { summaryJson, summaryText } from './summary';

interface SynthOptions {
  readonly app?: string;
  readonly output?: string;
  readonly force?: boolean;
  readonly json?: boolean;
}

/** `mesh synth`. @internal */
export function synthCommand(): MeshCommand {
  return new MeshCommand('synth')
    .summary('bring the output directory up to date')
    .description(
      'Brings the output directory up to date: from a file like mesh.yaml, or from the app of cdk8s.yaml. ' +
        'Unlike `cdk8s synth` it keeps the old output until the new one is complete: after a failure nothing has changed.',
    )
    .argument(
      '[file]',
      'a description such as mesh.yaml (default: the app of cdk8s.yaml, otherwise mesh.yaml)',
    )
    .option('--app <command>', 'run this app instead of `app` of cdk8s.yaml')
    .option('--output <directory>', 'write here instead of `output` of cdk8s.yaml or dist')
    .option('--force', 'overwrite files of the output that were edited by hand')
    .option('--json', 'print what was done as JSON')
    .examples(
      ['mesh synth mesh.yaml', 'no app, no TypeScript'],
      ['mesh synth', 'what cdk8s.yaml says'],
      ['mesh synth --app "node main.js" --output out', 'another app, another directory'],
    )
    .does((file: string | undefined, options: SynthOptions) => {
      const { source, output } = targetOf(file, options);
      const telling = { command: 'mesh synth', outcome: 'nothing was written', json: options.json };
      return tellFailure(telling, async () => {
        const description = descriptionOf(source, telling);
        const { report, files } = await description.synth(output, {
          force: options.force ?? false,
        });
        const summary = options.json ? summaryJson : summaryText;
        process.stdout.write(summary(output, files, report));
        return 0;
      });
    });
}
