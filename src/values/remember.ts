/** The value of a map for a key, which is made the first time it is asked for. @internal */
export function remember<K, V>(known: Map<K, V>, key: K, make: () => V): V {
  const present = known.get(key);
  if (present !== undefined) {
    return present;
  }
  const made = make();
  known.set(key, made);
  return made;
}
