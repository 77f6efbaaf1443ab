import { LiveFiles, together } from '../../analysis/check/live';
import { oneByOne, Query } from '../../analysis/check/queries';
import { askedMark, objectsInJson, readLive } from '../../analysis/check/read-live';
import { Ran, runProgram } from '../../files/run-program';
import { Problems } from '../../problems/problems';

/** A cluster that kubectl can ask. @internal */
export interface Contact {
  readonly cluster: string;
  readonly context: string;
  /** for each question */
  readonly seconds: number;
}

const MAX_BYTES = 256 * 1024 * 1024;

/** kubectl's words for a kind of which the cluster has not even the definition. */
const NO_KIND = /the server doesn't have a resource type/;

/** Asks a cluster. It only gets: nothing here can change one. @internal */
export function askCluster(
  queries: readonly Query[],
  contact: Contact,
  problems: Problems,
): LiveFiles | undefined {
  const answers = queries.flatMap(query => ask(query, contact));
  const failures = answers.flatMap(({ ran }) => ('failure' in ran ? [ran.failure] : []));
  if (failures.length === answers.length) {
    problems.at(contact.cluster).report('MESH861', failures[0]);
    return undefined;
  }
  return together(
    contact.cluster,
    answers.map(answer => seenIn(answer, contact, problems)),
  );
}

interface Answer {
  readonly query: Query;
  readonly ran: Ran;
}

/** Where one kind is refused or does not exist, the others are asked for by themselves. */
function ask(query: Query, contact: Contact): Answer[] {
  const ran = run(query, contact);
  const parts = 'failure' in ran && !ran.isMissing ? oneByOne(query) : [];
  return parts.length > 1
    ? parts.map(part => ({ query: part, ran: run(part, contact) }))
    : [{ query, ran }];
}

function run({ of, options, template }: Query, { context, seconds }: Contact): Ran {
  const form = template === undefined ? 'json' : `go-template=${template}`;
  const args = ['get', ...of, ...options, `--context=${context}`, `--output=${form}`];
  return runProgram('kubectl', [...args, `--request-timeout=${seconds}s`], {
    seconds,
    bytes: MAX_BYTES,
  });
}

function seenIn(
  { query, ran }: Answer,
  { cluster, context }: Contact,
  problems: Problems,
): Omit<LiveFiles, 'name'> {
  const file = `kubectl --context ${context} get ${query.of.join(' ')}`;
  if ('failure' in ran) {
    const isNone = NO_KIND.test(ran.failure);
    const gap = { source: { file, line: 1 }, what: ran.failure };
    return { manifests: [], gaps: isNone ? [] : [gap], asked: new Set(isNone ? query.asks : []) };
  }
  const seen =
    query.template === undefined
      ? objectsInJson(ran.output, file)
      : readLive(cluster, [{ file, text: ran.output }], problems);
  return { ...seen, asked: new Set(query.asks) };
}

/** The commands that ask all of it, for somebody who has kubectl where `mesh` is not. @internal */
export function script(cluster: string, context: string, queries: readonly Query[]): string {
  const lines = queries.map(({ of, options, template, asks }) => {
    const form = template === undefined ? 'yaml' : `go-template=${template}`;
    const words = ['kubectl', '--context', context, 'get', ...of, ...options, '-o', form];
    const mark = ['echo', askedMark(asks)];
    return `  echo --- && ${words.map(quoted).join(' ')} && ${mark.map(quoted).join(' ')}`;
  });
  return ['{', ...lines, `} > ${quoted(`live/${cluster}.yaml`)}`, ''].join('\n');
}

const quoted = (word: string): string =>
  /^[\w./:=,@-]+$/.test(word) ? word : `'${word.replace(/'/g, `'\\''`)}'`;
