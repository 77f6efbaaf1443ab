import * as fc from 'fast-check';

const pick = (...texts: string[]) => fc.constantFrom(...texts);

/** Strings that YAML, in one version or another, takes for something else. */
export const WORDS: readonly string[] = [
  ...['', '~', 'null', 'Null', 'NULL', 'nULL'],
  ...['y', 'Y', 'n', 'N', 'yes', 'Yes', 'YES', 'yEs', 'no', 'No', 'NO', 'on', 'On', 'ON'],
  ...['off', 'Off', 'OFF', 'true', 'True', 'TRUE', 'false', 'False', 'FALSE', 'tRUE'],
  ...[
    '0',
    '-0',
    '+1',
    '007',
    '08',
    '1_000',
    '_1',
    '1_',
    '0b11',
    '-0b_',
    '0x1',
    '0xfF_',
    '0x',
    '0o7',
  ],
  ...[
    '1.0',
    '.5',
    '5.',
    '.',
    '..',
    '+.',
    '-.',
    '1e3',
    'e1',
    'E0',
    'e-1',
    '+e5',
    '1e',
    '.e1',
    '1.e+1',
  ],
  ...['.inf', '-.INF', '+.Inf', '.nan', '.NaN', '-.nan', 'NaN', 'Infinity', '1.2.3', '10.0.0.1'],
  ...[
    '1:30',
    '1:60',
    '-1:2:3',
    '1:30.5',
    '1:',
    ':30',
    '12:30:45.',
    '_1:2',
    'fd00:10::11',
    '::',
    '::1',
  ],
  ...['2001-01-01', '2001-1-1', '2001-01-01T01:02:03Z', '2001-01-01 1:02:03.5 +1:30', '2001-01'],
  ...[
    '---',
    '--- a',
    '...',
    '... b',
    '----',
    '%',
    '%YAML 1.1',
    '<<',
    '=',
    '!',
    '!!str',
    '&a',
    '*',
    '*a',
  ],
  ...[
    '-',
    '- a',
    '-a',
    '?',
    '? a',
    '?a',
    ':',
    ': a',
    ':a',
    'a:',
    'a: b',
    'a:b',
    'a :b',
    'a::b',
    'a:-',
  ],
  ...[
    '#',
    '# a',
    'a # b',
    'a #b',
    'a# b',
    '[',
    '[]',
    ']',
    '{',
    '{}',
    '}',
    ',',
    'a,b',
    'a, b',
    '|',
    '>',
  ],
  ...['"', "'", 'a"b', "a'b", '"a"', "'a'", `"'`, `a: "b" 'c'`, '`', '@', '\\', '\\n', 'a \\name'],
  ...[' ', ' a', 'a ', 'a  b', '\t', '\ta', 'a\t', 'a\tb', 'a:\tb', 'a\t#b', '-\ta', '?\t'],
  ...['__proto__', 'constructor', 'toJSON', 'apiVersion', 'kind', 'metadata', 'spec'],
  ...[
    'é',
    'ß',
    '日本',
    '😀',
    '👩‍👩‍👧',
    '\u00a0',
    'a\u00a0',
    '\u200b',
    '\u3000',
    '\ufeff',
    '\ufeffa',
    '\u2028',
    'a\u2029b',
  ],
  ...[
    'a\u2028---',
    'a\u2029%b',
    '\u0000',
    'a\u0007',
    '\u001b[0m',
    '\u007f',
    '\u0085',
    '\ud800',
    'a\udfff',
    '\udc00\ud800',
  ],
  ...['a'.repeat(200), 'a b '.repeat(60), '1'.repeat(30), 'a: b '.repeat(50), '"x" '.repeat(140)],
  ...['a'.repeat(501), 'a'.repeat(1023), 'a'.repeat(1025), '"'.repeat(600), `${'-'.repeat(499)} `],
];

/** Made of what numbers and dates are made of. */
const NUMBERS = fc
  .array(pick(...'0123456789', ...'+-._:eExXboTZz ~', '-', '.', ':', 'e', '0b', '0x', '00'), {
    maxLength: 9,
  })
  .map(parts => parts.join(''));

