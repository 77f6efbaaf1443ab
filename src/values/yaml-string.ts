/**
 * A string as a YAML value: plain, in quotes or as a block. The rules are those of the package
 * `yaml` 2.8 (`stringifyString.js`, types of YAML 1.1, no line folding), which cdk8s prints with.
 * No reader of YAML 1.1 or 1.2 takes the text for a boolean, a number or a date.
 *
 * @param newline a line break and the indentation of the key or the `-` before the value
 * @returns undefined for strings that only the library knows how to print
 * @internal
 */
export function stringText(text: string, newline: string): string | undefined {
  if (isSimple(text)) {
    return text; // nearly all of them
  }
  if (SPECIAL_CHARACTER.test(text)) {
    return undefined;
  }
  return text.includes('\n') ? blockText(text, newline) : lineText(text);
}

/** A string as a key. Undefined if only the library knows how to print it. @internal */
export function keyText(key: string): string | undefined {
  if (isSimple(key)) {
    return key;
  }
  return key.length > LONG || SPECIAL_CHARACTER.test(key) || SPECIAL_KEY.test(key)
    ? undefined
    : lineText(key);
}

/**
 * The library writes keys of more than 1024 characters, quotes and escapes included, in another
 * form. Half of that is always safe.
 */
const LONG = 500;

/** Has several lines, or starts like a marker at the beginning or end of a document. */
const SPECIAL_KEY = /\n|^---|^\.\.\./;

/** Control characters, unpaired surrogates and the line breaks of Unicode. */
const SPECIAL_CHARACTER = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u{D800}-\u{DFFF}]/u;

/** Names, hosts and paths, which are certainly plain. */
function isSimple(text: string): boolean {
  return text.length <= LONG && SIMPLE.test(text);
}

/** Only characters without a meaning in YAML, and none of the words of YAML 1.1. */
const SIMPLE =
  /^(?!(?:[yn]|yes|no|on|off|true|false|null|e[-+]?\d+)$)[a-z_/][\w./@*=+-]*(?::\w[\w./@*=+-]*)*$/i;

function lineText(text: string): string {
  if (!NOT_PLAIN.test(text) && !OTHER_TYPE.test(text)) {
    return text;
  }
  return text.includes('"') && !text.includes("'") ? `'${text}'` : JSON.stringify(text);
}

const NOT_PLAIN = new RegExp(
  anyOf([
    /^[\t ,[\]{}#&*!|>'"%@`]/, // white space or an indicator at the start
    /^[?-](?:[\t ]|$)/, // like the start of a key or of an item
    /:[\t ]/, // like a key
    /[\t ]#/, // like a comment
    /[\t :]$/, // white space at the end, or like a key
  ]),
);

/** Everything that YAML 1.1 reads as something other than a string. */
const OTHER_TYPE = new RegExp(
  `^(?:${anyOf([
    /|~|[Nn]ull|NULL/,
    /[Yy]|[Yy]es|YES|[Tt]rue|TRUE|[Oo]n|ON/,
    /[Nn]|[Nn]o|NO|[Ff]alse|FALSE|[Oo]ff|OFF/,
    /[-+]?(?:0b[01_]+|0x[\da-fA-F_]+)/,
    /[-+]?(?:\d[\d_]*(?:\.[\d_]*)?|\.[\d_]*)(?:[eE][-+]?\d+)?/,
    /[-+]?[eE][-+]?\d+/, // no standard calls it a number, but the library does
    /[-+]?\d[\d_]*(?::[0-5]?\d)+(?:\.[\d_]*)?/, // base 60
    /[-+]?\.(?:inf|Inf|INF)|\.nan|\.NaN|\.NAN/,
    /\d{4}-\d\d?-\d\d?/,
    /\d{4}-\d\d?-\d\d?(?:[tT]|[ \t]+)\d\d?:\d\d?:\d\d?(?:\.\d+)?(?:[ \t]*(?:Z|[-+][012]?\d(?::\d\d)?))?/,
  ])})$`,
);

function anyOf(patterns: readonly RegExp[]): string {
  return patterns.map(({ source }) => source).join('|');
}

/** `|` and the lines as they are. White space at either end would need more than that. */
function blockText(text: string, newline: string): string | undefined {
  if (!/^\S(?:[^]*\S)?\n?$/.test(text)) {
    return undefined;
  }
  const endsLine = text.endsWith('\n');
  const lines = endsLine ? text.slice(0, -1) : text;
  const indentation = `${newline.slice(1)}  `;
  return `${endsLine ? '|' : '|-'}\n${indentation}${lines.replace(/\n+/g, `$&${indentation}`)}`;
}
