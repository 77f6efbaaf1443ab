import * as fc from 'fast-check';
import { tokens, UnclosedQuote } from '../../src/dns/corefile/lexer';
import { parseCorefile } from '../../src/dns/corefile/parser';
import { mergeBlock, removeBlock } from '../../src/dns/corefile/splice';
import { forwardBlock } from '../../src/dns/zone-block';
import { Problems } from '../../src/mesh/problems';

const BLOCK = forwardBlock('global', '10.0.0.200');
const DEFAULT = '.:53 {\n    errors\n    forward . /etc/resolv.conf {\n        max_concurrent 1000\n    }\n    cache 30\n}\n';

const words = (text: string) => tokens(text).map(token => token.text);

function merge(corefile: string, zone = 'global', block = BLOCK): string | string[] {
  const problems = new Problems();
  return mergeBlock(corefile, zone, block, problems) ?? problems.all.map(p => `${p.code} ${p.message}`);
}

function remove(corefile: string): string | undefined {
  return removeBlock(corefile, 'global', new Problems());
}

describe('words', () => {
  test.each<[string, string, string[]]>([
    ['white space separates', 'a b\tc\n d', ['a', 'b', 'c', 'd']],
    ['a carriage return neither separates nor counts', 'a\r\nb\rc', ['a', 'bc']],
    ['a byte order mark is passed over', '\uFEFFa', ['a']],
    ['a quote opens a word at its beginning', '"a b" c', ['a b', 'c']],
    ['a quote inside a word is a character', 'a"b c"', ['a"b', 'c"']],
    ['a word ends at its closing quote', '"a"b', ['a', 'b']],
    ['only a quote can be escaped', '"a\\"b\\d"', ['a"b\\d']],
    ['quotes hold newlines, braces and hashes', '"a\n# {\n}"', ['a\n# {\n}']],
    ['an empty quoted word is a word', '"" a', ['', 'a']],
    ['a comment goes to the end of the line', 'a # b c\nd', ['a', 'd']],
    ['a hash inside a word swallows the rest of that word only', 'errors#note more\nb', ['errors', 'more', 'b']],
    ['a brace inside a word is a character', '.:53{ a', ['.:53{', 'a']],
  ])('%s', (_, text, expected) => {
    expect(words(text)).toEqual(expected);
  });

  test('know where they stand', () => {
    expect(tokens('a {\n  "b c" # d\n}').map(({ text, line, column, start, end }) => [text, line, column, start, end])).toEqual([
      ['a', 1, 1, 0, 1], ['{', 1, 3, 2, 3], ['b c', 2, 3, 6, 11], ['}', 3, 1, 16, 17],
    ]);
  });

  test('a quote that is not closed is an error with its place', () => {
    expect(() => tokens('a\n "b')).toThrow(UnclosedQuote);
  });
});

describe('blocks', () => {
  const read = (text: string) => {
    const problems = new Problems();
    const blocks = parseCorefile(text, problems);
    return blocks ? blocks.map(b => `${b.type} ${b.keys.map(k => k.text).join(' ')}`) : problems.all.map(p => `${p.code} ${p.message}`);
  };

  test.each<[string, string, string[]]>([
    ['one block', DEFAULT, ['server .:53']],
    ['several keys', 'a b {\n}', ['server a b']],
    ['keys over lines with a comma', 'a,\nb {\n}', ['server a, b']],
    ['the brace on the next line', 'a\n{\n}', ['server a']],
    ['a snippet', '(x) {\n errors\n}\na {\n import x\n}', ['snippet (x)', 'server a']],
    ['a top-level import', 'import custom/*.server\na {\n}', ['import import custom/*.server', 'server a']],
    ['an environment variable', '{$ZONE} {\n}', ['server {$ZONE}']],
    ['no brace at all', '.:53\nforward . 8.8.8.8\n', ['MESH601 line 1, column 1: ".:53" has no opening brace; a file without braces is one block to its end']],
    ['a brace that is not closed', 'a {\n b {\n }\n', ['MESH601 line 1, column 3: the brace is not closed']],
    ['a closing brace too many', 'a {\n}\n}\n', ['MESH601 line 3, column 1: "}" cannot be the name of a server block']],
    ['a glued brace', 'a{\n}\n', ['MESH601 line 1, column 1: "a{" cannot be the name of a server block']],
    ['a block on one line', 'a { errors }\n', ['MESH601 line 1, column 12: the closing brace of a server block must be on a line of its own']],
    ['an open quote', 'a {\n "x\n}\n', ['MESH601 line 2, column 2: a quote is not closed']],
  ])('%s', (_, text, expected) => {
    expect(read(text)).toEqual(expected);
  });
});

