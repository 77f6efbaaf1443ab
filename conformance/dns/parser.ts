import { execFileSync } from 'child_process';
import * as fc from 'fast-check';
import { directives } from '../../src/corefile/directives';
import { Block, parseCorefile } from '../../src/corefile/parser';
import { Problems } from '../../src/problems/problems';
import { COREFILE, ZONE } from '../../test/corefile/corefiles';
import { mergeBlocks, recordText, removeBlocks } from '../../test/corefile/mesh-zone';
import { Result } from '../results';

const CASES = 100_000;

interface Verdict {
  readonly error?: string;
  readonly blocks: ReadonlyArray<{
    readonly keys: string[];
    readonly tokens: Record<string, string[]>;
  }> | null;
}

/**
 * What CoreDNS accepts we read the same way, or refuse. (It expands imports and the environment
 * while it reads, so files with these are left out.)
 */
export function parserAgrees(oracle: string): Result[] {
  const files = fc
    .sample(COREFILE, { seed: 5, numRuns: CASES })
    .filter(file => !/import|\{[$%]/.test(file));
  const verdicts = ask(oracle, files);
  const accepted = files
    .map((file, i) => ({ file, verdict: verdicts[i] }))
    .filter(({ verdict }) => verdict.error === undefined);
  const read = accepted.map(({ file, verdict }) => ({
    file,
    theirs: theirs(verdict),
    ours: ours(file),
  }));
  const onlyOurs = files.filter(
    (file, i) => verdicts[i].error !== undefined && ours(file) !== undefined,
  );
  const different = read.filter(r => r.ours !== undefined && r.ours !== r.theirs);
  const same = read.filter(r => r.ours === r.theirs).length;
  return [
    {
      what: `parser: ${files.length} Corefiles, of which CoreDNS accepts ${accepted.length}`,
      problem:
        different.length === 0
          ? undefined
          : `${different.length} read otherwise, e.g. ${JSON.stringify(different[0])}`,
      note: `${same} read the same way, ${accepted.length - same} refused by us, none read otherwise`,
    },
    {
      what: `parser: ${files.length - accepted.length} that CoreDNS refuses`,
      problem:
        onlyOurs.length === 0
          ? undefined
          : `${onlyOurs.length} read by us, e.g. ${JSON.stringify(onlyOurs[0])}`,
      note: 'all refused by us too',
    },
    mergesAgree(oracle, accepted),
  ];
}

/** Real CoreDNS, too, sees in a merged file what was there, and our blocks behind it. */
function mergesAgree(
  oracle: string,
  accepted: ReadonlyArray<{ readonly file: string; readonly verdict: Verdict }>,
): Result {
  const text = recordText(ZONE, { [`cart.shop.${ZONE}`]: ['240.0.0.1'] });
  const own = JSON.parse(theirs(ask(oracle, [text])[0]));
  const merged = accepted.flatMap(({ file, verdict }) => {
    const result = mergeBlocks(file, ZONE, text, new Problems());
    if (result === undefined) {
      return [];
    }
    return [
      {
        file,
        before: JSON.parse(theirs(verdict)) as unknown[],
        result,
        without: removeBlocks(result, ZONE, new Problems())!,
      },
    ];
  });
  const [after, removed] = [
    ask(
      oracle,
      merged.map(({ result }) => result),
    ),
    ask(
      oracle,
      merged.map(({ without }) => without),
    ),
  ];
  const isOurs = (block: unknown) =>
    own.some((mine: unknown) => JSON.stringify(mine) === JSON.stringify(block));
  const wrong = merged.filter(({ before }, i) => {
    const blocks = JSON.parse(theirs(after[i])) as unknown[];
    const others = JSON.stringify(blocks.filter(block => !isOurs(block)));
    return (
      after[i].error !== undefined ||
      blocks.filter(isOurs).length !== own.length ||
      others !== JSON.stringify(JSON.parse(theirs(removed[i]))) ||
      !JSON.parse(others).every((block: unknown) =>
        before.some(b => JSON.stringify(b) === JSON.stringify(block)),
      )
    );
  });
  return {
    what: `parser: ${merged.length} of these merged with the zone`,
    problem:
      wrong.length === 0
        ? undefined
        : `${wrong.length} are not the old blocks and ours, e.g. ${JSON.stringify(wrong[0])}`,
    note: 'CoreDNS sees our blocks once, every other block as before, and without ours after the removal',
  };
}

function ask(oracle: string, files: readonly string[]): Verdict[] {
  return JSON.parse(
    execFileSync(oracle, { input: JSON.stringify(files), maxBuffer: 1 << 30, encoding: 'utf8' }),
  );
}

function theirs({ blocks }: Verdict): string {
  return JSON.stringify(
    (blocks ?? []).map(({ keys, tokens }) => [keys, Object.entries(tokens).sort()]),
  );
}

function ours(file: string): string | undefined {
  const corefile = parseCorefile(file, new Problems());
  const servers = corefile?.blocks.filter(({ type }) => type === 'server');
  return servers && JSON.stringify(servers.map(block => [keysOf(block), tokensOf(block)]));
}

function keysOf({ keys }: Block): string[] {
  return keys
    .map(({ text }) => text)
    .filter(key => key !== '')
    .map(key => key.replace(/,$/, ''));
}

/** Of equal plugins the parser keeps one list. */
function tokensOf(block: Block): Array<[string, string[]]> {
  const lists = new Map<string, string[]>();
  for (const { name, end } of directives(block)) {
    const texts = block.body
      .filter(token => token.start >= name.start && token.end <= end)
      .map(token => token.text);
    lists.set(name.text, [...(lists.get(name.text) ?? []), ...texts]);
  }
  return [...lists].sort();
}
