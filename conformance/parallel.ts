/**
 * Runs the work on each item, a few at a time, in the order of the items; what it gives, in that
 * order too.
 */
export async function each<T, R>(
  items: readonly T[],
  atATime: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const rest = items.entries();
  await Promise.all(
    Array.from({ length: atATime }, async () => {
      for (const [i, item] of rest) {
        results[i] = await work(item);
      }
    }),
  );
  return results;
}
