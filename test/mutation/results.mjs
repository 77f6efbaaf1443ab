// Says what survived, and after a run over everything writes RESULTS.md.
import { readFileSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { commonTokens, declareClassPlugin, PluginKind, tokens } from '@stryker-mutator/api/plugin';
import { EXPLAINED } from './explained.mjs';
import config from './stryker.config.mjs';

const FILE = 'test/mutation/RESULTS.md';
const NOTICED = ['Killed', 'Timeout'];
const MISSED = ['Survived', 'NoCoverage'];

class Results {
  static inject = tokens(commonTokens.options);

  constructor({ mutate }) {
    this.isWhole = mutate.join() === config.mutate.join();
  }

  /** At once: a run takes long. */
  onMutantTested({ fileName, location: { start }, replacement, status }) {
    if (MISSED.includes(status)) {
      const place = `${path.relative('.', fileName)}:${start.line}:${start.column}`;
      console.log(`not noticed: ${place} ${code(oneLine(replacement))}`);
    }
  }

  onMutationTestReportReady({ files }) {
    const mutants = Object.entries(files).flatMap(([name, file]) =>
      file.mutants.map(mutant => describe(name, file.source.split('\n'), mutant)),
    );
    const tested = mutants.filter(({ isTested }) => isTested);
    const text = [
      ...leftOut(mutants.length - tested.length),
      ...table(tested),
      ...lists(tested),
    ].join('\n');
    console.log(text);
    if (this.isWhole) {
      writeResults(text);
      reportStale(mutants);
    }
  }
}

/** A mutant in the words of a reader: where it is, and what stands there instead of what. */
function describe(file, lines, { location: { start, end }, replacement, status }) {
  const text = lines.slice(start.line - 1, end.line);
  text[text.length - 1] = text[text.length - 1].slice(0, end.column - 1);
  text[0] = text[0].slice(start.column - 1);
  const mutant = { file, line: start.line, original: oneLine(text.join('\n')), replacement };
  const known = EXPLAINED.find(each => isOf(each, mutant));
  const isTested = status !== 'Ignored';
  return { ...mutant, isTested, isNoticed: NOTICED.includes(status), why: known?.why };
}

const leftOut = count =>
  count === 0
    ? []
    : [
        `Of what is decided once, while the sources load (tables and texts), ${count} mutants were left out (\`--ignoreStatic\`).`,
        '',
      ];

const oneLine = text => text.replace(/\s+/g, ' ').trim();

const isOf = (known, { file, original, replacement }) =>
  known.file === file &&
  known.original === original &&
  (known.replacement ?? replacement) === replacement;

function writeResults(text) {
  const { version } = JSON.parse(readFileSync('node_modules/@stryker-mutator/core/package.json'));
  const date = new Date().toISOString().slice(0, 10);
  const heading = `# What the tests notice

Written by \`npx projen mutate\` on ${date}, with Stryker ${version}. [README.md](README.md) says what is measured.`;
  writeFileSync(FILE, `${heading}\n\n${text}\n`);
}

function table(mutants) {
  const folders = [...new Set(mutants.map(({ file }) => path.dirname(file)))].sort();
  return [
    '| folder | mutants | noticed | explained | not noticed | score |',
    '| --- | --: | --: | --: | --: | --: |',
    ...folders.map(folder => {
      const here = mutants.filter(({ file }) => path.dirname(file) === folder);
      return row(`\`${folder}/\``, here);
    }),
    row('**all**', mutants),
  ];
}

function row(name, mutants) {
  const noticed = mutants.filter(({ isNoticed }) => isNoticed).length;
  const explained = mutants.filter(({ isNoticed, why }) => !isNoticed && why).length;
  const others = mutants.length - noticed - explained;
  const score = `${((100 * noticed) / mutants.length).toFixed(1)} %`;
  return `| ${[name, mutants.length, noticed, explained, others, score].join(' | ')} |`;
}

function lists(mutants) {
  const survivors = mutants.filter(({ isNoticed }) => !isNoticed);
  return [
    ...list(
      'Not noticed',
      survivors.filter(({ why }) => !why),
    ),
    ...list(
      'Explained',
      survivors.filter(({ why }) => why),
    ),
  ];
}

const list = (title, mutants) =>
  mutants.length === 0 ? [] : ['', `## ${title}`, '', ...mutants.map(item)];

const item = ({ file, line, original, replacement, why }) =>
  `- ${file}:${line} ${code(original)} → ${code(oneLine(replacement))}${why ? `: ${why}` : ''}`;

const code = text => (text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``);

/** A reason that explains nothing any more is as wrong as none. */
function reportStale(mutants) {
  const survivors = mutants.filter(({ isNoticed }) => !isNoticed);
  for (const known of EXPLAINED.filter(each => !survivors.some(one => isOf(each, one)))) {
    console.error(`explained.mjs: no survivor is "${known.original}" in ${known.file}`);
    process.exitCode = 1;
  }
}

export const strykerPlugins = [declareClassPlugin(PluginKind.Reporter, 'results', Results)];
