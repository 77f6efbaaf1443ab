/** A cluster, a namespace of it, or one of those that are in it. */
export interface Entry {
  readonly key: string;
  readonly label: string;
  readonly depth: number;
  /** what it stands for */
  readonly leaves: readonly number[];
  /** empty for one of those who call or are called */
  readonly below: readonly Entry[];
}

/** One side of the table: a tree of which parts are open. */
export class Axis {
  private readonly opened = new Set<string>();
  private readonly top: readonly Entry[];

  /** @param paths of the leaves, from the top */
  public constructor(paths: ReadonlyArray<readonly string[]>, isSmall: boolean) {
    this.top = entries(
      paths.map((path, leaf) => ({ path, leaf })),
      0,
      '',
    );
    if (isSmall) {
      this.openAll(this.top);
    }
  }

  public isOpen({ key }: Entry): boolean {
    return this.opened.has(key);
  }

  public toggle({ key }: Entry): void {
    if (!this.opened.delete(key)) {
      this.opened.add(key);
    }
  }

  public open({ key }: Entry): void {
    this.opened.add(key);
  }

  public closeAll(): void {
    this.opened.clear();
  }

  private openAll(all: readonly Entry[]): void {
    for (const entry of all.filter(({ below }) => below.length > 0)) {
      this.opened.add(entry.key);
      this.openAll(entry.below);
    }
  }

  /** Entries that are to be seen, as far as something was found in them. */
  public shown(found: ReadonlySet<number>): Entry[] {
    const see = (all: readonly Entry[]): Entry[] =>
      all
        .filter(({ leaves }) => leaves.some(leaf => found.has(leaf)))
        .flatMap(entry => [entry, ...(this.isOpen(entry) ? see(entry.below) : [])]);
    return see(this.top);
  }
}

interface Leaf {
  readonly path: readonly string[];
  readonly leaf: number;
}

function entries(leaves: readonly Leaf[], depth: number, above: string): Entry[] {
  const groups = new Map<string, Leaf[]>();
  for (const one of leaves) {
    const label = one.path[depth];
    const own = groups.get(label);
    if (own) {
      own.push(one);
    } else {
      groups.set(label, [one]);
    }
  }
  return [...groups].map(([label, own]) => {
    const key = `${above}\n${label}`;
    const isLast = depth === own[0].path.length - 1;
    return {
      key,
      label,
      depth,
      leaves: own.map(({ leaf }) => leaf),
      below: isLast ? [] : entries(own, depth + 1, key),
    };
  });
}
