import { Pod } from './pod';

/** Envoy's counters of a pod, by name. */
export async function counters(pod: Pod, filter: string): Promise<ReadonlyMap<string, number>> {
  const { stdout } = await pod.exec([
    'curl',
    '-s',
    `http://127.0.0.1:15000/stats?filter=${encodeURIComponent(filter)}`,
  ]);
  return new Map(
    stdout
      .trim()
      .split('\n')
      .map(line => line.split(': '))
      .filter(([, value]) => /^\d+$/.test(value ?? ''))
      .map(([name, value]) => [name, Number(value)]),
  );
}

/** The sum of the counters that fit. */
export async function count(pod: Pod, filter: string): Promise<number> {
  return [...(await counters(pod, filter)).values()].reduce((a, b) => a + b, 0);
}
