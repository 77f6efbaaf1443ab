import { MeshProblem, MeshProblems } from '../../src/problems/mesh-problem';
import { formatProblems, parseProblems } from '../../src/problems/problem-text';
import { Problems } from '../../src/problems/problems';

const everywhere = '--output json lists them all';
const many = (count: number, problem: Partial<MeshProblem> = {}): MeshProblem[] =>
  Array.from({ length: count }, (_, i) => ({
    code: 'MESH325',
    isWarning: false,
    place: `services[${i}]`,
    message: `service ${i} has no virtual IP`,
    remedy: 'Run `npx mesh update`.',
    ...problem,
  }));
const text = (...lines: string[]) => lines.join('\n');

test('up to 20 problems are written out, each with what to do', () => {
  const shown = formatProblems(many(20), everywhere);
  expect(shown.split('\n\n')).toHaveLength(20);
  expect(shown).toContain(
    text('MESH325 at services[19]', '  service 19 has no virtual IP', '  → Run `npx mesh update`.'),
  );
  expect(parseProblems(shown)).toEqual(many(20));
});

test('of more, the first five of each code, and once what to do about all of them', () => {
  const others = many(2, { code: 'MESH301', place: '', message: 'declared twice' });
  const shown = formatProblems([...others.slice(1), ...many(19), ...others.slice(1)], everywhere);
  expect(shown).toBe(
    text(
      'MESH301\n  declared twice\n  → Run `npx mesh update`.\n',
      'MESH301\n  declared twice\n  → Run `npx mesh update`.\n',
      ...[0, 1, 2, 3, 4].map(i => `MESH325 at services[${i}]\n  service ${i} has no virtual IP\n`),
      'MESH325: 14 more of this kind; --output json lists them all',
      '  → Run `npx mesh update`.',
    ),
  );
  expect(parseProblems(shown)).toEqual([...others, ...others].slice(0, 2).concat(many(5)));
});

test('remedies that differ stand with their problems', () => {
  const problems = many(30).map((problem, i) => ({ ...problem, remedy: `Do ${i}.` }));
  const shown = formatProblems(problems, everywhere);
  expect(shown).toContain('service 4 has no virtual IP\n  → Do 4.\n\nMESH325: 25 more');
  expect(parseProblems(shown)).toEqual(problems.slice(0, 5));
});

test('warnings are called so, and are not read back as errors', () => {
  const shown = formatProblems(many(21, { isWarning: true }), everywhere);
  expect(shown).toMatch(/^Warning MESH325 at services\[0\]\n/);
  expect(shown).toContain('Warning MESH325: 16 more of this kind');
  expect(parseProblems(shown)).toEqual([]);
});

test('12,000 mistakes are a page of text and a complete list', () => {
  const problems = new Problems();
  for (let i = 0; i < 12_000; i++) {
    problems.at('services', i).report(i % 2 ? 'MESH303' : 'MESH325', `service ${i} is wrong`);
  }
  const error = thrownBy(() => problems.throwIfErrors());
  expect(error.message).toMatch(/^12000 problems\n/);
  expect(
    error.message.match(/^MESH\d+: 5995 more of this kind; MeshProblems\.of\(error\)/gm),
  ).toHaveLength(2);
  expect(error.message.length).toBeLessThan(2000);
  expect(MeshProblems.of(error)).toHaveLength(12_000);
});

function thrownBy(work: () => void): Error {
  try {
    work();
  } catch (error) {
    return error as Error;
  }
  throw new Error('nothing was thrown');
}
