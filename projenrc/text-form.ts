import { PLACEHOLDER } from '../src/model/placeholders';

/** What a text has to look like. */
export interface TextForm {
  /** a regular expression of ECMA-262 with the flag `u`, as JSON Schema has them */
  readonly pattern: string;
  readonly maxLength?: number;
  /** ends the sentence "This is not …" */
  readonly is: string;
  readonly examples?: readonly string[];
}

/** What stands at the beginning of a pattern of free text: it is not one that is to be replaced. */
export const NO_PLACEHOLDER = notAnywhere(PLACEHOLDER.source.split('|'));

/** The same for a path, which may become one below another. */
export const NO_PLACEHOLDER_IN_PATH = notAnywhere(
  PLACEHOLDER.source.split('|').filter(one => !one.startsWith('^')),
);

function notAnywhere(forms: readonly string[]): string {
  const begun = forms.filter(one => one.startsWith('^')).map(one => one.slice(1));
  const inside = forms.filter(one => !one.startsWith('^')).map(one => `[^]*${one}`);
  return `(?!${[...inside, ...begun].join('|')})`;
}
