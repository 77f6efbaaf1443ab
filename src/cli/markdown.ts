import { inFormat, OutputFormat } from '../values/output-format';

/** With one that people paste. @internal */
export type MarkdownFormat = OutputFormat | 'markdown';

/** Makes only the one that is wanted. @internal */
export const inFormatOrMarkdown = (
  format: MarkdownFormat,
  makes: {
    readonly text: () => string;
    readonly markdown: () => string;
    readonly data: () => object;
  },
): string => (format === 'markdown' ? makes.markdown() : inFormat(format, makes.text, makes.data));

/** In which what is wrong is told. @internal */
export const withoutMarkdown = (format: MarkdownFormat): OutputFormat =>
  format === 'markdown' ? 'text' : format;

/** A text in which nothing is markup. @internal */
export const literally = (text: string): string =>
  text.replace(/[\\`*_{}[\]<>|#]/g, '\\$&').replace(/\n/g, ' · ');

/** A table of texts in which nothing is markup, in lines. @internal */
export function markdownTable(
  head: readonly string[],
  rows: ReadonlyArray<readonly string[]>,
): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(row => line(row.map(literally)))];
}
