/** Runs the work on each item, a few at a time. */
export async function each<T>(items: readonly T[], work: (item: T) => Promise<void>, atATime: number = 4): Promise<void> {
  const rest = [...items];
  await Promise.all(Array.from({ length: atATime }, async () => {
    for (let item = rest.shift(); item !== undefined; item = rest.shift()) {
      await work(item);
    }
  }));
}
