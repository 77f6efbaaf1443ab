/** What a map has for a key; made and kept there when it is first asked for. @internal */
export function remember<K, V>(known: Map<K, V>, key: K, make: () => V): V {
  const present = known.get(key);
  if (present !== undefined) {
    return present;
  }
  const made = make();
  known.set(key, made);
  return made;
}