/** Made of what has a meaning somewhere in YAML. */
const SYMBOLS = fc
  .array(pick(...'-?:,[]{}#&*!|>\'"%@`~<=\\ \t', 'a', 'b', '1', ' ', ' ', ': ', ' #', 'é'), {
    maxLength: 9,
  })
  .map(parts => parts.join(''));

/** Any code units, paired or not. */
const UNITS = fc
  .array(
    fc.oneof(
      fc.integer({ min: 0, max: 0xff }),
      fc.integer({ min: 0xd700, max: 0xe100 }),
      fc.integer({ min: 0, max: 0xffff }),
    ),
    { maxLength: 6 },
  )
  .map(units => String.fromCharCode(...units));

const LINE = fc.oneof(pick(...WORDS), NUMBERS, SYMBOLS, UNITS);
const NEWLINE = pick(
  '\n',
  '\n',
  '\n',
  '\n\n',
  '\n\n\n',
  '\r\n',
  '\r',
  ' \n',
  '\n ',
  '\n\t',
  '\t\n',
);

const LINES = fc
  .tuple(
    pick('', '', '', '\n', ' ', '\t'),
    fc.array(fc.tuple(fc.oneof(pick('a', 'b c', '  d', '}'), LINE), NEWLINE), {
      minLength: 1,
      maxLength: 5,
    }),
    pick('', '', '', 'end', ' ', '\n', '\n ', '\t'),
  )
  .map(([start, lines, end]) => `${start}${lines.flat().join('')}${end}`);

export const HOSTILE_STRING = fc.oneof(
  { weight: 4, arbitrary: pick(...WORDS) },
  { weight: 2, arbitrary: NUMBERS },
  { weight: 2, arbitrary: SYMBOLS },
  { weight: 1, arbitrary: UNITS },
  { weight: 2, arbitrary: LINES },
  { weight: 1, arbitrary: fc.tuple(LINE, LINE).map(parts => parts.join('')) },
);

const HARMLESS = pick('a', 'cart.shop.global', 'istio-system', '*', '203.0.113.10', 'grpc-8080');

const SCALAR = fc.oneof(
  { weight: 5, arbitrary: HOSTILE_STRING },
  { weight: 3, arbitrary: HARMLESS },
  {
    weight: 3,
    arbitrary: fc.oneof(
      fc.integer(),
      fc.constantFrom(
        null,
        undefined,
        true,
        false,
        0,
        -0,
        1e21,
        1e-7,
        0.1,
        NaN,
        Infinity,
        -Infinity,
      ),
      fc.double(),
    ),
  },
);

const KEY = fc.oneof(HARMLESS, HOSTILE_STRING, pick('0', '1', '9', '10', '4294967295', 'b', 'a'));

/** A map or a list of anything. */
export const HOSTILE_DATA: fc.Arbitrary<object> = fc.letrec<{ tree: unknown; collection: object }>(
  tie => ({
    tree: fc.oneof({ depthSize: 'small', withCrossShrink: true }, SCALAR, tie('collection')),
    collection: fc.oneof(
      fc
        .array(fc.tuple(KEY, tie('tree')), { maxLength: 5 })
        .map(entries => Object.fromEntries(entries)),
      fc.array(tie('tree'), { maxLength: 4 }),
    ),
  }),
).collection;

/** An object of Kubernetes, its keys in any order. */
export const HOSTILE_MANIFEST: fc.Arbitrary<object> = fc
  .tuple(HARMLESS, HOSTILE_DATA, fc.array(fc.tuple(KEY, HOSTILE_DATA), { maxLength: 4 }))
  .chain(([text, data, more]) =>
    fc.shuffledSubarray<[string, unknown]>(
      [
        ['apiVersion', text],
        ['kind', text],
        ['metadata', data],
        ...more.filter(([key]) => !/^\d+$/.test(key)), // no field of Kubernetes is a number
      ],
      { minLength: 2 },
    ),
  )
  .map(entries => Object.fromEntries(entries));
