import { POSIX_CLASSES, UNICODE_CLASSES } from './re2-classes';

/**
 * Why RE2 refuses a regular expression, undefined if it takes it. Decided as Go's `regexp/syntax`
 * does, which is what Istio's webhook asks, and stricter only where RE2 in C++ is, which is what
 * Envoy asks: names of Unicode classes are as they are listed there.
 *
 * @see https://github.com/google/re2/wiki/Syntax
 * @internal
 */
export function flawOfRegex(regex: string): string | undefined {
  try {
    new Scanner(regex).scan();
    return undefined;
  } catch (error) {
    if (error instanceof Flaw) {
      return error.message;
    }
    throw error;
  }
}

class Flaw extends Error {}

/** Also of repetitions inside of one another. */
const MOST_REPEATS = 1000;

/** Go has 1000 levels, of which a group can take four. */
const MOST_GROUPS = 249;

/** A group that is open, or the whole. */
interface Group {
  /** how often the closed parts can repeat what is in them; at least 1 */
  repeats: number;
  /** the same of the last part, which a repetition would be of; undefined for none */
  last?: number;
}

/** Letters that mean something behind a backslash. */
const PERL_CLASSES = 'dDsSwW';
const ASSERTIONS = 'AbBz';
const CHARACTERS = new Map(
  Object.entries({ a: '\x07', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' }),
);

class Scanner {
  private readonly groups: Group[] = [{ repeats: 1 }];
  private at = 0;

  public constructor(private readonly text: string) {}

  public scan(): void {
    if (/\p{Surrogate}/u.test(this.text)) {
      throw new Flaw('it has half a character');
    }
    let isRepeated = false;
    while (this.at < this.text.length) {
      isRepeated = this.next(isRepeated);
    }
    if (this.groups.length > 1) {
      throw new Flaw('a "(" is not closed');
    }
  }

  /**
   * Reads the next part.
   *
   * @param isRepeated the one before was a repetition
   * @returns whether this one is
   */
  private next(isRepeated: boolean): boolean {
    const count = this.take(/[*+?]/y) ?? this.take(/\{(?:0|[1-9]\d*)(?:,(?:0|[1-9]\d*)?)?\}/y);
    if (count !== undefined) {
      this.repeat(count, isRepeated);
      return true;
    }
    if (this.take(/\|/y)) {
      this.close(undefined);
    } else if (this.take(/\(/y)) {
      this.open();
    } else if (this.take(/\)/y)) {
      this.closeGroup();
    } else if (this.take(/\[/y)) {
      this.brackets();
      this.close(1);
    } else if (this.take(/\\Q/y)) {
      const literal = this.take(/.*?(?:\\E|$)/sy)!;
      this.close(literal.replace(/\\E$/, '') === '' ? this.group.last : 1);
    } else if (this.take(/\\/y)) {
      this.escape(PERL_CLASSES + ASSERTIONS);
      this.close(1);
    } else {
      this.take(/./suy);
      this.close(1);
    }
    return false;
  }

  private get group(): Group {
    return this.groups[this.groups.length - 1];
  }

  /** A part ends, and another one begins that may be repeated. */
  private close(repeats: number | undefined): void {
    const { group } = this;
    group.repeats = Math.max(group.repeats, group.last ?? 1);
    group.last = repeats;
  }

  private repeat(count: string, isRepeated: boolean): void {
    this.take(/\?/y);
    const { group } = this;
    if (isRepeated) {
      throw new Flaw(`"${count}" repeats a repetition`);
    }
    if (group.last === undefined) {
      throw new Flaw(`there is nothing that "${count}" could repeat`);
    }
    if (!count.startsWith('{')) {
      return;
    }
    const [least, most = least] = count.slice(1, -1).split(',');
    const [min, max] = [Number(least), most === '' ? undefined : Number(most)];
    if (min > MOST_REPEATS || (max ?? 0) > MOST_REPEATS || (max !== undefined && min > max)) {
      throw new Flaw(`"${count}" is not a count up to ${MOST_REPEATS}`);
    }
    group.last = repeated(group.last, max ?? min, max === 0);
    if (group.last > MOST_REPEATS && (min >= 2 || (max ?? 0) >= 2)) {
      throw new Flaw(`repetitions inside of one another are more than ${MOST_REPEATS}`);
    }
  }

  private open(): void {
    if (!this.take(/\?/y)) {
      return this.push();
    }
    const name = this.take(/P?<[^>]*>/y);
    if (name !== undefined) {
      if (!/^P?<\w+>$/.test(name)) {
        throw new Flaw(`"(?${name}" is not a group with a name`);
      }
      return this.push();
    }
    const flags = this.take(/(?:[imsU]*|[imsU]*-[imsU]+)[:)]/y);
    if (flags === undefined) {
      const begin = this.take(/<?[=!]/y);
      throw new Flaw(begin ? `"(?${begin}" looks around` : '"(?" begins no group and no flags');
    }
    return flags.endsWith(':') ? this.push() : undefined;
  }

  private push(): void {
    if (this.groups.length > MOST_GROUPS) {
      throw new Flaw(`there are more than ${MOST_GROUPS} groups inside of one another`);
    }
    this.groups.push({ repeats: 1 });
  }

  private closeGroup(): void {
    this.close(undefined);
    const { repeats } = this.groups.pop()!;
    if (this.groups.length === 0) {
      throw new Flaw('a ")" closes nothing');
    }
    this.close(repeats);
  }

  /** Behind a `[`, until its `]`. One that comes first is a character like others. */
  private brackets(): void {
    this.take(/\^/y);
    for (let isFirst = true; isFirst || !this.take(/\]/y); isFirst = false) {
      const posix = this.take(/\[:.*?:\]/sy);
      if (posix === undefined) {
        this.range();
      } else if (!POSIX_CLASSES.has(posix.slice(2, -2).replace(/^\^/, ''))) {
        throw new Flaw(`"${posix}" is not a class`);
      }
    }
  }

  private range(): void {
    const low = this.character(true);
    if (low !== undefined && this.take(/-(?=[^\]])/y)) {
      const high = this.character(false)!;
      if (high < low) {
        throw new Flaw('a range ends before it begins');
      }
    }
  }

  /** In brackets; undefined for a class. */
  private character(mayBeClass: boolean): number | undefined {
    if (this.take(/\\/y)) {
      return this.escape(mayBeClass ? PERL_CLASSES : '', mayBeClass);
    }
    const character = this.take(/./suy);
    if (character === undefined) {
      throw new Flaw('a "[" is not closed');
    }
    return character.codePointAt(0)!;
  }

  /**
   * Behind a backslash.
   *
   * @param letters that may follow
   * @returns the character; undefined for a class
   */
  private escape(letters: string, mayBeClass = true): number | undefined {
    const unicode = mayBeClass ? this.take(/[pP](?:\{[^}]*\}|[^{])/suy) : undefined;
    if (unicode !== undefined) {
      const name = unicode.replace(/^p\{?\^?|\}$/gi, '');
      if (!UNICODE_CLASSES.has(unicode[1] === '{' ? name : unicode.slice(1))) {
        throw new Flaw(`"\\${unicode}" is not a class`);
      }
      return undefined;
    }
    const octal = this.take(/0[0-7]{0,2}|[1-7][0-7]{1,2}/y);
    if (octal !== undefined) {
      return parseInt(octal, 8);
    }
    const hex = this.take(/x[0-9A-Fa-f]{2}|x\{[0-9A-Fa-f]+\}/y);
    if (hex !== undefined) {
      return codePoint(hex);
    }
    const character = this.take(/./suy);
    if (character === undefined) {
      throw new Flaw('it ends in a "\\"');
    }
    if (letters.includes(character)) {
      return undefined;
    }
    if (/^[A-Za-z0-9\u0080-\u{10ffff}]$/u.test(character) && !CHARACTERS.has(character)) {
      const does = /^[1-9]$/.test(character) ? 'looks back' : 'means nothing';
      throw new Flaw(`"\\${character}" ${does}`);
    }
    return (CHARACTERS.get(character) ?? character).codePointAt(0)!;
  }

  /** What a pattern finds here, and goes behind it. */
  private take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    this.at += found?.length ?? 0;
    return found;
  }
}

/** What is never there counts for nothing. */
const repeated = (inside: number, times: number, isNever: boolean): number =>
  isNever ? 0 : Math.max(times, times * inside, times === 0 ? inside : 0);

function codePoint(hex: string): number {
  const point = parseInt(hex.replace(/[x{}]/gi, ''), 16);
  if (point > 0x10ffff) {
    throw new Flaw(`"\\${hex}" is not a character`);
  }
  return point;
}
