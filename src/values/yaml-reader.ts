import {
  Alias,
  Composer,
  CST,
  Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  Parser,
  Range,
  YAMLError,
  YAMLMap,
} from 'yaml';
import { isMap as isPlainMap } from './is-map';

/** One document of a YAML text. @internal */
export interface YamlDocument {
  /** where it begins in the text */
  readonly offset: number;
  /** undefined where the text is nested too deep to be looked at */
  readonly document?: Document.Parsed;
  /** null for an empty one, undefined where there is a problem; equal aliases are one object */
  readonly values: unknown;
  readonly problems: readonly YamlProblem[];
}

/** What is wrong with a YAML text. @internal */
export interface YamlProblem {
  /** where it is in the text */
  readonly offset: number;
  readonly message: string;
  /** undefined for a mistake in the syntax */
  readonly code?: 'MESH109' | 'MESH110';
  /** what the parser only warns about, such as a tag that nobody knows */
  readonly isWarning?: true;
}

/** Kubernetes' own definitions have some 50 levels. */
const MAX_DEPTH = 200;
const MAX_ALIASES = 10_000;
/** How many values all aliases together may stand for. */
const MAX_REPEATED = 200_000;

/** How a YAML text is read. @internal */
export interface YamlReading {
  /**
   * Whether `<<` takes over the keys of other maps, as it does for kubectl and kustomize. It is a
   * key of YAML 1.1 that YAML 1.2 no longer has.
   */
  readonly mergeKeys: boolean;
}

/**
 * The documents of a YAML text, in time that grows with its length and no faster: whoever writes a
 * manifest must not be able to stop the run of somebody else. Hence the limits for nesting and for
 * aliases.
 *
 * @internal
 */
export function readYaml(
  text: string,
  lines: LineCounter,
  reading: YamlReading = { mergeKeys: false },
): YamlDocument[] {
  const tokens = [...new Parser(lines.addNewLine).parse(text)];
  const deep = tokens.map(offsetBelow).find(offset => offset !== undefined);
  if (deep !== undefined) {
    const message = `lists and maps are nested more than ${MAX_DEPTH} levels deep`;
    const problems = [{ offset: deep, message, code: 'MESH110' } as const];
    return [{ offset: 0, values: undefined, problems }];
  }
  // the parser would compare each key of a map with all others
  const composer = new Composer({ version: '1.2', uniqueKeys: false });
  return [...composer.compose(tokens, true, text.length)].map(document =>
    documentWithValues(document, reading),
  );
}

function documentWithValues(document: Document.Parsed, reading: YamlReading): YamlDocument {
  const reader = new ValuesReader(reading);
  const values = document.errors.length > 0 ? undefined : reader.valuesOf(document);
  return {
    offset: document.contents?.range[0] ?? document.range[0],
    document,
    values,
    problems: [
      ...document.errors.map(syntaxProblem),
      ...document.warnings.map(warning => ({
        ...syntaxProblem(warning),
        isWarning: true as const,
      })),
      ...reader.problems,
    ],
  };
}

const syntaxProblem = ({ pos, message }: YAMLError): YamlProblem => ({ offset: pos[0], message });

/** Where a token is nested too deep for code that calls itself, as the composer does. */
function offsetBelow(root: CST.Token): number | undefined {
  const open = [{ token: root, depth: 0 }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { token, depth } = next;
    if (depth > MAX_DEPTH) {
      return 'offset' in token ? token.offset : 0;
    }
    for (const inside of tokensIn(token)) {
      open.push({ token: inside, depth: depth + 1 });
    }
  }
  return undefined;
}

function tokensIn(token: CST.Token): CST.Token[] {
  if (token.type === 'document') {
    return token.value ? [token.value] : [];
  }
  return 'items' in token
    ? token.items.flatMap(({ key, value }) => [key, value].filter(part => part != null))
    : [];
}

/** A list or a map in place of a key, e.g. the first part of `{{ .Values.name }}: x`. */
const NO_TEXT = '{…}';

/** What an anchor stands for. */
interface Anchored {
  value?: unknown;
  /** how many values it holds, those of aliases included; undefined while it is being read */
  size?: number;
}

