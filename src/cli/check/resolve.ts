import { lookup } from 'dns/promises';
import { setTimeout } from 'timers/promises';

/**
 * The addresses of names, as the DNS of this machine has them; none for a name that it does not
 * know.
 *
 * @internal
 */
export async function addressesOf(
  names: readonly string[],
  seconds: number,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = names.map(async name => {
    const asked = lookup(name, { all: true }).then(
      all => all.map(({ address }) => address),
      () => [],
    );
    const tooLate = setTimeout(seconds * 1000, [], { ref: false });
    return [name, await Promise.race([asked, tooLate])] as const;
  });
  return new Map(await Promise.all(found));
}
