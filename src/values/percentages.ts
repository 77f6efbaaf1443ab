/**
 * Weights as whole percentages of at least 1 that add up to 100. What is left after rounding down
 * goes to those that lost the most by it; of equals, to the first.
 *
 * @internal
 */
export function percentages(weights: readonly number[]): number[] {
  const total = weights.reduce((a, b) => a + b, 0);
  const exact = weights.map(weight => (weight * 100) / total);
  const shares = exact.map(share => Math.max(1, Math.floor(share)));
  const rest = 100 - shares.reduce((a, b) => a + b, 0);
  const byLoss = exact
    .map((_, i) => i)
    .sort((a, b) => exact[b] - shares[b] - (exact[a] - shares[a]) || a - b);
  for (let i = 0; i < rest; i++) {
    shares[byLoss[i % byLoss.length]]++;
  }
  for (let i = 0; i < -rest; i++) {
    shares[shares.indexOf(Math.max(...shares))]--;
  }
  return shares;
}
