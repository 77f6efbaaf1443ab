import * as fc from 'fast-check';
import { COREFILE, ZONE } from './corefiles';
import { forwardText, mergeBlocks, recordText, removeBlocks } from './mesh-zone';
import { parseCorefile } from '../../src/corefile/parser';
import { Problems } from '../../src/problems/problems';

/** `npx projen fuzz` runs 100,000. */
const CASES = Number(process.env.FUZZ_CASES ?? 2000);

const TEXTS = [
  forwardText(ZONE, '10.0.0.200'),
  recordText(ZONE, {
    [`cart.shop.${ZONE}`]: ['240.0.0.1'],
    [`stock.shop.${ZONE}`]: ['240.0.0.2', 'fd00::2'],
  }),
];

/**
 * What is between the blocks of the zone and of its hosts, in order: comments, other blocks,
 * imports, white space.
 */
function outside(corefile: string): string[] {
  const isOurs = (key: string) =>
    new RegExp(
      `^(dns://)?([^.]+[.][^.]+[.])?${ZONE.replace('.', '[.]')}[.]?(:[+0]*53)?,?$`,
      'i',
    ).test(key);
  const own = parseCorefile(corefile, new Problems())!.blocks.filter(
    block => block.type === 'server' && block.keys.every(key => isOurs(key.text)),
  );
  const ends = [0, ...own.map(({ end }) => end)];
  return [...own.map(({ start }) => start), corefile.length].map((start, i) =>
    corefile.slice(ends[i], start),
  );
}

const isText = (text: string) => text.trim() !== '';

let added = 0;
let replaced = 0;
let refused = 0;

test.each(TEXTS)('a merge changes its own blocks only, and a removal undoes it: %#', text => {
  fc.assert(
    fc.property(COREFILE, corefile => {
      const problems = new Problems();
      const result = mergeBlocks(corefile, ZONE, text, problems);
      if (result === undefined) {
        refused++;
        expect(problems.all.length).toBeGreaterThan(0);
        expect(
          problems.all.every(
            ({ code, message }) =>
              /^MESH60[12]$/.test(code) && /^line \d+, column \d+: /.test(message),
          ),
        ).toBe(true);
        return;
      }
      expect(mergeBlocks(result, ZONE, text, new Problems())).toBe(result);
      const [before, ...behind] = outside(corefile);
      const without = removeBlocks(result, ZONE, new Problems())!;
      if (behind.length === 0) {
        added++;
        expect(result).toBe(
          corefile.trim() === ''
            ? `${corefile}${text}`
            : `${corefile.trimEnd()}\n\n${text.trimEnd()}${/\s*$/.exec(corefile)![0]}`,
        );
        expect(without).toBe(corefile);
      } else {
        replaced++;
        const between = outside(result);
        expect(between[0]).toBe(before);
        expect(
          between
            .slice(1)
            .filter(isText)
            .map(part => part.trimEnd()),
        ).toEqual(behind.filter(isText).map(part => part.trimEnd()));
        expect(without).toBe(removeBlocks(corefile, ZONE, new Problems()));
      }
      expect(outside(without)).toEqual([without]);
      expect(removeBlocks(without, ZONE, new Problems())).toBe(without);
    }),
    { seed: 11, numRuns: CASES },
  );
});

test('the cases are neither all right nor all wrong', () => {
  expect(added + replaced).toBeGreaterThan(CASES / 4);
  expect(added).toBeGreaterThan(CASES / 20);
  expect(replaced).toBeGreaterThan(CASES / 20);
  expect(refused).toBeGreaterThan(CASES / 4);
});
