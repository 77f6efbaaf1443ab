import * as path from 'path';
import { Yaml } from 'cdk8s';
import * as fc from 'fast-check';
import { parseAllDocuments } from 'yaml';
import { HOSTILE_DATA, HOSTILE_MANIFEST, WORDS } from './hostile-data';
import { printManifest, printYaml } from '../../src/values/yaml-printer';
import { readTree } from '../golden/golden';

/** `npx projen fuzz` runs 100,000. */
const CASES = Number(process.env.FUZZ_CASES ?? 2000);

/** A copy without undefined in maps, as JSON has it. */
function copy(data: unknown, isSorted: boolean): any {
  if (Array.isArray(data)) {
    return data.map(item => copy(item, isSorted));
  }
  if (typeof data !== 'object' || data === null) {
    return data;
  }
  const entries = Object.entries(data).filter(([, value]) => value !== undefined);
  const ordered = isSorted ? entries.sort(([a], [b]) => (a < b ? -1 : 1)) : entries;
  return Object.fromEntries(ordered.map(([key, value]) => [key, copy(value, isSorted)]));
}

const library = (data: unknown): string => Yaml.stringify(copy(data, false));

function libraryManifest(manifest: object): string {
  const { apiVersion, kind, metadata, ...rest } = copy(manifest, true);
  return library({ apiVersion, kind, metadata, ...rest });
}

const noLibrary = (data: unknown): string => {
  throw new Error(`left to the library: ${JSON.stringify(data)}`);
};

describe('is the library, byte for byte', () => {
  let fallbacks = 0;
  const counted = (data: unknown): string => {
    fallbacks++;
    return Yaml.stringify(data);
  };

  beforeEach(() => {
    fallbacks = 0;
  });

  test('for a word as a value, an item and a key, at any depth', () => {
    for (const word of WORDS) {
      for (const data of [
        { a: word, b: { c: word } },
        [word, [word], { a: word }],
        { [word]: 1, b: { [word]: { [word]: [] } } },
        [{ [word]: null }],
        { a: `${word}\n`, b: `\n${word}`, c: [`a\n${word}\n\nb`] },
      ]) {
        expect(printYaml(data)).toBe(library(data));
      }
    }
  });

  test('for hostile data', () => {
    fc.assert(
      fc.property(HOSTILE_DATA, data => {
        expect(printYaml(data, counted)).toBe(library(data));
      }),
      { seed: 15, numRuns: CASES },
    );
    expect(fallbacks).toBeGreaterThan(CASES / 10);
    expect(fallbacks).toBeLessThan((CASES * 2) / 3);
  });

  test('for hostile objects of Kubernetes, with their keys sorted', () => {
    fc.assert(
      fc.property(HOSTILE_MANIFEST, manifest => {
        expect(printManifest(manifest, counted)).toBe(libraryManifest(manifest));
      }),
      { seed: 15, numRuns: CASES },
    );
    expect(fallbacks).toBeGreaterThan(CASES / 10);
    expect(fallbacks).toBeLessThan((CASES * 2) / 3);
  });
});

describe('prints', () => {
  test.each<[string, object, string]>([
    ['an empty map', {}, '{}\n'],
    ['an empty list', [], '[]\n'],
    ['empty maps and lists in others', { a: {}, b: [[], {}] }, 'a: {}\nb:\n  - []\n  - {}\n'],
    ['no key without a value', { a: undefined, b: { c: undefined } }, 'b: {}\n'],
    ['null, and undefined in a list', { a: null, b: [undefined] }, 'a: null\nb:\n  - null\n'],
    ['numbers and booleans', [1, -0, 1.5, 1e21, true], '- 1\n- 0\n- 1.5\n- 1e+21\n- true\n'],
    ['lists of lists and maps', [[1, [2]], { a: [3] }], '- - 1\n  - - 2\n- a:\n    - 3\n'],
    ['text of several lines', { a: ['b\n\nc\n'] }, 'a:\n  - |\n    b\n\n    c\n'],
    ['words of YAML 1.1 in quotes', { yes: 'no', on: '1:30' }, '"yes": "no"\n"on": "1:30"\n'],
    ['maps without a prototype', Object.assign(Object.create(null), { a: 1 }), 'a: 1\n'],
    ['keys in the order of the data', { b: 1, a: { d: 1, c: 2 } }, 'b: 1\na:\n  d: 1\n  c: 2\n'],
  ])('%s', (_, data, text) => {
    expect(printYaml(data, noLibrary)).toBe(text);
    expect(library(data)).toBe(text);
  });

  test('the keys of an object of Kubernetes in a fixed order', () => {
    const manifest = {
      spec: { b: 1, a: [{ d: 1, c: 2 }] },
      metadata: { namespace: 'shop', name: 'cart' },
      data: { 10: 'b', 9: 'a', '-': 'c' },
      kind: 'Example',
      apiVersion: 'v1',
    };
    const text = `apiVersion: v1
kind: Example
metadata:
  name: cart
  namespace: shop
data:
  "9": a
  "10": b
  "-": c
spec:
  a:
    - c: 2
      d: 1
  b: 1
`;
    expect(printManifest(manifest, noLibrary)).toBe(text);
    expect(libraryManifest(manifest)).toBe(text);
    expect(Object.keys(manifest)[0]).toBe('spec');
  });

  test('an object that occurs twice as often, and not as an alias', () => {
    const ports = [{ port: 80 }];
    const text = 'a:\n  - port: 80\nb:\n  - port: 80\n';
    expect(printYaml({ a: ports, b: ports }, noLibrary)).toBe(text);
    expect(printYaml({ a: ports, b: ports, c: '\u0007' })).toBe(`${text}c: "\\a"\n`);
  });
});

