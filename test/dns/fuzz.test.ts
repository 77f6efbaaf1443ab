import * as fc from 'fast-check';
import { COREFILE, ZONE } from './corefiles';
import { parseCorefile } from '../../src/dns/corefile/parser';
import { mergeBlocks, removeBlocks } from '../../src/dns/corefile/splice';
import { blocksText, ZoneAnswer, zoneServers } from '../../src/dns/zone-block';
import { Problems } from '../../src/mesh/problems';

/** `npx projen fuzz` runs 100,000. */
const CASES = Number(process.env.FUZZ_CASES ?? 2000);

const ANSWERS: ZoneAnswer[] = [
  { forwardTo: ['10.0.0.200'] },
  { records: { [`cart.shop.${ZONE}`]: ['240.0.0.1'], [`stock.shop.${ZONE}`]: ['240.0.0.2', 'fd00::2'] } },
];

/** Everything outside of the blocks of the zone and its hosts: comments, other blocks, imports; but for white space at the seams. */
function outside(corefile: string): string {
  const isOurs = (key: string) => new RegExp(`^(dns://)?([^.]+[.][^.]+[.])?${ZONE.replace('.', '[.]')}[.]?(:53)?,?$`, 'i').test(key);
  const own = parseCorefile(corefile, new Problems())!.filter(block => block.type === 'server' && block.keys.every(key => isOurs(key.text)));
  return [...own].reverse().reduce((text, { start, end }) => text.slice(0, start) + text.slice(end), corefile).replace(/\s+/g, ' ').trim();
}

let merged = 0;
let refused = 0;

test.each(ANSWERS)('a merge changes its own blocks only, and a removal undoes it: %#', answer => {
  const text = blocksText(zoneServers(ZONE, answer));
  fc.assert(fc.property(COREFILE, corefile => {
    const problems = new Problems();
    const result = mergeBlocks(corefile, ZONE, text, problems);
    if (result === undefined) {
      refused++;
      expect(problems.all.length).toBeGreaterThan(0);
      expect(problems.all.every(({ code, message }) => /^MESH60[12]$/.test(code) && /^line \d+, column \d+: /.test(message))).toBe(true);
      return;
    }
    merged++;
    expect(result).toContain(text.trimEnd());
    expect(outside(result)).toBe(outside(corefile));
    expect(mergeBlocks(result, ZONE, text, new Problems())).toBe(result);
    const without = removeBlocks(result, ZONE, new Problems())!;
    expect(outside(without)).toBe(outside(corefile));
    expect(without.trimEnd()).toBe(removeBlocks(corefile, ZONE, new Problems())!.trimEnd());
    expect(removeBlocks(without, ZONE, new Problems())).toBe(without);
    if (outside(corefile) === corefile.replace(/\s+/g, ' ').trim()) {
      expect(result.startsWith(corefile)).toBe(true); // it was not there: not a byte of the present file may change
    }
  }), { seed: 11, numRuns: CASES });
});

test('the cases are neither all right nor all wrong', () => {
  expect(merged).toBeGreaterThan(CASES / 4);
  expect(refused).toBeGreaterThan(CASES / 4);
});
