import { RolloutProps } from './rollout-props';

/** A roll-out, as far as a person wants to know. @internal */
export interface RolloutPlan {
  /** the number of the wave that is being rolled out; 0 before the first */
  readonly wave: number;
  /** in their order; the last one may have no clusters, and only take old addresses away */
  readonly steps: readonly RolloutStep[];
}

/** @internal */
export interface RolloutStep {
  /** that change, by name */
  readonly clusters: readonly string[];
  /** whose gateways are dialed at their old addresses no more, by name */
  readonly withoutOldAddresses: readonly string[];
}

/** @param numbers of the waves, by cluster @internal */
export function planOf(
  { wave = 0, waves, clusters = [] }: RolloutProps,
  numbers: ReadonlyMap<string, number>,
): RolloutPlan {
  const moved = new Set(clusters.filter(({ addresses }) => addresses).map(({ name }) => name));
  const namesIn = (number: number) =>
    [...numbers].flatMap(([name, own]) => (own === number ? [name] : [])).sort();
  const steps = [...waves, undefined].map((_, i) => ({
    clusters: namesIn(i + 1),
    withoutOldAddresses: namesIn(i).filter(name => moved.has(name)),
  }));
  const isLastNeeded = steps[waves.length].withoutOldAddresses.length > 0;
  return { wave, steps: isLastNeeded ? steps : steps.slice(0, -1) };
}
