import { forwardText, mergeBlocks, recordText, removeBlocks } from './mesh-zone';
import { directives } from '../../src/corefile/directives';
import { coreDnsOf, kubeadmCorefile, KNOWN_MINORS } from '../../src/corefile/kubeadm-corefile';
import { tokens, UnclosedQuote } from '../../src/corefile/lexer';
import { lintCorefile } from '../../src/corefile/lint';
import * as modernizing from '../../src/corefile/modernize';
import { parseCorefile } from '../../src/corefile/parser';
import { CoreDnsVersion } from '../../src/corefile/version';
import { HOST_PLUGINS } from '../../src/model/dns/zone-place';
import { Problems } from '../../src/problems/problems';

const BLOCK = forwardText('global', '10.0.0.200');
const DEFAULT =
  '.:53 {\n    errors\n    forward . /etc/resolv.conf {\n        max_concurrent 1000\n    }\n    cache 30\n}\n';

const words = (text: string) => tokens(text).map(token => token.text);

const parsed = (text: string) => parseCorefile(text, new Problems())!;
const modernize = (text: string, version: CoreDnsVersion) =>
  modernizing.modernize(parsed(text), version, new Problems())!.text;

function merge(corefile: string, zone = 'global', block = BLOCK): string | string[] {
  const problems = new Problems();
  return (
    mergeBlocks(corefile, zone, block, problems) ?? problems.all.map(p => `${p.code} ${p.message}`)
  );
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
    ['a backslash behind a backslash escapes nothing', '"a\\\\" b', ['a\\\\', 'b']],
    ['a backslash before a newline stays', '"a\\\nb" c', ['a\\\nb', 'c']],
    [
      'spaces of other scripts separate',
      'a\u00a0b\u3000c\u0085d\u2028e',
      ['a', 'b', 'c', 'd', 'e'],
    ],
    ['a byte order mark further on is a character', 'a \uFEFFb', ['a', '\uFEFFb']],
    ['quotes hold newlines, braces and hashes', '"a\n# {\n}"', ['a\n# {\n}']],
    ['an empty quoted word is a word', '"" a', ['', 'a']],
    ['a comment goes to the end of the line', 'a # b c\nd', ['a', 'd']],
    [
      'a hash inside a word swallows the rest of that word only',
      'errors#note more\nb',
      ['errors', 'more', 'b'],
    ],
    ['a brace inside a word is a character', '.:53{ a', ['.:53{', 'a']],
  ])('%s', (_, text, expected) => {
    expect(words(text)).toEqual(expected);
  });

  test('know where they stand', () => {
    expect(
      tokens('a {\n  "b c" # d\n}').map(({ text, line, column, start, end }) => [
        text,
        line,
        column,
        start,
        end,
      ]),
    ).toEqual([
      ['a', 1, 1, 0, 1],
      ['{', 1, 3, 2, 3],
      ['b c', 2, 3, 6, 11],
      ['}', 3, 1, 16, 17],
    ]);
    expect(
      tokens('\uFEFFa "b\n\n" c').map(({ text, line, column, start }) => [
        text,
        line,
        column,
        start,
      ]),
    ).toEqual([
      ['a', 1, 1, 1],
      ['b\n\n', 1, 3, 3],
      ['c', 3, 3, 9],
    ]);
    expect(tokens('a\r\nb#c\r\n').map(({ text, start, end }) => [text, start, end])).toEqual([
      ['a', 0, 1],
      ['b', 3, 4],
    ]);
  });

  test('a quote that is not closed is an error with its place', () => {
    expect(() => tokens('a\n "b')).toThrow(UnclosedQuote);
  });
});

