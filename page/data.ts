import type { ReportFacts } from '../src/report/facts/facts';
import type { Layout } from '../src/report/places';

export interface PageFacts extends ReportFacts {
  readonly layouts: readonly Layout[];
}

export const readFacts = (): PageFacts =>
  JSON.parse(document.getElementById('facts')!.textContent!) as PageFacts;

/** Part of the page. */
export interface View {
  readonly id: string;
  readonly title: string;
  /** makes its content, the first time it is looked at */
  readonly fill: (into: HTMLElement) => void;
}