/** Reads the values of one document. */
class ValuesReader {
  public readonly problems: YamlProblem[] = [];
  private readonly anchors = new Map<string, Anchored>();
  /** values read so far, as often as they are repeated */
  private size = 0;
  private aliases = 0;
  private repeated = 0;

  public constructor(private readonly reading: YamlReading) {}

  public valuesOf({ contents }: Document): unknown {
    const values = this.read(contents);
    return this.problems.length === 0 ? values : undefined;
  }

  private read(node: unknown): unknown {
    this.size++;
    if (isAlias(node)) {
      return this.readAlias(node);
    }
    const { anchor } = (node ?? {}) as { readonly anchor?: string };
    if (anchor === undefined) {
      return this.readPlain(node);
    }
    const anchored: Anchored = {};
    this.anchors.set(anchor, anchored);
    const before = this.size;
    anchored.value = this.readPlain(node);
    anchored.size = this.size - before + 1;
    return anchored.value;
  }

  private readPlain(node: unknown): unknown {
    if (isMap(node)) {
      return this.readMap(node);
    }
    if (isSeq(node)) {
      return node.items.map(item => this.read(item));
    }
    return isScalar(node) ? node.value : null;
  }

  private readMap({ items }: YAMLMap): Record<string, unknown> {
    const map: Record<string, unknown> = {};
    const own = new Set<string>();
    for (const { key, value } of items) {
      const name = this.nameOf(key);
      if (own.has(name) && name !== NO_TEXT) {
        this.report(offsetOf(key), 'Map keys must be unique');
      }
      if (this.reading.mergeKeys && isMergeKey(key)) {
        this.merge(this.read(value), map, own, offsetOf(key));
      } else {
        set(map, name, this.read(value));
      }
      own.add(name);
    }
    return map;
  }

  /**
   * Of several maps in a list, the first one that has a key decides. What stands in the map itself
   * wins, but only behind the `<<`: a key before it is overwritten by kubectl (goyaml.v2, as in
   * sigs.k8s.io/yaml) and kept by kustomize (go-yaml v3), so nobody can know what is meant.
   */
  private merge(
    merged: unknown,
    into: Record<string, unknown>,
    own: ReadonlySet<string>,
    offset: number,
  ): void {
    const maps: readonly unknown[] = Array.isArray(merged) ? merged : [merged];
    if (!maps.every(isPlainMap)) {
      this.report(offset, 'a merge key "<<" needs a map, or a list of maps');
      return;
    }
    for (const [name, value] of maps.flatMap(map => Object.entries(map))) {
      if (own.has(name)) {
        this.report(offset, `key "${name}" stands before the merge key "<<", which has it too`);
      } else if (!Object.hasOwn(into, name)) {
        set(into, name, value);
      }
    }
  }

  private nameOf(key: unknown): string {
    if (isAlias(key)) {
      return String(this.readAlias(key));
    }
    return isScalar(key) ? String(key.value ?? '') : NO_TEXT;
  }

  private readAlias(alias: Alias): unknown {
    const { value, size } = this.anchors.get(alias.source) ?? {};
    const offset = offsetOf(alias);
    if (!this.anchors.has(alias.source)) {
      this.report(offset, `alias "*${alias.source}" names no anchor before it`);
      return undefined;
    }
    if (size === undefined) {
      this.report(offset, `alias "*${alias.source}" leads into itself`);
      return undefined;
    }
    this.size += size;
    this.aliases++;
    this.repeated += size;
    if (this.aliases === MAX_ALIASES + 1) {
      this.report(offset, `there are more than ${MAX_ALIASES} aliases`, 'MESH109');
    }
    if (this.repeated > MAX_REPEATED && this.repeated - size <= MAX_REPEATED) {
      this.report(offset, `the aliases stand for more than ${MAX_REPEATED} values`, 'MESH109');
    }
    return value;
  }

  private report(offset: number, message: string, code?: YamlProblem['code']): void {
    this.problems.push({ offset, message, code });
  }
}

const isMergeKey = (key: unknown): boolean =>
  isScalar(key) && key.value === '<<' && key.type === 'PLAIN';

/** A plain assignment to `__proto__` is something else. */
function set(map: Record<string, unknown>, name: string, value: unknown): void {
  Object.defineProperty(map, name, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  });
}

const offsetOf = (node: unknown): number =>
  (node as { readonly range?: Range | null } | null)?.range?.[0] ?? 0;