describe('blocks', () => {
  const read = (text: string) => {
    const problems = new Problems();
    const corefile = parseCorefile(text, problems);
    return corefile
      ? corefile.blocks.map(b => `${b.type} ${b.keys.map(k => k.text).join(' ')}`)
      : problems.all.map(p => `${p.code} ${p.message}`);
  };

  test.each<[string, string, string[]]>([
    ['one block', DEFAULT, ['server .:53']],
    ['several keys', 'a b {\n}', ['server a b']],
    ['keys over lines with a comma', 'a,\nb {\n}', ['server a, b']],
    ['the brace on the next line', 'a\n{\n}', ['server a']],
    ['a snippet', '(x) {\n errors\n}\na {\n import x\n}', ['snippet (x)', 'server a']],
    [
      'a top-level import',
      'import custom/*.server\na {\n}',
      ['import import custom/*.server', 'server a'],
    ],
    ['an environment variable', '{$ZONE} {\n}', ['server {$ZONE}']],
    [
      'no brace at all',
      '.:53\nforward . 8.8.8.8\n',
      [
        'MESH601 line 1, column 1: ".:53" has no opening brace; a file without braces is one block to its end',
      ],
    ],
    [
      'a brace that is not closed',
      'a {\n b {\n }\n',
      ['MESH601 line 1, column 3: the brace is not closed'],
    ],
    [
      'a closing brace too many',
      'a {\n}\n}\n',
      ['MESH601 line 3, column 1: "}" cannot be the name of a server block'],
    ],
    [
      'a glued brace',
      'a{\n}\n',
      ['MESH601 line 1, column 1: "a{" cannot be the name of a server block'],
    ],
    [
      'a block on one line',
      'a { errors }\n',
      [
        'MESH601 line 1, column 12: the closing brace of a server block must be on a line of its own',
      ],
    ],
    ['keys over lines with a comma, and an empty one', 'a, ""\nb {\n}', ['server a,  b']],
    ['an empty block on one line', 'a { }\n', ['server a']],
    ['a snippet on one line', '(x) { errors }\na {\n}', ['snippet (x)', 'server a']],
    [
      'a snippet that is defined twice',
      '(x) {\n}\n\n (x) {\n}\n',
      ['MESH601 line 4, column 2: the snippet "(x)" is defined twice'],
    ],
    ['parentheses beside another name are a zone', '(x) a {\n}', ['server (x) a']],
    ['a quoted word is no less an import', '"import" x\na {\n}', ['import import x', 'server a']],
    [
      'an import that does not begin a line is a name',
      'a {\n} import {\n}\n',
      ['server a', 'server import'],
    ],
    ['a block behind another one on its line', 'a {\n} b {\n}\n', ['server a', 'server b']],
    [
      'a carriage return at each end of line',
      'a {\r\n  errors\r\n}\r\nb\r\n{\r\n}\r\n',
      ['server a', 'server b'],
    ],
    [
      'an import of nothing',
      'import\na {\n}\n',
      ['MESH601 line 1, column 1: an import names one file or snippet'],
    ],
    [
      'an import of two files',
      'a {\n}\n import x y\n',
      ['MESH601 line 3, column 2: an import names one file or snippet'],
    ],
    [
      'an import among the names',
      'a,\nimport x {\n}\n',
      ['MESH601 line 2, column 1: the names of a server block must not come from an import'],
    ],
    [
      'a comma before the brace',
      'a, {\n}\n',
      ['MESH601 line 1, column 4: a comma must be followed by another name'],
    ],
    [
      'a glued brace of a plugin',
      'a {\n forward . 1.1.1.1{\n }\n}\n',
      ['MESH601 line 4, column 1: "}" cannot be the name of a server block'],
    ],
    [
      'a quote that ends the file',
      'a {\n}\n"',
      ['MESH601 line 3, column 1: a quote is not closed'],
    ],
    ['an open quote', 'a {\n "x\n}\n', ['MESH601 line 2, column 2: a quote is not closed']],
  ])('%s', (_, text, expected) => {
    expect(read(text)).toEqual(expected);
  });
});

