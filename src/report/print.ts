import { ReportFacts } from './facts/facts';
import { layoutsOf } from './layout';
import { mermaid } from './mermaid';
import { page } from './page';
import { picture } from './picture';
import { shape, shapeText } from './shape';
import { PICTURE_STYLE } from './style';

/** @internal */
export type ReportFormat = 'html' | 'svg' | 'mermaid' | 'json';

const PRINTERS: { readonly [format in ReportFormat]: (facts: ReportFacts) => string } = {
  html: page,
  svg,
  mermaid,
  json: facts => `${JSON.stringify(facts)}\n`,
};

/** @internal */
export const printReport = (format: ReportFormat, facts: ReportFacts): string =>
  PRINTERS[format](facts);

/** In the first of the groupings that the page offers. */
function svg(facts: ReportFacts): string {
  const [layout] = layoutsOf(facts);
  const drawn = picture(facts, layout);
  const style = shape('style', {}, PICTURE_STYLE);
  return `${shapeText({ ...drawn, children: [style, ...drawn.children] })}\n`;
}
