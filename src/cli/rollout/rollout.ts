import { existsSync } from 'fs';
import { planText } from './plan-text';
import { withWave } from './wave-in-text';
import { UsageError } from '../../ca/usage-error';
import type { AppReport } from '../../constructs/report';
import type { RolloutPlan } from '../../description/rollout/plan';
import { textIfAny } from '../../files/read-text';
import { replaceFile } from '../../files/replace-file';
import { inFormat, OutputFormat } from '../../values/output-format';
import { print } from '../color';
import { DESCRIPTION_ARGUMENT, Description, Target, targetOf } from '../description';
import { tellFailure, Telling } from '../failure';
import type { DescriptionFile } from '../from-file';
import { MeshCommand } from '../mesh-command';
import { descriptionOf } from '../run';
import { summary } from '../summary';

interface RolloutOptions {
  readonly app?: string;
  readonly outdir?: string;
  readonly wave?: string;
  readonly force?: boolean;
  readonly output: OutputFormat;
}

/** `mesh rollout`. @internal */
export function rolloutCommand(): MeshCommand {
  return new MeshCommand('rollout')
    .summary('bring a change to the clusters wave by wave')
    .description(
      'Lists the waves of the `rollout` of a description, after a look at what each of them would write. With --wave, writes the number of the wave into the description, and brings the output directory up to date: one change to review for each wave.',
    )
    .argument('[file]', DESCRIPTION_ARGUMENT)
    .option('--wave <number>', 'roll out this wave; 0 goes back to before the first')
    .option('--app <command>', 'run this app instead of `app` of cdk8s.yaml')
    .option('--outdir <directory>', 'write here instead of `output` of cdk8s.yaml or dist')
    .option('--force', 'overwrite files of the output that were edited by hand')
    .formats()
    .examples(
      ['mesh rollout mesh.yaml', 'which clusters change in which wave'],
      ['mesh rollout mesh.yaml --wave 1', 'write the output of the first wave'],
    )
    .does((file: string | undefined, options: RolloutOptions) => {
      const { source, outdir } = targetOf(file, options);
      const { output } = options;
      const telling = { command: 'mesh rollout', outcome: 'nothing was written', output };
      return tellFailure(telling, () =>
        options.wave === undefined
          ? list(source, telling)
          : write(source, outdir, numberOf(options.wave), options),
      );
    });
}

function numberOf(text: string): number {
  if (!/^\d{1,4}$/.test(text)) {
    throw new UsageError(`--wave takes a number, not "${text}"`);
  }
  return Number(text);
}

async function list(source: Target['source'], telling: Required<Telling>): Promise<number> {
  const plans = plansOf(await descriptionOf(source, telling).validate());
  if ('file' in source && existsSync(source.file)) {
    for (const i of plans.flatMap(({ steps }) => [...steps.keys()])) {
      await inWave(source.file, i + 1).description.validate();
    }
  }
  print(
    inFormat(
      telling.output,
      () => plans.map(planText).join('\n'),
      () => ({ rollouts: plans }),
    ),
  );
  return 0;
}

/** Says which waves there are, or that there are none. */
function plansOf({ meshes }: AppReport): readonly RolloutPlan[] {
  const plans = meshes.flatMap(({ rollout }) => rollout ?? []);
  if (plans.length === 0) {
    throw new UsageError('the description has no `rollout`');
  }
  return plans;
}

async function write(
  source: Target['source'],
  outdir: string,
  wave: number,
  { output, force = false }: RolloutOptions,
): Promise<number> {
  if (!('file' in source)) {
    throw new UsageError('a program says `wave` itself: write it there, and run `mesh synth`');
  }
  const { description, text } = inWave(source.file, wave);
  const { report, files } = await description.synth(outdir, { force });
  if (text !== textIfAny(source.file)) {
    replaceFile(source.file, text);
  }
  print(summary(output, outdir, files, report));
  return 0;
}

interface InWave {
  readonly description: Description;
  readonly text: string;
}

function inWave(file: string, wave: number): InWave {
  const text = withWave(textIfAny(file) ?? '', wave);
  if (text === undefined) {
    throw new UsageError(`"${file}" has no \`rollout\`, or none whose \`wave\` can be written`);
  }
  const {
    DescriptionFile: FromFile,
  }: { DescriptionFile: typeof DescriptionFile } = require('../from-file');
  return { description: new FromFile(file, 'mesh rollout', text), text };
}
