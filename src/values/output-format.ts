import { printYaml } from './yaml-printer';

/** What every command can print: text for people, or the data behind it for programs. @internal */
export const OUTPUT_FORMATS = ['text', 'json', 'yaml'] as const;

/** @internal */
export type OutputFormat = (typeof OUTPUT_FORMATS)[number];

const PRINTERS: { readonly [format in Exclude<OutputFormat, 'text'>]: (data: object) => string } = {
  json: data => `${JSON.stringify(data, undefined, 2)}\n`,
  // what is undefined is left out of both
  yaml: data => printYaml(JSON.parse(JSON.stringify(data))),
};

/** Makes only the one that is wanted. @internal */
export function inFormat(format: OutputFormat, text: () => string, data: () => object): string {
  return format === 'text' ? text() : PRINTERS[format](data());
}
