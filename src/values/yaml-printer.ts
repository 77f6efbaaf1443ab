import { keyText, stringText } from './yaml-string';

/**
 * Prints plain data as one YAML document, with its keys in the order of the data: for files that
 * people read from top to bottom.
 *
 * The text is that of cdk8s's `Yaml.stringify`, byte for byte, in a small part of the time. If a
 * document contains anything that the printer is not sure about, cdk8s prints all of it.
 *
 * As in JSON, a key whose value is undefined is left out, and undefined in a list is null. An
 * object that is referenced twice is printed twice, never as an anchor and an alias.
 *
 * @param fallback prints documents that the printer is not sure about
 * @internal
 */
export function printYaml(data: object, fallback: Fallback = printWithCdk8s): string {
  return print(data, Object.keys, Object.keys, fallback);
}

/**
 * Prints a Kubernetes object: `apiVersion`, `kind` and `metadata` first, all other keys sorted,
 * whatever the environment tells cdk8s about sorting. Everything else is as in `printYaml`.
 *
 * @internal
 */
export function printManifest(manifest: object, fallback: Fallback = printWithCdk8s): string {
  return print(manifest, manifestKeys, sortedKeys, fallback);
}

/** Prints data as one YAML document. @internal */
export type Fallback = (data: unknown) => string;

/** The keys of a map, in the order in which they are printed. */
type Keys = (map: object) => readonly string[];

const FIRST_KEYS: readonly string[] = ['apiVersion', 'kind', 'metadata'];

function manifestKeys(manifest: object): string[] {
  return [...FIRST_KEYS, ...sortedKeys(manifest).filter(key => !FIRST_KEYS.includes(key))];
}

/**
 * In code-unit order, except that whole numbers come first: JavaScript always lists them first, so
 * the fallback would print them first too.
 */
function sortedKeys(map: object): readonly string[] {
  const keys = Object.keys(map);
  if (isSorted(keys)) {
    return keys; // the common case: cdk8s has sorted them already
  }
  return /^\d+$/.test(keys[0])
    ? Object.keys(Object.fromEntries(keys.sort().map(key => [key, true])))
    : keys.sort();
}

function isSorted(keys: readonly string[]): boolean {
  for (let i = 1; i < keys.length; i++) {
    if (keys[i] < keys[i - 1]) {
      return false;
    }
  }
  return true;
}

function print(data: object, rootKeys: Keys, keys: Keys, fallback: Fallback): string {
  return new Writer(rootKeys, keys).document(data) ?? fallback(ordered(data, rootKeys, keys));
}

/** A copy whose maps have just the keys that are printed, in that order. */
function ordered(data: unknown, rootKeys: Keys, keys: Keys): unknown {
  if (Array.isArray(data)) {
    return data.map(item => ordered(item, keys, keys));
  }
  if (!isMap(data)) {
    return data;
  }
  const printed = rootKeys(data).filter(key => data[key] !== undefined);
  return Object.fromEntries(printed.map(key => [key, ordered(data[key], keys, keys)]));
}

/**
 * Loads cdk8s only when a document needs it. Hardly any does, and loading it takes longer than
 * printing thousands of documents.
 */
function printWithCdk8s(data: unknown): string {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { Yaml }: typeof import('cdk8s') = require('cdk8s');
  return Yaml.stringify(data);
}

type PlainMap = { readonly [key: string]: unknown };

function isMap(value: unknown): value is PlainMap {
  if (!isCollection(value)) {
    return false;
  }
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function isCollection(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

const INDENT = '  ';

/** Writes one document in one pass. */
class Writer {
  private text = '';
  private isSure = true;

  constructor(
    private readonly rootKeys: Keys,
    private readonly keys: Keys,
  ) {}

  /** Undefined if the data contains anything that we are not sure about. */
  document(data: unknown): string | undefined {
    if (isMap(data)) {
      this.map(data, this.rootKeys(data), '', '\n');
    } else {
      this.collection(data, '', '\n');
    }
    return this.isSure ? `${this.text}\n` : undefined;
  }

  /**
   * @param lead written before the first entry
   * @param newline written before every other entry: a line break and the indentation
   */
  private map(map: PlainMap, keys: readonly string[], lead: string, newline: string): void {
    let before = lead;
    let isEmpty = true;
    for (const key of keys) {
      const value = map[key];
      if (value === undefined) {
        continue;
      }
      const name = this.sure(keyText(key));
      if (isCollection(value)) {
        this.text += `${before}${name}:`;
        this.collection(value, newline + INDENT, newline + INDENT);
      } else {
        this.text += `${before}${name}: ${this.scalar(value, newline)}`;
      }
      before = newline;
      isEmpty = false;
    }
    if (isEmpty) {
      this.text += lead === '' ? '{}' : ' {}';
    }
  }

  private list(list: readonly unknown[], lead: string, newline: string): void {
    let before = lead;
    for (const item of list) {
      if (isCollection(item)) {
        this.text += `${before}-`;
        this.collection(item, ' ', newline + INDENT);
      } else {
        this.text += `${before}- ${this.scalar(item, newline)}`;
      }
      before = newline;
    }
    if (list.length === 0) {
      this.text += lead === '' ? '[]' : ' []';
    }
  }

  private collection(value: unknown, lead: string, newline: string): void {
    if (Array.isArray(value)) {
      this.list(value, lead, newline);
    } else if (isMap(value)) {
      this.map(value, this.keys(value), lead, newline);
    } else {
      this.isSure = false;
    }
  }

  private scalar(value: unknown, newline: string): string {
    return this.sure(typeof value === 'string' ? stringText(value, newline) : otherText(value));
  }

  private sure(text: string | undefined): string {
    if (text === undefined) {
      this.isSure = false;
      return '';
    }
    return text;
  }
}

/** Undefined for numbers that JSON does not have, and for anything that is not data. */
function otherText(value: unknown): string | undefined {
  if (value === null || value === undefined) {
    return 'null';
  }
  return typeof value === 'boolean' || Number.isFinite(value) ? String(value) : undefined;
}
