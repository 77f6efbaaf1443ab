import { coreDnsOf, defaultCorefile, KNOWN_MINORS } from '../../src/dns/corefile/defaults';
import { directives } from '../../src/dns/corefile/directives';
import { tokens, UnclosedQuote } from '../../src/dns/corefile/lexer';
import { CoreDnsVersion, lintCorefile } from '../../src/dns/corefile/lint';
import { modernise } from '../../src/dns/corefile/modernise';
import { parseCorefile } from '../../src/dns/corefile/parser';
import { mergeBlocks, removeBlocks } from '../../src/dns/corefile/splice';
import { blocksText, zoneServers } from '../../src/dns/zone-block';
import { Problems } from '../../src/mesh/problems';

const forwardBlock = (zone: string, server: string) => blocksText(zoneServers(zone, { forwardTo: [server] }));
const BLOCK = forwardBlock('global', '10.0.0.200');
const DEFAULT = '.:53 {\n    errors\n    forward . /etc/resolv.conf {\n        max_concurrent 1000\n    }\n    cache 30\n}\n';

const words = (text: string) => tokens(text).map(token => token.text);

function merge(corefile: string, zone = 'global', block = BLOCK): string | string[] {
  const problems = new Problems();
  return mergeBlocks(corefile, zone, block, problems) ?? problems.all.map(p => `${p.code} ${p.message}`);
}

function remove(corefile: string): string | undefined {
  return removeBlocks(corefile, 'global', new Problems());
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
    expect(merge(`${DEFAULT}\n\n`)).toBe(`${DEFAULT}\n\n${BLOCK}`);
    expect(merge(DEFAULT.trimEnd())).toBe(`${DEFAULT}\n${BLOCK}`);
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
    ['foo global {\n}\n', 'MESH602 line 1, column 1: the zone "global" shares its server block with other zones, or a part of it has one of its own'],
    ['global {\n}\nGLOBAL:53 {\n}\n', 'MESH602 line 3, column 1: the zone "global" has two server blocks, or stands twice in one'],
    ['import custom/*.server\n.:53 {\n}\n', 'MESH602 line 1, column 1: the imported file may hold the zone "global"'],
    ['x.global {\n}\n', 'MESH602 line 1, column 1: the zone "global" shares its server block with other zones, or a part of it has one of its own'],
    ['a "{"\n errors "}"\n}\n', 'MESH601 line 2, column 9: the closing brace of a server block must be on a line of its own'],
    ['"" {\n}\n', 'MESH601 line 1, column 1: the server block has no name'],
    ['{$ZONE} {\n}\n', 'MESH602 line 1, column 1: "{$ZONE}" may or may not be the zone "global"'],
  ])('refuses %j', (corefile, expected) => {
    expect(merge(corefile)).toEqual([expected]);
  });

  test('a snippet is no zone', () => {
    expect(merge('(global) {\n errors\n}\n')).toBe(`(global) {\n errors\n}\n\n${BLOCK}`);
  });
});

describe('a zone with records', () => {
  const RECORDS = blocksText(zoneServers('global', { records: { 'b.y.global': ['240.0.0.2', 'fd00::2'], 'a.x.global': ['240.0.0.1'] } }));

  test('is a block for the hosts and one for everything else', () => {
    expect(RECORDS).toBe([
      'a.x.global:53,', 'b.y.global:53 {', '    errors', '    cache 30', '    template ANY ANY {', '        match "^([^.]+[.]){4,}$"', '        fallthrough',
      '        rcode NXDOMAIN', '        authority "global. 30 IN SOA ns.global. hostmaster.global. 1 60 60 60 30"', '    }',
      '    hosts {', '        240.0.0.1 a.x.global', '        240.0.0.2 b.y.global', '        fd00::2 b.y.global', '    }', '}',
      'global:53 {', '    errors', '    cache 30', '    template ANY ANY {', '        rcode NXDOMAIN',
      '        authority "global. 30 IN SOA ns.global. hostmaster.global. 1 60 60 60 30"', '    }', '}', '',
    ].join('\n'));
    expect(blocksText(zoneServers('global', { records: {} })).match(/^[^ }].*\{$/gm)).toEqual(['global:53 {']);
  });

  test('takes the place of the forwarding one, and of hosts that are no more', () => {
    const one = merge(`${BLOCK}x {\n}\nold.z.global {\n}\n`, 'global', RECORDS) as string;
    expect(one).toBe(`${RECORDS}x {\n}\n`);
    expect(merge(one, 'global', BLOCK)).toBe(`${BLOCK}x {\n}\n`);
    expect(remove(one)).toBe('x {\n}\n');
  });
});

