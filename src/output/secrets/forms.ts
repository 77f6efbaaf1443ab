import { Hit } from './finding';
import { hasRandomRun, isRunCode } from './random-looking';
import { TOKEN_FORMS } from './token-forms';

/** A secret that is known by a fixed beginning, and by what follows it. */
interface Form {
  readonly what: string;
  readonly begin: string;
  /** sticky, and of bounded length: a search takes time in proportion to the text */
  readonly rest: RegExp;
}

/** What may stand between the lines of a key: comments, lists, quotes, escapes. */
const BETWEEN = String.raw`(?:\\[rnt]|[\s#>*;|"'\\,-]){0,80}`;

/** Lines of a key in PEM above its body, e.g. `Proc-Type: 4,ENCRYPTED`. */
const HEADERS = String.raw`(?:${BETWEEN}(?:Proc-Type|DEK-Info|Version|Comment|Hash|X-[\w-]{1,40}):[^\n\\]{0,200}(?=[\n\\])){0,5}`;

/** A beginning that somebody quotes has no body. */
const BODY = `${BETWEEN}[A-Za-z0-9+/]{20,80}`;

/** Those that are not tokens of a service. */
const KEY_FORMS: ReadonlyArray<readonly [what: string, begin: string, rest: string]> = [
  ['a private key in PEM', 'PRIVATE KEY', `(?: BLOCK)?-----${HEADERS}${BODY}`],
  ['a private key of PuTTY', 'Private-Lines:', String.raw`[ \t]{0,8}\d{1,4}${BODY}`],
  ['a private key in XML', '<D>', String.raw`\s{0,80}[A-Za-z0-9+/]{40,80}`],
  ['a private key of age', 'AGE-SECRET-KEY-', '(?:PQ-)?1[A-Z0-9]{50,80}'],
  ['a private key of age', 'AGE-PLUGIN-', '[A-Z0-9+._-]{1,40}-1[A-Z0-9]{20,80}'],
  ['a token (JWT)', 'eyJ', String.raw`[\w-]{8,4000}\.eyJ[\w-]{8,8000}\.[\w-]{16,80}`],
  ['a private key of OpenSSH', 'openssh-key-v1\0', '[^]'],
  ['a keystore of Java', '\xfe\xed\xfe\xed\0\0\0', '[\x01\x02]'],
  ['a keystore of Java', '\xce\xce\xce\xce\0\0\0', '[\x01\x02]'],
];

/** What needs no further look at whether it is random. */
const MAGIC = /^[^A-Za-z]|\0$/;

const FORMS: ReadonlyMap<string, Form> = new Map(
  [
    ...KEY_FORMS.map(([what, begin, rest]) => ({ what, begin, rest })),
    ...TOKEN_FORMS.flatMap(({ of, begins, rest }) =>
      begins.map(begin => ({ what: `a token of ${of}`, begin, rest: rest.source })),
    ),
  ].map(form => [form.begin, { ...form, rest: new RegExp(form.rest, 'y') }]),
);

const BEGINNINGS = new RegExp(
  [...FORMS.keys()].map(begin => begin.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')).join('|'),
  'g',
);

/** The secrets that a text holds as they are. @internal */
export function knownByForm(text: string): Hit[] {
  return [...text.matchAll(BEGINNINGS)].flatMap(({ index, 0: begin }) => {
    const form = FORMS.get(begin)!;
    return isPartOfWord(text, index) || !follows(text, index, form)
      ? []
      : [{ index, what: form.what }];
  });
}

/** Random letters may hold the beginning of anything. */
const isPartOfWord = (text: string, index: number): boolean =>
  index > 0 && isRunCode(text.charCodeAt(index)) && /[A-Za-z0-9_]/.test(text[index - 1]);

/** A placeholder, such as `ghp_xxxxxxxx`, is not random. */
function follows(text: string, index: number, { begin, rest }: Form): boolean {
  rest.lastIndex = index + begin.length;
  return rest.test(text) && (MAGIC.test(begin) || hasRandomRun(text.slice(index, rest.lastIndex)));
}