class Instance {
  public readonly a = 1;
}

describe('leaves to the library', () => {
  test.each<[string, unknown]>([
    ['a date', new Date(0)],
    ['a Map', new Map([['a', 1]])],
    ['a Set', new Set(['a'])],
    ['an instance', new Instance()],
    ['bytes', Buffer.from('a')],
    ['a large integer', 1n],
    ['not a number', NaN],
    ['infinity', -Infinity],
    ['a control character', '\u0007'],
    ['half a character', '\ud83d'],
    ['space at the start of lines', '  a\nb'],
    ['space at the end of lines', 'a\n\n'],
  ])('%s', (_, value) => {
    const fallback = jest.fn(() => 'text of the library');
    expect(printYaml({ b: undefined, a: [value] }, fallback)).toBe('text of the library');
    expect(fallback.mock.calls).toEqual([[{ a: [value] }]]);
    expect(printYaml({ a: [value] })).toBe(Yaml.stringify({ a: [value] }));
  });

  test.each<[string, string]>([
    ['of several lines', 'a\nb'],
    ['of more than 500 characters', 'a'.repeat(501)],
    ['that looks like the end of a document', '...'],
  ])('a key %s', (_, key) => {
    expect(() => printYaml({ [key]: 1 }, noLibrary)).toThrow('left to the library');
    expect(printYaml({ [key]: 1 })).toBe(Yaml.stringify({ [key]: 1 }));
  });

  test('an object of Kubernetes with its keys in order', () => {
    const manifest = { spec: { b: '\u0007', a: 1 }, kind: 'Example', apiVersion: 'v1' };
    expect(printManifest(manifest)).toBe(
      'apiVersion: v1\nkind: Example\nspec:\n  a: 1\n  b: "\\a"\n',
    );
  });

  test('which is loaded then, and not before', () => {
    const load = jest.fn(() => ({ Yaml }));
    jest.isolateModules(() => {
      jest.doMock('cdk8s', load);
      const printer: typeof import('../../src/values/yaml-printer') = jest.requireActual(
        '../../src/values/yaml-printer',
      );
      expect(printer.printYaml({ a: 'b\nc' })).toBe('a: |-\n  b\n  c\n');
      expect(load).not.toHaveBeenCalled();
      expect(printer.printYaml({ a: '\u0007' })).toBe('a: "\\a"\n');
      expect(load).toHaveBeenCalledTimes(1);
    });
    jest.dontMock('cdk8s');
  });
});

/** All different YAML documents of a folder, as data. */
function documents(folder: string): object[] {
  const texts = Object.entries(readTree(path.join(__dirname, '../..', folder)))
    .filter(([file]) => file.endsWith('.yaml'))
    .flatMap(([, text]) => text.split(/^---\n/m));
  return [...new Set(texts)].flatMap(text =>
    parseAllDocuments(text, { version: '1.1', logLevel: 'silent' }).map(document =>
      document.toJS({ maxAliasCount: -1 }),
    ),
  );
}

describe.each(['test/golden', 'dist', 'examples'])('the documents of %s', folder => {
  const all = documents(folder);

  test('print as the library prints them', () => {
    expect(all.length).toBeGreaterThan(10);
    for (const document of all) {
      expect(printYaml(document)).toBe(library(document));
      expect(printManifest(document)).toBe(libraryManifest(document));
    }
  });

  test('need no library', () => {
    all.forEach(document => printManifest(document, noLibrary));
  });
});