describe('merging the zone', () => {
  test('appends it after the last block with one empty line', () => {
    expect(merge(DEFAULT)).toBe(`${DEFAULT}\n${BLOCK}`);
    expect(merge(`${DEFAULT}\n\n`)).toBe(`${DEFAULT}\n${BLOCK}\n\n`);
    expect(merge(DEFAULT.trimEnd())).toBe(`${DEFAULT}\n${BLOCK.trimEnd()}`);
    expect(merge('')).toBe(BLOCK);
  });

  test.each<[string, string]>([
    ['nothing', ''],
    ['an empty line', '\n'],
    ['a byte order mark', '\uFEFF'],
    ['a comment', '# mine'],
    ['a newline at the end', DEFAULT],
    ['no newline at the end', DEFAULT.trimEnd()],
    ['empty lines at the end', `${DEFAULT}\n \n\n`],
    ['blanks at the end', `${DEFAULT}\t `],
    ['carriage returns', DEFAULT.replace(/\n/g, '\r\n')],
    ['carriage returns, and none at the end', DEFAULT.trimEnd().replace(/\n/g, '\r\n')],
    ['a comment behind the last block', `${DEFAULT}# tail\n`],
    ['a comment on the last line', `${DEFAULT.trimEnd()} # tail`],
    ['a block for another port', 'global:5353 {\n}'],
  ])('a removal brings back a file with %s, to the last byte', (_, corefile) => {
    const merged = merge(corefile) as string;
    expect(merged).toContain(BLOCK.trimEnd());
    expect(merge(merged)).toBe(merged);
    expect(remove(merged)).toBe(corefile);
  });

  test.each<[string, string]>([
    ['a {\n}\n\nglobal {\n}\n\nb {\n}\n', 'a {\n}\n\nb {\n}\n'],
    ['a {\n}\nglobal {\n}\nb {\n}\n', 'a {\n}\nb {\n}\n'],
    ['a {\r\n}\r\n\r\nglobal {\r\n}\r\n# tail\r\n', 'a {\r\n}\r\n# tail\r\n'],
    ['global {\n}\n\nb {\n}', 'b {\n}'],
    ['# head\nglobal {\n} # ours\nb {\n}\n', '# head\n # ours\nb {\n}\n'],
    ['# head\nglobal {\n} b {\n}\n', '# head\n b {\n}\n'],
    ['a {\n} global {\n}\nb {\n}\n', 'a {\n} \nb {\n}\n'],
    ['a {\n}\n', 'a {\n}\n'],
  ])('a removal from %j leaves the rest', (corefile, expected) => {
    expect(remove(corefile)).toBe(expected);
  });

  test.each<[string, string]>([
    ['another indentation', 'global:53 {\n\terrors\n\tcache 30\n\tforward . 10.0.0.200\n}\n'],
    ['quotes', '"global:53"\n{\n errors\n cache "30"\n forward . 10.0.0.200\n}'],
    [
      'comments',
      'global:53 { # the mesh\n errors\n # not long\n cache 30\n forward . 10.0.0.200\n}\n',
    ],
  ])('what is there already with %s stays as it is', (_, corefile) => {
    expect(merge(`${DEFAULT}${corefile}`)).toBe(`${DEFAULT}${corefile}`);
  });

  test('words on another line are another block', () => {
    expect(merge('global:53 {\n errors cache 30\n forward . 10.0.0.200\n}\n')).toBe(BLOCK);
    expect(merge('global:53 {\n errors\n cache 30\n forward ". 10.0.0.200"\n}\n')).toBe(BLOCK);
  });

  test.each([
    'global',
    'global:53',
    'global:053',
    'global:+53',
    'GLOBAL.',
    '"global"',
    'dns://global',
    'dns://Global.:53',
  ])('replaces a block for %s', key => {
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

  test.each([
    'notglobal',
    'global.corp',
    '.',
    '.:53',
    '10.0.0.0/24',
    '10.0.0.0/27',
    '2001:db8::/32',
    '2001:db8::/32:53',
    'DNS://global',
    'foo://global',
    'tls://x.global',
    'grpc://global',
    'https://global:53',
    'quic://global',
    'x.global:5353',
  ])('%s is another zone', key => {
    expect(merge(`${key} {\n}\n`)).toBe(`${key} {\n}\n\n${BLOCK}`);
    expect(merge(`${key} {\n}\nglobal {\n}\n`)).toBe(`${key} {\n}\n${BLOCK}`);
  });

  test("an import beside the zone's block hides nothing", () => {
    expect(merge('import custom/*.server\nglobal {\n old\n}\n')).toBe(
      `import custom/*.server\n${BLOCK}`,
    );
    expect(merge('. {\n import custom/*.override\n}\n')).toBe(
      `. {\n import custom/*.override\n}\n\n${BLOCK}`,
    );
    expect(remove('import custom/*.server\n\nglobal {\n}\n')).toBe('import custom/*.server\n');
  });

  test.each<[string, string]>([
    [
      'foo global {\n}\n',
      'MESH602 line 1, column 1: the zone "global" shares its server block with other zones, or a part of it has one of its own',
    ],
    [
      'global {\n}\nGLOBAL:53 {\n}\n',
      'MESH602 line 3, column 1: the zone "global" has two server blocks, or is named twice in one',
    ],
    [
      'import custom/*.server\n.:53 {\n}\n',
      'MESH602 line 1, column 1: the imported "custom/*.server" may hold the zone "global"',
    ],
    [
      '(x) {\n global {\n }\n}\n. {\n}\n  import x\n',
      'MESH602 line 7, column 3: the imported "x" may hold the zone "global"',
    ],
    [
      'a.b.global {\n forward . 1.1.1.1\n}\n',
      'MESH602 line 1, column 1: the zone "global" shares its server block with other zones, or a part of it has one of its own',
    ],
    [
      'global global:53 {\n}\n',
      'MESH602 line 1, column 1: the zone "global" has two server blocks, or is named twice in one',
    ],
    [
      'a {\n}\n  b,\n  GLOBAL. {\n}\n',
      'MESH602 line 3, column 3: the zone "global" shares its server block with other zones, or a part of it has one of its own',
    ],
    [
      '{%ZONE%}:53 {\n}\n',
      'MESH602 line 1, column 1: "{%ZONE%}:53" may or may not be the zone "global"',
    ],
    ['global: {\n}\n', 'MESH602 line 1, column 1: "global:" may or may not be the zone "global"'],
    [
      'x.global {\n}\n',
      'MESH602 line 1, column 1: the zone "global" shares its server block with other zones, or a part of it has one of its own',
    ],
    [
      'a "{"\n errors "}"\n}\n',
      'MESH601 line 2, column 9: the closing brace of a server block must be on a line of its own',
    ],
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
  const RECORDS = recordText('global', {
    'b.y.global': ['240.0.0.2', 'fd00::2'],
    'a.x.global': ['240.0.0.1'],
  });

  test('is a block for the hosts and one for everything else', () => {
    expect(RECORDS).toBe(
      [
        'a.x.global:53,',
        'b.y.global:53 {',
        '    errors',
        '    cache 30',
        '    template ANY ANY {',
        '        match "^([^.]+[.]){4,}$"',
        '        fallthrough',
        '        rcode NXDOMAIN',
        '        authority "global. 30 IN SOA ns.global. hostmaster.global. 1 60 60 60 30"',
        '    }',
        '    hosts {',
        '        240.0.0.1 a.x.global',
        '        240.0.0.2 b.y.global',
        '        fd00::2 b.y.global',
        '    }',
        '}',
        'global:53 {',
        '    errors',
        '    cache 30',
        '    template ANY ANY {',
        '        rcode NXDOMAIN',
        '        authority "global. 30 IN SOA ns.global. hostmaster.global. 1 60 60 60 30"',
        '    }',
        '}',
        '',
      ].join('\n'),
    );
    expect(directives(parsed(RECORDS).blocks[0]).map(({ name }) => name.text)).toEqual(
      HOST_PLUGINS,
    );
    expect(recordText('global', {}).match(/^[^ }].*\{$/gm)).toEqual(['global:53 {']);
  });

  test('takes the place of the forwarding one, and of hosts that are no more', () => {
    const old =
      'old.z.global {\n errors\n cache 30\n template ANY ANY {\n rcode NXDOMAIN\n }\n hosts {\n 240.0.0.9 old.z.global\n }\n}\n';
    const one = merge(`${BLOCK}x {\n}\n${old}`, 'global', RECORDS) as string;
    expect(one).toBe(`${RECORDS}x {\n}\n`);
    expect(merge(one, 'global', BLOCK)).toBe(`${BLOCK}x {\n}\n`);
    expect(remove(one)).toBe('x {\n}\n');
  });
});

describe('the plugins of a block', () => {
  const read = (body: string) =>
    directives(parsed(`. {\n${body}\n}\n`).blocks[0]).map(({ name, args, options }) => [
      name.text,
      args.map(t => t.text),
      options.map(option => option.map(t => t.text)),
    ]);

  test.each<[string, unknown]>([
    [
      'errors\ncache 30',
      [
        ['errors', [], []],
        ['cache', ['30'], []],
      ],
    ],
    [
      'forward . 1.1.1.1 {\n  max_concurrent 1\n  policy random\n}',
      [
        [
          'forward',
          ['.', '1.1.1.1'],
          [
            ['max_concurrent', '1'],
            ['policy', 'random'],
          ],
        ],
      ],
    ],
    [
      'kubernetes x { pods insecure }\nlog',
      [
        ['kubernetes', ['x'], [['pods', 'insecure']]],
        ['log', [], []],
      ],
    ],
    [
      'a\n{\n b {\n c\n }\n}\nd',
      [
        ['a', [], [['b'], ['c']]],
        ['d', [], []],
      ],
    ],
    [
      'a "x\ny" z\nb',
      [
        ['a', ['x\ny', 'z'], []],
        ['b', [], []],
      ],
    ],
  ])('%j', (body, expected) => {
    expect(read(body)).toEqual(expected);
  });
});

describe('versions of CoreDNS', () => {
  const lint = (corefile: string, version: CoreDnsVersion) => {
    const problems = new Problems();
    lintCorefile(parsed(corefile), version, problems);
    return problems.all.map(p => `${p.code} ${p.message}`);
  };
  const body = (text: string) => `. {\n${text}\n}\n`;

  test.each<[string, CoreDnsVersion, CoreDnsVersion, string]>([
    [
      'proxy . 1.1.1.1',
      [1, 4, 0],
      [1, 5, 0],
      'plugin "proxy" was removed in 1.5.0; the cluster runs CoreDNS 1.5.0',
    ],
    [
      'federation x {\n a b\n}',
      [1, 6, 9],
      [1, 7, 0],
      'plugin "federation" was removed in 1.7.0; the cluster runs CoreDNS 1.7.0',
    ],
    [
      'kubernetes x {\n pods insecure\n}\nready',
      [1, 5, 0],
      [1, 4, 9],
      'plugin "ready" was added in 1.5.0; the cluster runs CoreDNS 1.4.9',
    ],
    [
      'loop',
      [1, 2, 1],
      [1, 2, 0],
      'plugin "loop" was added in 1.2.1; the cluster runs CoreDNS 1.2.0',
    ],
    [
      'reload',
      [1, 1, 0],
      [1, 0, 9],
      'plugin "reload" was added in 1.1.0; the cluster runs CoreDNS 1.0.9',
    ],
    [
      'forward . 1.1.1.1',
      [1, 0, 6],
      [1, 0, 5],
      'plugin "forward" was added in 1.0.6; the cluster runs CoreDNS 1.0.5',
    ],
    [
      'kubernetes x {\nupstream\n}',
      [1, 6, 9],
      [1, 7, 0],
      'option "upstream" of "kubernetes" was removed in 1.7.0; the cluster runs CoreDNS 1.7.0',
    ],
    [
      'kubernetes x {\nresyncperiod 1m\n}',
      [1, 5, 2],
      [1, 6, 0],
      'option "resyncperiod" of "kubernetes" was removed in 1.6.0; the cluster runs CoreDNS 1.6.0',
    ],
    [
      'kubernetes x {\ntransfer to *\n}',
      [1, 7, 9],
      [1, 8, 0],
      'option "transfer" of "kubernetes" was removed in 1.8.0; the cluster runs CoreDNS 1.8.0',
    ],
    [
      'forward . 1.1.1.1 {\nmax_concurrent 1\n}',
      [1, 6, 9],
      [1, 6, 8],
      'option "max_concurrent" of "forward" was added in 1.6.9; the cluster runs CoreDNS 1.6.8',
    ],
    [
      'forward . 1.1.1.1 {\nnext NXDOMAIN\n}',
      [1, 11, 4],
      [1, 11, 3],
      'option "next" of "forward" was added in 1.11.4; the cluster runs CoreDNS 1.11.3',
    ],
    [
      'forward . 1.1.1.1 {\nfailfast_all_unhealthy_upstreams\n}',
      [1, 12, 1],
      [1, 12, 0],
      'option "failfast_all_unhealthy_upstreams" of "forward" was added in 1.12.1; the cluster runs CoreDNS 1.12.0',
    ],
    [
      'forward . 1.1.1.1 {\nmax_age 1s\n}',
      [1, 14, 3],
      [1, 14, 2],
      'option "max_age" of "forward" was added in 1.14.3; the cluster runs CoreDNS 1.14.2',
    ],
    [
      'forward . 1.1.1.1 {\nsource_address 10.0.0.1\n}',
      [1, 14, 6],
      [1, 14, 5],
      'option "source_address" of "forward" was added in 1.14.6; the cluster runs CoreDNS 1.14.5',
    ],
    [
      'cache {\nserve_stale\n}',
      [1, 6, 6],
      [1, 6, 5],
      'option "serve_stale" of "cache" was added in 1.6.6; the cluster runs CoreDNS 1.6.5',
    ],
    [
      'cache {\ndisable success x\n}',
      [1, 9, 4],
      [1, 9, 3],
      'option "disable" of "cache" was added in 1.9.4; the cluster runs CoreDNS 1.9.3',
    ],
    [
      'cache {\nservfail 5s\n}',
      [1, 9, 4],
      [1, 9, 3],
      'option "servfail" of "cache" was added in 1.9.4; the cluster runs CoreDNS 1.9.3',
    ],
    [
      'cache {\nkeepttl\n}',
      [1, 10, 1],
      [1, 10, 0],
      'option "keepttl" of "cache" was added in 1.10.1; the cluster runs CoreDNS 1.10.0',
    ],
    [
      'forward a 1.1.1.1\nforward b 1.1.1.1',
      [1, 9, 4],
      [1, 9, 3],
      'a second "forward" in one block was added in 1.9.4; the cluster runs CoreDNS 1.9.3',
    ],
  ])('%j', (text, good, bad, message) => {
    expect(lint(body(text), good)).toEqual([]);
    expect(lint(body(text), bad)).toEqual([
      expect.stringMatching(new RegExp(`^MESH605 line \\d+, column 1: ${message}$`)),
    ]);
  });

  test('an old Corefile is mended where nothing is lost, and every other byte stays', () => {
    const old =
      '# mine\n. {\n  errors # all\n  kubernetes x { # the cluster\n    pods insecure\n    upstream # gone\n    resyncperiod 5m\n  }\n  federation x {\n    a b\n  }\n  proxy   . 1.1.1.1\n}\n';
    expect(modernize(old, [1, 11, 3])).toBe(
      '# mine\n. {\n  errors # all\n  kubernetes x { # the cluster\n    pods insecure\n  }\n  forward   . 1.1.1.1\n}\n',
    );
    expect(modernize(old, [1, 4, 0])).toBe(old);
    const options = body('proxy . 1.1.1.1 {\n policy random\n}');
    expect(modernize(options, [1, 11, 3])).toBe(options);
  });

  test("the Corefile of Istio's old documentation, its zone included, is mended and kept in step", () => {
    const documented = `${kubeadmCorefile(12, 'cluster.local')!}global:53 {\n    errors\n    cache 30\n    proxy . 10.0.0.200\n}\n`;
    expect(lint(documented, [1, 3, 1])).toEqual([]);
    expect(
      lint(documented, [1, 11, 3]).map(
        message => /line \d+, column \d+: [a-z]+ "\w+"/.exec(message)![0],
      ),
    ).toEqual([
      'line 10, column 5: plugin "proxy"',
      'line 19, column 5: plugin "proxy"',
      'line 6, column 8: option "upstream"',
    ]);
    const mended = modernize(documented, [1, 11, 3]);
    expect(lint(mended, [1, 11, 3])).toEqual([]);
    expect(mended).toContain('    forward . /etc/resolv.conf\n');
    expect(merge(mended)).toBe(mended.replace(/global:53[^]*/, BLOCK));
  });

  test.each(
    Array.from(
      { length: KNOWN_MINORS.last - KNOWN_MINORS.first + 1 },
      (_, i) => KNOWN_MINORS.first + i,
    ),
  )('the default Corefile of Kubernetes 1.%i fits its CoreDNS, and merges', minor => {
    const corefile = kubeadmCorefile(minor, 'cluster.local')!;
    expect(lint(corefile, coreDnsOf(minor)!)).toEqual([]);
    expect(merge(corefile)).toBe(`${corefile}\n${BLOCK}`);
    expect(remove(merge(corefile) as string)).toBe(corefile);
    expect(lint(modernize(corefile, [1, 15, 0]), [1, 15, 0])).toEqual([]);
  });

  test('the defaults of other versions are not made up', () => {
    expect(kubeadmCorefile(10, 'cluster.local')).toBeUndefined();
    expect(kubeadmCorefile(36, 'cluster.local')).toBeUndefined();
  });
});
