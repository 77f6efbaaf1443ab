import { existsSync, mkdirSync, writeFileSync } from 'fs';
import * as path from 'path';
import { Option } from 'commander';
import { CI_FILES, CI_SYSTEMS, CiSystem } from './ci-files';
import { MeshAnswers, meshYaml } from './mesh-yaml';
import { Questions } from './questions';
import type { Terminal } from '../../ca/terminal';
import { UsageError } from '../../ca/usage-error';
import { NEWEST_ISTIO } from '../../values/istio-version';
import { inFormat, OutputFormat } from '../../values/output-format';
import { MESH_FILE } from '../description';
import { tellFailure } from '../failure';
import { another, MeshCommand } from '../mesh-command';

interface InitOptions {
  readonly cluster: readonly string[];
  readonly suffix?: string;
  readonly istio?: string;
  readonly ci?: CiSystem;
  readonly output: OutputFormat;
}

/** What became of a file. */
interface InitFile {
  readonly file: string;
  /** false for one that was there, and was not touched */
  readonly isWritten: boolean;
  readonly content: string;
}

/** `mesh init`. @internal */
export function initCommand(): MeshCommand {
  return new MeshCommand('init')
    .summary('begin a description')
    .description(
      `Writes a commented ${MESH_FILE} that editors complete, .gitattributes and, on request, a pipeline. Asks for what is not said; without a terminal it takes the defaults. Never overwrites a file.`,
    )
    .argument('[directory]', 'where to write', '.')
    .option(
      '--cluster <name=address>',
      'a cluster and the address of its gateway; as often as there are clusters',
      another,
      [],
    )
    .option('--suffix <domain>', `DNS suffix of remote services; otherwise ${DEFAULTS.suffix}`)
    .option('--istio <version>', `of the control planes; otherwise ${DEFAULTS.istio}`)
    .addOption(new Option('--ci <system>', 'a pipeline that checks changes').choices(CI_SYSTEMS))
    .formats()
    .examples(
      ['mesh init', 'answer some questions'],
      ['mesh init --cluster east=203.0.113.10 --cluster west=203.0.113.20 --ci github', 'or none'],
    )
    .does((directory: string, options: InitOptions) => {
      const { output } = options;
      const telling = { command: 'mesh init', outcome: 'nothing was written', output };
      return tellFailure(telling, () => {
        process.stdout.write(init(directory, options));
        return 0;
      });
    });
}

const DEFAULTS = { suffix: 'mesh.internal', istio: NEWEST_ISTIO.text, ci: 'none' } as const;

/** @returns what was done */
function init(directory: string, options: InitOptions): string {
  const description = path.join(directory, MESH_FILE);
  if (existsSync(description)) {
    throw new UsageError(`"${description}" exists already, and nothing was written`);
  }
  const { ci, ...answers } = ask(options);
  const text = meshYaml(answers);
  checkDescription(text, answers);
  const files = { [MESH_FILE]: text, '.gitattributes': GIT_ATTRIBUTES, ...CI_FILES[ci] };
  const done = Object.entries(files).map(([name, content]): InitFile => {
    const file = path.join(directory, name);
    const isWritten = !existsSync(file);
    if (isWritten) {
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, content);
    }
    return { file, isWritten, content };
  });
  const next = nextSteps(directory, answers);
  return inFormat(
    options.output,
    () => asText(done, next),
    () => asData(done, next),
  );
}

function asText(files: readonly InitFile[], next: readonly string[]): string {
  const lines = files.map(({ file, isWritten, content }) =>
    isWritten
      ? `wrote ${file}\n`
      : `kept ${file}, which exists; it needs this:\n\n${content.replace(/^(?=.)/gm, '  ')}\n`,
  );
  const steps = next.map((step, i) => `  ${i + 1}. ${step}\n`);
  return `${lines.join('')}\nNext:\n${steps.join('')}`;
}

/** With what a file that was kept would need. */
const asData = (files: readonly InitFile[], next: readonly string[]): object => ({
  written: files.filter(({ isWritten }) => isWritten).map(({ file }) => file),
  kept: files
    .filter(({ isWritten }) => !isWritten)
    .map(({ file, content }) => ({ file, needs: content })),
  next,
});

/** Who is there when a program reads the answer. */
const NOBODY: Terminal = { ask: () => undefined };

/** From the command line, from a person, or by default. */
function ask({ cluster, suffix, istio, ci, output }: InitOptions): MeshAnswers & { ci: CiSystem } {
  const questions = new Questions(output === 'text' ? undefined : NOBODY);
  const named = cluster.length > 0 ? cluster : questions.list('Clusters, as name=gateway address');
  return {
    clusters: named.map(clusterOf),
    suffix: suffix ?? questions.text('DNS suffix of remote services', DEFAULTS.suffix),
    istio: istio ?? questions.text('Version of Istio', DEFAULTS.istio),
    ci: ci ?? questions.choice('Pipeline', CI_SYSTEMS, DEFAULTS.ci),
  };
}

function clusterOf(text: string): MeshAnswers['clusters'][number] {
  const [, name, address] = /^([^=]+)=(.+)$/.exec(text) ?? [];
  if (name === undefined) {
    throw new UsageError(`"${text}" is no cluster; write name=address, e.g. east=203.0.113.10`);
  }
  return { name, address };
}

/** Answers end up in a file, so they are checked as if they had been read from it. */
function checkDescription(text: string, { clusters }: MeshAnswers): void {
  if (clusters.length > 0) {
    const { check }: typeof import('./check') = require('./check');
    check(text);
  }
}

/** Git must not change line ends, of which the index of the output knows the digests. */
const GIT_ATTRIBUTES = `# Written by \`mesh synth\`: folded in reviews, the same bytes on every machine
dist/** text eol=lf linguist-generated=true
mesh.lock.json text eol=lf
`;

function nextSteps(directory: string, { clusters }: MeshAnswers): string[] {
  return [
    ...(path.relative('', directory) === '' ? [] : [`cd ${directory}`]),
    clusters.length > 0
      ? `look at ${MESH_FILE}, and say which services there are and who may call them`
      : `replace what stands in <> in ${MESH_FILE}, and say which services there are and who may call them`,
    '`npx mesh validate` says what is wrong',
    '`npx mesh synth` writes dist/, for you to commit and to deploy',
  ];
}
