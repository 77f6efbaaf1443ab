import { print } from './color';
import { DESCRIPTION_ARGUMENT, targetOf } from './description';
import { tellFailure } from './failure';
import { MeshCommand } from './mesh-command';
import { descriptionOf } from './run';
import { overview } from './summary';
import type { OutputFormat } from '../values/output-format';

interface ValidateOptions {
  readonly app?: string;
  readonly output: OutputFormat;
}

/** `mesh validate`. @internal */
export function validateCommand(): MeshCommand {
  return new MeshCommand('validate')
    .summary('say what is wrong with a description')
    .description(
      'Does all that `mesh synth` does, but to write: reads the description with everything that it refers to, and says what is wrong with it. It does not look at the output directory.',
    )
    .argument('[file]', DESCRIPTION_ARGUMENT)
    .option('--app <command>', 'run this app instead of `app` of cdk8s.yaml')
    .formats()
    .examples(
      ['mesh validate', 'what cdk8s.yaml says, otherwise mesh.yaml'],
      ['mesh validate mesh.yaml --output json', 'for a pipeline'],
    )
    .does((file: string | undefined, options: ValidateOptions) => {
      const { source } = targetOf(file, options);
      const { output } = options;
      const telling = { command: 'mesh validate', outcome: 'the description is not valid', output };
      return tellFailure(telling, async () => {
        const report = await descriptionOf(source, telling).validate();
        print(overview(output, report));
        return 0;
      });
    });
}
