import type { MeshProblem } from './mesh-problem';

/** Up to this many problems are all written out. */
const WRITTEN_OUT = 20;
/** When there are more, this many of each code are. */
const OF_A_CODE = 5;

/**
 * Problems as paragraphs: code, place, what is wrong, what to do. Of very many, the first of each
 * code.
 *
 * @param everywhere what shows those that are left out, e.g. `--output json lists them all`
 * @internal
 */
export function formatProblems(problems: readonly MeshProblem[], everywhere: string): string {
  if (problems.length <= WRITTEN_OUT) {
    return paragraphs(problems.map(formatProblem));
  }
  const byCode = new Map<string, MeshProblem[]>();
  for (const problem of problems) {
    const group = byCode.get(problem.code) ?? [];
    group.push(problem);
    byCode.set(problem.code, group);
  }
  return paragraphs([...byCode.values()].map(group => formatGroup(group, everywhere)));
}

/** Problems below a heading that counts them; `everywhere` as of `formatProblems`. @internal */
export function problemReport(problems: readonly MeshProblem[], everywhere: string): string {
  const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
  return `${count}\n\n${formatProblems(problems, everywhere)}`;
}

/** One paragraph: code, place, what is wrong, what to do. */
function formatProblem(problem: MeshProblem): string {
  return `${whatIsWrong(problem)}${whatToDo(problem)}`;
}

/** The first problems of one code, what to do about all of them, and how many more there are. */
function formatGroup(problems: readonly MeshProblem[], everywhere: string): string {
  if (problems.length <= OF_A_CODE) {
    return paragraphs(problems.map(formatProblem));
  }
  const [first] = problems;
  const haveOneRemedy = problems.every(({ remedy }) => remedy === first.remedy);
  const shown = problems.slice(0, OF_A_CODE).map(haveOneRemedy ? whatIsWrong : formatProblem);
  const more = `${heading(first)}: ${problems.length - OF_A_CODE} more of this kind; ${everywhere}`;
  return paragraphs([...shown, `${more}${haveOneRemedy ? whatToDo(first) : ''}`]);
}

const paragraphs = (texts: readonly string[]): string => texts.join('\n\n');

const heading = ({ code, isWarning }: MeshProblem): string =>
  `${isWarning ? 'Warning ' : ''}${code}`;

const whatIsWrong = (problem: MeshProblem): string =>
  `${heading(problem)}${problem.place === '' ? '' : ` at ${problem.place}`}\n  ${problem.message}`;

const whatToDo = ({ remedy }: MeshProblem): string => `\n  → ${remedy}`;

const PROBLEM = /^(MESH\d{3})(?: at (.*))?\n {2}(?!→ )(.*)(?:\n {2}→ (.*))?$/gm;
const REMEDY_OF_GROUP = /^(MESH\d{3}): \d+ more of this kind; .*\n {2}→ (.*)$/gm;

/**
 * Reads errors back from a text that holds formatted ones, e.g. what a program printed.
 *
 * @internal
 */
export function parseProblems(text: string): MeshProblem[] {
  const remedies = new Map(
    [...text.matchAll(REMEDY_OF_GROUP)].map(([, code, remedy]) => [code, remedy]),
  );
  return [...text.matchAll(PROBLEM)].map(
    ([, code, place = '', message, remedy = remedies.get(code) ?? '']) => ({
      code,
      isWarning: false,
      place,
      message,
      remedy,
    }),
  );
}
