import { cpus } from 'os';
import { Usage } from './measure';

export function table(head: readonly string[], rows: ReadonlyArray<readonly string[]>): string {
  const lines = [head, head.map((_, i) => (i === 0 ? '---' : '--:')), ...rows];
  return lines.map(cells => `| ${cells.join(' | ')} |\n`).join('');
}

export const thousands = (n: number): string => n.toLocaleString('en-US');
export const seconds = ({ seconds: s }: Usage): string => s.toFixed(2);
export const megabytes = ({ megabytes: mb }: Usage): string => thousands(Math.round(mb));

/** Two digits are all that a shared machine gives. */
export function times(usage: Usage, other: Usage): string {
  const ratio = usage.seconds / other.seconds;
  return ratio < 10 ? ratio.toPrecision(2) : ratio.toFixed(0);
}

export function machine(): string {
  const { length, [0]: first } = cpus();
  return `${length} cores, ${first.model.trim()}, Node ${process.versions.node}`;
}
