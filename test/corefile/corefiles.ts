import * as fc from 'fast-check';
import { forwardText, recordText } from './mesh-zone';

/** The zone that the tests merge. */
export const ZONE = 'mesh.internal';

const pick = (...texts: string[]) => fc.constantFrom(...texts);
const SPACE = pick(' ', ' ', ' ', '\t', '  ');
const NEWLINE = pick('\n', '\n', '\n', '\r\n', '\n\n', ' # a comment {\n', '\n# }\n', '\n    ');

const KEY = fc.oneof(
  {
    weight: 4,
    arbitrary: pick(
      '.:53',
      '.',
      'example.com',
      'corp.example:53',
      'dns://a.example',
      'tls://.:853',
      '10.0.0.0/24',
      'in-addr.arpa:1053',
    ),
  },
  {
    weight: 3,
    arbitrary: pick(
      ZONE,
      `${ZONE}:53`,
      'MESH.Internal.',
      `dns://${ZONE}:53`,
      `"${ZONE}"`,
      `${ZONE}:053`,
    ),
  },
  {
    weight: 2,
    arbitrary: pick(
      `cart.shop.${ZONE}:53`,
      `stock.shop.${ZONE}`,
      `${ZONE}:1053`,
      `tls://${ZONE}`,
      `x.${ZONE}`,
      `a.b.c.${ZONE}`,
      `not${ZONE}`,
    ),
  },
  { weight: 1, arbitrary: pick('{$ZONE}:53', '{%ZONE%}', 'a#b', 'a{') },
);
const WORD = pick(
  'errors',
  'cache',
  '30',
  'forward',
  '.',
  '10.0.0.10',
  '/etc/resolv.conf',
  'pods',
  'insecure',
  '"a b"',
  '"}"',
  '"{ #"',
  '"x\\"y"',
  '"x\\\\"',
  '"\\\n"',
  'a\rb',
  'é\u00a0ü',
  'a"b',
  'log#1',
  '{$X}',
  'import',
  'snip',
  '""',
);

const words = (min: number, max: number) =>
  fc
    .array(fc.tuple(WORD, SPACE), { minLength: min, maxLength: max })
    .map(list => list.map(([word, space]) => word + space).join(''));
const LINE = words(1, 4);
const NESTED = fc
  .tuple(LINE, NEWLINE, fc.array(fc.tuple(LINE, NEWLINE), { maxLength: 3 }))
  .map(
    ([head, newline, lines]) =>
      `${head}{${newline.includes('\n') ? newline : '\n'}${lines.map(([line, end]) => line + end).join('')}\n}`,
  );
const BODY = fc
  .array(
    fc.tuple(fc.oneof({ weight: 3, arbitrary: LINE }, { weight: 1, arbitrary: NESTED }), NEWLINE),
    { maxLength: 5 },
  )
  .map(lines => lines.map(([line, end]) => `    ${line}${end}`).join(''));
const BLOCK = fc
  .tuple(
    fc.array(KEY, { minLength: 1, maxLength: 3 }),
    pick(' ', ', ', ',\n'),
    pick(' {\n', '\n{\n', ' {\n\n', ' { # open\n'),
    BODY,
  )
  .map(([keys, separator, open, body]) => `${keys.join(separator)}${open}${body}\n}`);
/** The zone as we write it, and as others do. */
const OWN = fc.oneof(
  fc
    .constantFrom(
      forwardText(ZONE, '10.0.0.7'),
      recordText(ZONE, {}),
      recordText(ZONE, {
        [`cart.shop.${ZONE}`]: ['240.0.0.1'],
        [`old.shop.${ZONE}`]: ['240.0.0.9'],
      }),
    )
    .map(text => text.trimEnd()),
  fc
    .tuple(pick(ZONE, `${ZONE}:53`, `dns://${ZONE.toUpperCase()}.`), BODY)
    .map(([key, body]) => `${key} {\n${body}\n}`),
);
const TOP = fc.oneof(
  { weight: 6, arbitrary: BLOCK },
  { weight: 2, arbitrary: OWN },
  {
    weight: 1,
    arbitrary: pick(
      'import custom/*.server',
      'import snip',
      '(snip) {\n    errors\n}',
      '(snip) { errors }',
      'example.org { }',
      '# nothing but words { }',
    ),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(BLOCK, fc.nat()).map(([text, at]) => text.slice(0, at % text.length)),
  }, // torn
);

/** Corefiles as people write them, and as they should not. */
export const COREFILE = fc
  .tuple(
    pick('', '', '\uFEFF', '\n', '# head\n'),
    fc.array(fc.tuple(TOP, NEWLINE), { maxLength: 5 }),
    pick('', '\n', '\n\n', '  # end'),
  )
  .map(
    ([head, blocks, tail]) =>
      head +
      blocks.map(([block, end]) => `${block}${end.includes('\n') ? end : '\n'}`).join('') +
      tail,
  );