describe('merging the zone', () => {
  test('appends it after the last block with one empty line', () => {
    expect(merge(DEFAULT)).toBe(`${DEFAULT}\n${BLOCK}`);
    expect(merge(`${DEFAULT}\n\n`)).toBe(`${DEFAULT}\n${BLOCK}`);
    expect(merge('')).toBe(BLOCK);
  });

  test.each(['global', 'global:53', 'GLOBAL.', 'dns://global', 'dns://Global.:53'])('replaces a block for %s', key => {
    expect(merge(`${key} {\n    old\n}\n${DEFAULT}`)).toBe(`${BLOCK}${DEFAULT}`);
  });

  test('leaves comments, order and blanks of the rest', () => {
    const before = '# head\n\n a {\r\n\terrors # "x\n}\n\n\n';
    const after = '   \n# tail\nb {\n}\n#end';
    expect(merge(`${before}global {\n x\n}${after}`)).toBe(before + BLOCK.trimEnd() + after);
  });

  test('another port or transport is another listener', () => {
    expect(merge('global:5353 {\n}\n')).toBe(`global:5353 {\n}\n\n${BLOCK}`);
    expect(merge('tls://global {\n}\n')).toBe(`tls://global {\n}\n\n${BLOCK}`);
  });

  test.each<[string, string]>([
    ['foo global {\n}\n', 'MESH602 line 1, column 1: the zone "global" shares its server block with other zones'],
    ['global {\n}\nGLOBAL:53 {\n}\n', 'MESH602 line 3, column 1: the zone "global" has two server blocks'],
    ['import custom/*.server\n.:53 {\n}\n', 'MESH602 line 1, column 1: the imported file may hold the zone "global"'],
    ['{$ZONE} {\n}\n', 'MESH602 line 1, column 1: "{$ZONE}" may or may not be the zone "global"'],
  ])('refuses %j', (corefile, expected) => {
    expect(merge(corefile)).toEqual([expected]);
  });

  test('a snippet is no zone', () => {
    expect(merge('(global) {\n errors\n}\n')).toBe(`(global) {\n errors\n}\n\n${BLOCK}`);
  });
});

describe('laws, for any Corefile', () => {
  const word = fc.constantFrom('errors', 'cache', '30', '"a b"', '"{"', 'x#y', '/etc/resolv.conf');
  const comment = fc.constantFrom('', ' # note', '  #{', ' # "');
  const line = fc.tuple(fc.array(word, { minLength: 1, maxLength: 3 }), comment).map(([list, end]) => `    ${list.join(' ')}${end}\n`);
  const nested = fc.tuple(word, fc.array(line, { maxLength: 2 })).map(([name, lines]) => `    ${name} {\n${lines.join('')}    }\n`);
  const body = fc.array(fc.oneof(line, nested), { maxLength: 4 }).map(parts => parts.join(''));
  const gap = fc.constantFrom('', '\n', '# comment\n', '  \n\n');
  const key = fc.constantFrom('.:53', 'a.example', 'b:5353', 'c d', '10.0.0.0/24', 'tls://e', '(snip)', 'global:54');
  const block = fc.tuple(gap, key, body).map(([before, name, inside]) => `${before}${name} {\n${inside}}\n`);
  const ours = fc.tuple(gap, fc.constantFrom('global', 'GLOBAL.:53'), body).map(([before, name, inside]) => `${before}${name} {\n${inside}}\n`);
  const others = fc.array(block, { maxLength: 3 }).map(parts => parts.join(''));
  const runs = { numRuns: 2000, seed: 1 };

  test('merging twice is merging once', () => {
    fc.assert(fc.property(others, fc.option(ours, { nil: '' }), others, (a, b, c) => {
      const once = merge(a + b + c) as string;
      expect(merge(once)).toBe(once);
    }), runs);
  });

  test('removing undoes merging', () => {
    fc.assert(fc.property(others, corefile => {
      expect(remove(merge(corefile) as string)).toBe(corefile.trimEnd() === '' ? '' : `${corefile.trimEnd()}\n`);
    }), runs);
  });

  test('every byte outside of the block stays', () => {
    fc.assert(fc.property(others, ours, others, (a, b, c) => {
      const start = a.length + b.search(/global|GLOBAL/);
      const merged = merge(a + b + c) as string;
      expect(merged.startsWith((a + b).slice(0, start) + BLOCK.trimEnd())).toBe(true);
      expect(merged.endsWith(`}\n${c}`)).toBe(true);
    }), runs);
  });
});
