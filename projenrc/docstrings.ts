/** What docstrings say, for the schema of a file. */
import * as ts from 'typescript';

/** The values of enums, by name and member. */
export type EnumValues = ReadonlyMap<string, ReadonlyMap<string, string | number | undefined>>;

/** Reads docstrings, and says in the words of a file what they say in those of a program. */
export class Docstrings {
  public constructor(
    private readonly checker: ts.TypeChecker,
    private readonly enumValues: EnumValues,
  ) {}

  /** The text before the tags. */
  public textOf(symbol: ts.Symbol): string {
    return this.inYaml(ts.displayPartsToString(symbol.getDocumentationComment(this.checker)));
  }

  /** The text of a tag; undefined where there is none. */
  public tagOf(symbol: ts.Symbol, name: string): string | undefined {
    const tag = symbol.getJsDocTags(this.checker).find(one => one.name === name);
    return tag && ts.displayPartsToString(tag.text);
  }

  /** `@default - what happens then`, or `@default 'a value'`. */
  public defaultText(symbol: ts.Symbol): string | undefined {
    const text = this.tagOf(symbol, 'default');
    return text === undefined ? undefined : `Default: ${this.inYaml(text.replace(/^- /, ''))}`;
  }

  /** The value by default; undefined where it depends on something. */
  public defaultValue(symbol: ts.Symbol): unknown {
    const text = this.tagOf(symbol, 'default') ?? '- none';
    const [, quoted, list, word] =
      /^(?:'([^']*)'(?!, or )|(\[.*\])$|(?!- )([\w.]+)(?=$| - |:|\n))/.exec(text) ?? [];
    if (list !== undefined) {
      return JSON.parse(list.replaceAll("'", '"'));
    }
    if (word === undefined) {
      return quoted;
    }
    const value = this.inYaml(word);
    return /^(?:\d+|true|false)$/.test(value) ? JSON.parse(value) : value;
  }

  /** What the text gives as an example. */
  public examples(symbol: ts.Symbol): string[] {
    const lists = this.textOf(symbol).matchAll(/e\.g\. (`[^`]+`(?:(?:, | or )`[^`]+`)*)/g);
    return [...lists].flatMap(([, list]) => [...list.matchAll(/`([^`]+)`/g)].map(([, one]) => one));
  }

  /** In the file, `Platform.EKS` is written `eks`. */
  private inYaml(text: string): string {
    return unwrapped(text).replace(/\b([A-Z]\w+)\.([A-Z][A-Z0-9_]*)\b/g, (member, name, key) => {
      const value = this.enumValues.get(name)?.get(key);
      return value === undefined ? member : String(value);
    });
  }
}

/** Editors show a description as it is: one line for each paragraph and each item of a list. */
function unwrapped(text: string): string {
  return text.replace(/(\S)\n(?!\n|[-*] |\d+\. )/g, '$1 ');
}
