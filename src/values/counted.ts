/** A number of things, e.g. `1 cluster`. @internal */
export const counted = (count: number, word: string, words = `${word}s`): string =>
  `${count} ${count === 1 ? word : words}`;
