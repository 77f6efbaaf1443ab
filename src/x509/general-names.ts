import { children, isContext, Node } from './der';

/** A name, or the base of a constraint on names (RFC 5280, 4.2.1.6). @internal */
export interface GeneralName {
  /** the number of its tag: one of `FORM`, or another */
  readonly form: number;
  readonly value: Buffer;
}

/** The forms that Go's constraints know. @internal */
export const FORM = { email: 1, dns: 2, uri: 6, ip: 7 } as const;

/** What a CA says of the names below it (RFC 5280, 4.2.1.10). @internal */
export interface NameConstraints {
  readonly permitted: readonly GeneralName[];
  readonly excluded: readonly GeneralName[];
  /** true with distances, which nobody supports and RFC 5280 forbids */
  readonly hasDistances: boolean;
}

const TAG_NUMBER = 0x1f;

/** @internal */
export const generalName = ({ tag, content }: Node): GeneralName => ({
  form: tag & TAG_NUMBER,
  value: content,
});

/** The alternative names of a subject (RFC 5280, 4.2.1.6). @internal */
export function readAltNames(value: Node): GeneralName[] {
  const names = children(value).map(generalName);
  if (names.some(name => name.form === FORM.ip && ![4, 16].includes(name.value.length))) {
    throw new Error('it has an IP address that is neither of 4 nor of 16 bytes');
  }
  return names;
}

/** @internal */
export const textOf = ({ value }: GeneralName): string => value.toString('latin1');

const PERMITTED = 0;
const EXCLUDED = 1;

/** @internal */
export function readNameConstraints(value: Node): NameConstraints {
  const lists = children(value);
  if (
    !lists.every((list, i) => isContext(list, EXCLUDED) || (isContext(list, PERMITTED) && i === 0))
  ) {
    throw new Error('its name constraints are not permitted names, then excluded ones');
  }
  const subtrees = (tag: number) =>
    lists.filter(list => isContext(list, tag)).flatMap(list => children(list).map(children));
  const [permitted, excluded] = [subtrees(PERMITTED), subtrees(EXCLUDED)];
  return {
    permitted: permitted.map(([base]) => generalName(base)),
    excluded: excluded.map(([base]) => generalName(base)),
    hasDistances: [...permitted, ...excluded].some(subtree => subtree.length > 1),
  };
}
