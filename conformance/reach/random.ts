/** Numbers that are the same in every run. */
export class Random {
  public constructor(private state: number) {}

  /** From 0 to below 1 (mulberry32). */
  public next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  public pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.next() * list.length)];
  }
}