describe('the plugins of a block', () => {
  const read = (body: string) => directives(parseCorefile(`. {\n${body}\n}\n`, new Problems())![0])
    .map(({ name, args, options }) => [name.text, args.map(t => t.text), options.map(option => option.map(t => t.text))]);

  test.each<[string, unknown]>([
    ['errors\ncache 30', [['errors', [], []], ['cache', ['30'], []]]],
    ['forward . 1.1.1.1 {\n  max_concurrent 1\n  policy random\n}', [['forward', ['.', '1.1.1.1'], [['max_concurrent', '1'], ['policy', 'random']]]]],
    ['kubernetes x { pods insecure }\nlog', [['kubernetes', ['x'], [['pods', 'insecure']]], ['log', [], []]]],
    ['a\n{\n b {\n c\n }\n}\nd', [['a', [], [['b'], ['c']]], ['d', [], []]]],
    ['a "x\ny" z\nb', [['a', ['x\ny', 'z'], []], ['b', [], []]]],
  ])('%j', (body, expected) => {
    expect(read(body)).toEqual(expected);
  });
});

describe('versions of CoreDNS', () => {
  const lint = (corefile: string, version: CoreDnsVersion) => {
    const problems = new Problems();
    lintCorefile(corefile, version, problems);
    return problems.all.map(p => `${p.code} ${p.message}`);
  };
  const body = (text: string) => `. {\n${text}\n}\n`;

  test.each<[string, CoreDnsVersion, CoreDnsVersion, string]>([
    ['proxy . 1.1.1.1', [1, 4, 0], [1, 5, 0], 'plugin "proxy" is gone since 1.5.0, the cluster has CoreDNS 1.5.0'],
    ['federation x {\n a b\n}', [1, 6, 9], [1, 7, 0], 'plugin "federation" is gone since 1.7.0, the cluster has CoreDNS 1.7.0'],
    ['kubernetes x {\n pods insecure\n}\nready', [1, 5, 0], [1, 4, 9], 'plugin "ready" came with 1.5.0, the cluster has CoreDNS 1.4.9'],
    ['loop', [1, 2, 1], [1, 2, 0], 'plugin "loop" came with 1.2.1, the cluster has CoreDNS 1.2.0'],
    ['reload', [1, 1, 0], [1, 0, 9], 'plugin "reload" came with 1.1.0, the cluster has CoreDNS 1.0.9'],
    ['forward . 1.1.1.1', [1, 0, 6], [1, 0, 5], 'plugin "forward" came with 1.0.6, the cluster has CoreDNS 1.0.5'],
    ['kubernetes x {\nupstream\n}', [1, 6, 9], [1, 7, 0], 'option "upstream" of "kubernetes" is gone since 1.7.0, the cluster has CoreDNS 1.7.0'],
    ['kubernetes x {\nresyncperiod 1m\n}', [1, 6, 9], [1, 7, 0], 'option "resyncperiod" of "kubernetes" is gone since 1.7.0, the cluster has CoreDNS 1.7.0'],
    ['kubernetes x {\ntransfer to *\n}', [1, 7, 9], [1, 8, 0], 'option "transfer" of "kubernetes" is gone since 1.8.0, the cluster has CoreDNS 1.8.0'],
    ['forward . 1.1.1.1 {\nmax_concurrent 1\n}', [1, 6, 9], [1, 6, 8], 'option "max_concurrent" of "forward" came with 1.6.9, the cluster has CoreDNS 1.6.8'],
    ['forward a 1.1.1.1\nforward b 1.1.1.1', [1, 9, 4], [1, 9, 3], 'a second "forward" in one block came with 1.9.4, the cluster has CoreDNS 1.9.3'],
  ])('%j', (text, good, bad, message) => {
    expect(lint(body(text), good)).toEqual([]);
    expect(lint(body(text), bad)).toEqual([expect.stringMatching(new RegExp(`^MESH605 line \\d+, column 1: ${message}$`))]);
  });

  test('an old Corefile is mended where nothing is lost, and every other byte stays', () => {
    const old = '# mine\n. {\n  errors # all\n  kubernetes x { # the cluster\n    pods insecure\n    upstream # gone\n    resyncperiod 5m\n  }\n  federation x {\n    a b\n  }\n  proxy   . 1.1.1.1\n}\n';
    expect(modernise(old, [1, 11, 3], new Problems())).toBe('# mine\n. {\n  errors # all\n  kubernetes x { # the cluster\n    pods insecure\n  }\n  forward   . 1.1.1.1\n}\n');
    expect(modernise(old, [1, 4, 0], new Problems())).toBe(old);
    const options = body('proxy . 1.1.1.1 {\n policy random\n}');
    expect(modernise(options, [1, 11, 3], new Problems())).toBe(options);
  });

  test.each(Array.from({ length: KNOWN_MINORS.last - KNOWN_MINORS.first + 1 }, (_, i) => KNOWN_MINORS.first + i))('the default Corefile of Kubernetes 1.%i fits its CoreDNS, and merges', minor => {
    const corefile = defaultCorefile(minor, 'cluster.local')!;
    expect(lint(corefile, coreDnsOf(minor)!)).toEqual([]);
    expect(merge(corefile)).toBe(`${corefile}\n${BLOCK}`);
    expect(remove(merge(corefile) as string)).toBe(corefile);
    expect(lint(modernise(corefile, [1, 15, 0], new Problems()), [1, 15, 0])).toEqual([]);
  });

  test('the defaults of other versions are not made up', () => {
    expect(defaultCorefile(10, 'cluster.local')).toBeUndefined();
    expect(defaultCorefile(36, 'cluster.local')).toBeUndefined();
  });
});
