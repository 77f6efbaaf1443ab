import { execFileSync } from 'child_process';
import * as fc from 'fast-check';
import { Result } from './servers';
import { directives } from '../../src/dns/corefile/directives';
import { Block, parseCorefile } from '../../src/dns/corefile/parser';
import { Problems } from '../../src/mesh/problems';
import { COREFILE } from '../../test/dns/corefiles';

const CASES = 100_000;

interface Verdict {
  readonly error?: string;
  readonly blocks: ReadonlyArray<{ readonly keys: string[]; readonly tokens: Record<string, string[]> }> | null;
}

/**
 * What CoreDNS accepts we read the same way, or refuse. (It expands imports and the environment while it reads, so files with these are
 * left out.)
 */
export function parserAgrees(oracle: string): Result[] {
  const files = fc.sample(COREFILE, { seed: 5, numRuns: CASES }).filter(file => !/import|\{[$%]/.test(file));
  const verdicts: Verdict[] = JSON.parse(execFileSync(oracle, { input: JSON.stringify(files), maxBuffer: 1 << 30, encoding: 'utf8' }));
  const accepted = files.map((file, i) => ({ file, verdict: verdicts[i] })).filter(({ verdict }) => verdict.error === undefined);
  const read = accepted.map(({ file, verdict }) => ({ file, theirs: theirs(verdict), ours: ours(file) }));
  const different = read.filter(r => r.ours !== undefined && r.ours !== r.theirs);
  const same = read.filter(r => r.ours === r.theirs).length;
  return [{
    what: `parser: ${files.length} Corefiles, of which CoreDNS accepts ${accepted.length}`,
    problem: different.length === 0 ? undefined : `${different.length} read otherwise, e.g. ${JSON.stringify(different[0])}`,
    note: `${same} read the same way, ${accepted.length - same} refused by us, none read otherwise`,
  }];
}

function theirs({ blocks }: Verdict): string {
  return JSON.stringify((blocks ?? []).map(({ keys, tokens }) => [keys, Object.entries(tokens).sort()]));
}

function ours(file: string): string | undefined {
  const blocks = parseCorefile(file, new Problems());
  return blocks && JSON.stringify(blocks.filter(({ type }) => type === 'server').map(block => [keysOf(block), tokensOf(block)]));
}

function keysOf({ keys }: Block): string[] {
  return keys.map(({ text }) => text).filter(key => key !== '').map(key => key.replace(/,$/, ''));
}

/** Of equal plugins the parser keeps one list. */
function tokensOf(block: Block): Array<[string, string[]]> {
  const lists = new Map<string, string[]>();
  for (const { name, end } of directives(block)) {
    const texts = block.body.filter(token => token.start >= name.start && token.end <= end).map(token => token.text);
    lists.set(name.text, [...lists.get(name.text) ?? [], ...texts]);
  }
  return [...lists].sort();
}
