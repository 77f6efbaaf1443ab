import { meshHarness } from './harness';
import { CODES, RETIRED } from '../../src/problems/codes';

const { mesh, io } = meshHarness();

test('prints the page of a code, in whatever way the code is written', async () => {
  for (const code of ['MESH305', 'mesh305', '305']) {
    expect(await mesh('explain', code)).toBe(0);
    const { title, why, remedy, source } = CODES.MESH305;
    expect(io.out).toBe(
      `MESH305, an error: ${title}\n\n${why}\n\n→ ${remedy}\n\nSource: ${source}\n`,
    );
  }
  expect(await mesh('explain', 'MESH207')).toBe(0);
  expect(io.out).toMatch(/^MESH207, a warning: /);
});

test.each(Object.keys(CODES))('%s has a page', async code => {
  expect(await mesh('explain', code, '--output', 'json')).toBe(0);
  expect(JSON.parse(io.out)).toEqual({ code, ...CODES[code as keyof typeof CODES] });
});

test('lists all codes with their titles', async () => {
  expect(await mesh('explain')).toBe(0);
  expect([...io.out.matchAll(/^ {2}(MESH\d{3}) {2}\S/gm)].map(([, code]) => code)).toEqual(
    Object.keys(CODES).sort(),
  );
  expect(io.out).toMatch(/^The form of the description\n {2}MESH101 /);
  expect(await mesh('explain', '--output', 'json')).toBe(0);
  expect(JSON.parse(io.out)).toHaveLength(Object.keys(CODES).length);
});

test('a retired code says why, and what took its place', async () => {
  const retired = { since: '0.2.0', title: 'Old rule', why: 'Nobody needs it.' };
  const more = { MESH998: { ...retired, replacedBy: 'MESH305' }, MESH999: retired };
  Object.assign(RETIRED, more); // the copy of this test file
  expect(await mesh('explain', 'MESH998')).toBe(0);
  expect(io.out).toBe(
    `MESH998, retired in 0.2.0: Old rule\n\nNobody needs it.\n\n→ See MESH305: ${CODES.MESH305.title}\n`,
  );
  expect(await mesh('explain', 'MESH999', '--output', 'json')).toBe(0);
  expect(JSON.parse(io.out)).toEqual({ code: 'MESH999', ...retired });
});

test('a code that there is not', async () => {
  expect(await mesh('explain', 'MSH305')).toBe(1);
  expect(io.err).toBe('mesh explain: there is no code "MSH305"\nDid you mean MESH305?\n');
  expect(await mesh('explain', 'toString')).toBe(1);
  expect(io.err).toContain('\n  MESH6xx  DNS\n');
});
