import { MeshCommand } from './mesh-command';
import { AREAS } from '../problems/areas';
import { Code, CODES, CodeInfo, RETIRED, RetiredCode } from '../problems/codes';
import { FAILED } from '../values/exit-status';
import { byText } from '../values/order';
import { inFormat, OutputFormat } from '../values/output-format';

interface ExplainOptions {
  readonly output: OutputFormat;
}

/** `mesh explain`. @internal */
export function explainCommand(): MeshCommand {
  const command = new MeshCommand('explain')
    .summary('say what a code like MESH325 means')
    .description(
      'Says what the code of an error or a warning means, why the rule exists, and what to do. Without a code, lists all of them.',
    )
    .argument('[code]', 'e.g. MESH325')
    .formats()
    .examples(['mesh explain MESH325', 'one page'], ['mesh explain', 'every code with its title']);
  return command.does((code: string | undefined, { output }: ExplainOptions) => {
    if (code === undefined) {
      process.stdout.write(inFormat(output, listing, allCodes));
      return 0;
    }
    const name = code.toUpperCase().replace(/^(?=\d)/, 'MESH');
    const page = pageOf(name);
    if (!page) {
      process.stderr.write(`mesh explain: there is no code "${code}"\n${whatElse(name)}\n`);
      return FAILED;
    }
    const told = inFormat(
      output,
      () => page.text,
      () => ({ code: name, ...page.info }),
    );
    process.stdout.write(told);
    return 0;
  });
}

interface Page {
  readonly info: CodeInfo | RetiredCode;
  readonly text: string;
}

function pageOf(name: string): Page | undefined {
  if (isCode(name)) {
    return { info: CODES[name], text: currentPage(name, CODES[name]) };
  }
  return Object.hasOwn(RETIRED, name)
    ? { info: RETIRED[name], text: retiredPage(name, RETIRED[name]) }
    : undefined;
}

function currentPage(code: string, { severity, title, why, remedy, source }: CodeInfo): string {
  const from = source === undefined ? [] : [`Source: ${source}`];
  return page(`${code}, ${article(severity)}: ${title}`, why, `→ ${remedy}`, ...from);
}

function retiredPage(code: string, { since, title, why, replacedBy }: RetiredCode): string {
  const next = replacedBy === undefined ? [] : [`→ See ${replacedBy}: ${CODES[replacedBy].title}`];
  return page(`${code}, retired in ${since}: ${title}`, why, ...next);
}

const page = (...paragraphs: string[]): string => `${paragraphs.join('\n\n')}\n`;

const article = (severity: CodeInfo['severity']): string =>
  severity === 'error' ? 'an error' : 'a warning';

function listing(): string {
  const codes = Object.entries<CodeInfo>(CODES).sort(byText(([code]) => code));
  return Object.entries(AREAS)
    .map(([digit, area]) => {
      const members = codes.filter(([code]) => code.startsWith(`MESH${digit}`));
      return [
        `${area}\n`,
        ...members.map(
          ([code, { severity, title }]) =>
            `  ${code}  ${title}${severity === 'warning' ? ' (warning)' : ''}\n`,
        ),
      ].join('');
    })
    .join('\n');
}

function allCodes(): object[] {
  return Object.entries(CODES)
    .map(([code, info]) => ({ code, ...info }))
    .sort(byText(({ code }) => code));
}

/** The code with that number, otherwise what there is. */
function whatElse(name: string): string {
  const guess = `MESH${/\d{3}/.exec(name)?.[0]}`;
  if (isCode(guess)) {
    return `Did you mean ${guess}?`;
  }
  const areas = Object.entries(AREAS).map(([digit, area]) => `  MESH${digit}xx  ${area}`);
  return ['`mesh explain` lists all codes, which are about:', ...areas].join('\n');
}

const isCode = (name: string): name is Code => Object.hasOwn(CODES, name);
