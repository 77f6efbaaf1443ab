import { LineCounter, parseDocument } from 'yaml';
import { readYaml } from '../../src/values/yaml-reader';

const read = (text: string) => readYaml(text, new LineCounter());
const said = (text: string) =>
  read(text).flatMap(({ problems }) => problems.map(({ code, message }) => [code, message]));

test.each([
  'a: &x { b: 1, c: [true, ~, "s"] }\nd: *x\ne: [*x, &y 5, *y]',
  'k: &x v\n*x : w',
  '__proto__: { a: 1 }\nconstructor: 2',
  '- &a 1\n- *a\n- &a 2\n- *a',
  '',
  '# nothing',
])('the same values as those of the parser: %s', text => {
  const [{ values, problems }] = read(text);
  expect(problems).toEqual([]);
  expect(JSON.stringify(values)).toBe(JSON.stringify(parseDocument(text).toJS()));
});

describe('merge keys, for manifests', () => {
  const merged = (text: string) => readYaml(text, new LineCounter(), { mergeKeys: true })[0];

  test.each([
    'a: &a { x: 1, y: 2 }\nb: { <<: *a, y: 3 }',
    'a: &a { x: 1, y: 2 }\nc: &c { y: 4, z: 5 }\nb: { <<: [*a, *c], w: 0 }',
    'a: &a { x: 1 }\nb: &b { <<: *a, y: 2 }\nc: { <<: *b }',
    'a: { <<: { x: { y: 1 } } }',
    'a: { "<<": 1 }',
    'a: { <<: [] }',
  ])('the same values as those of the parser: %s', text => {
    const { values, problems } = merged(text);
    expect(problems).toEqual([]);
    const parsed = parseDocument(text, { merge: true }).toJS();
    expect(values).toEqual(parsed);
  });

  test.each([
    ['a: { <<: x }', 'a merge key "<<" needs a map, or a list of maps'],
    ['a: { <<: [{}, 1] }', 'a merge key "<<" needs a map, or a list of maps'],
    ['a: { <<: { x: 1 }, <<: { y: 1 } }', 'Map keys must be unique'],
    ['a: { x: 1, <<: { x: 2 } }', 'key "x" stands before the merge key "<<", which has it too'],
  ])('%s is refused', (text, message) => {
    expect(merged(text).problems.map(problem => problem.message)).toEqual([message]);
  });

  test('stand for no more values than aliases may', () => {
    const text = `a: &a { ${keys(2000).replaceAll('\n', ', ')} }\nb:\n${'  - <<: *a\n'.repeat(120)}`;
    expect(merged(text).problems.map(({ code }) => code)).toEqual(['MESH109']);
  });

  test('a key of the description has none', () => {
    expect(read('a: { <<: { x: 1 } }')[0].values).toEqual({ a: { '<<': { x: 1 } } });
  });
});

const keys = (count: number) => Array.from({ length: count }, (_, i) => `k${i}: 1`).join('\n');

test('a map as a key, as templates have it, is no mistake', () => {
  expect(read('{{ .Values.x }}: 1\n{{ .Values.y }}: 2\n')[0].problems).toEqual([]);
  expect(read(`${'? '.repeat(100)}a`)[0].values).toEqual({ '{…}': null });
});

test('a key that stands twice is told, as the parser tells it', () => {
  expect(said('a: 1\nb: { c: 1, c: 2 }\na: 3')).toEqual([
    [undefined, 'Map keys must be unique'],
    [undefined, 'Map keys must be unique'],
  ]);
});

test('an alias without an anchor, and one that leads into itself', () => {
  expect(said('a: *b\nb: &b 1\nc: &c { d: *c }')).toEqual([
    [undefined, 'alias "*b" names no anchor before it'],
    [undefined, 'alias "*c" leads into itself'],
  ]);
});

describe('whoever writes a manifest cannot stop the run of others', () => {
  const many = (count: number) => `a: &a x\nb: [${'*a, '.repeat(count)}]`;

  test('up to 10,000 aliases are fine, more are refused', () => {
    expect(said(many(10_000))).toEqual([]);
    expect(said(many(50_000))).toEqual([['MESH109', 'there are more than 10000 aliases']]);
  });

  test('aliases may stand for 200,000 values, not for more', () => {
    const list = (length: number) => `a: &a [${'1, '.repeat(length)}]\nb: [${'*a, '.repeat(100)}]`;
    expect(said(list(1998))).toEqual([]);
    expect(said(list(2000))).toEqual([
      ['MESH109', 'the aliases stand for more than 200000 values'],
    ]);
  });

  test.each(['[', '{ a: ', '- ', '? ', '- { a: ['])('3,000 times %p', open => {
    expect(said(open.repeat(3000))).toEqual([
      ['MESH110', 'lists and maps are nested more than 200 levels deep'],
    ]);
  });

  test('brackets that are closed again', () => {
    expect(said(`${'['.repeat(3000)}${']'.repeat(3000)}`)).toHaveLength(1);
    expect(said(`${'['.repeat(200)}${']'.repeat(200)}`)).toEqual([]);
  });
});
