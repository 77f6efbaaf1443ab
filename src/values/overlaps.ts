import { remember } from './remember';

const NONE: ReadonlySet<never> = new Set();

/**
 * Which of many lists have a key in common. Most lists are shared by several users, none of whom
 * has two that overlap: then nobody has to look at their items again.
 *
 * @internal
 */
export class Overlaps<List> {
  /** the shared lists that hold a key */
  private readonly holders = new Map<string, List[]>();
  /** for a shared list, those that overlap with it; itself, if it holds a key twice */
  private readonly overlapping = new Map<List, Set<List>>();
  private readonly shared: ReadonlySet<List>;

  /**
   * @param users the lists of each
   * @param keysOf the keys of a list, with repetitions
   */
  public constructor(
    users: ReadonlyArray<readonly List[]>,
    private readonly keysOf: (list: List) => Iterable<string>,
  ) {
    const seen = new Set<List>();
    this.shared = new Set(users.flat().filter(list => seen.has(list) || !seen.add(list)));
    this.shared.forEach(list => this.add(list));
  }

  /** Those of a user's lists that hold a key twice, or one of another of them. */
  public among(lists: readonly List[]): List[] {
    const result = new Set<List>();
    const here = new Set(lists);
    const own = new Map<string, List>();
    for (const list of here) {
      const others = this.shared.has(list)
        ? (this.overlapping.get(list) ?? NONE)
        : this.overlappingOwn(list, own);
      for (const other of others) {
        if (here.has(other)) {
          result.add(other).add(list);
        }
      }
    }
    return [...result];
  }

  /** @param own the lists that the user shares with nobody, by key, as far as they were seen */
  private overlappingOwn(list: List, own: Map<string, List>): ReadonlySet<List> {
    const result = new Set<List>();
    for (const key of this.keysOf(list)) {
      this.holders.get(key)?.forEach(holder => result.add(holder));
      const other = own.get(key);
      if (other !== undefined) {
        result.add(other);
      }
      own.set(key, list);
    }
    return result;
  }

  private add(list: List): void {
    for (const key of this.keysOf(list)) {
      const holders = remember(this.holders, key, (): List[] => []);
      for (const holder of holders) {
        remember(this.overlapping, list, () => new Set<List>()).add(holder);
        remember(this.overlapping, holder, () => new Set<List>()).add(list);
      }
      holders.push(list);
    }
  }
}
