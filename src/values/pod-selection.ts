import { groupBy } from './group-by';

/** What a service says of its pods. @internal */
export interface PodSelection {
  /** of the pods */
  readonly workloadNamespace: string;
  readonly selector: Selector;
  readonly ports: ReadonlyArray<{
    readonly name: string;
    /** undefined when the container port is found by its name */
    readonly targetPort?: number;
  }>;
}

type Selector = { readonly [label: string]: string };
type Port = PodSelection['ports'][number];

/**
 * True when the selectors of two services do not contradict each other, and a call to one may be a
 * call to the other: at a pod that both select, nobody can tell.
 *
 * @internal
 */
export function mayShare(a: PodSelection, b: PodSelection): boolean {
  return (
    a.workloadNamespace === b.workloadNamespace &&
    Object.entries(a.selector).every(([key, value]) => (b.selector[key] ?? value) === value) &&
    a.ports.some(one => b.ports.some(other => mayBeOnePort(one, other)))
  );
}

/**
 * The pairs of services that surely have pods and a port in common: each pod of one is a pod of the
 * other, whatever labels it has.
 *
 * A service is found by that label of its selector which the fewest have, so that thousands in one
 * namespace need no look at every pair.
 *
 * @param selections whose selectors are not empty
 * @internal
 */
export function sharingPairs<T extends PodSelection>(selections: readonly T[]): Array<[T, T]> {
  const labelled = selections.map((one, i) => ({ one, i, labels: labelsOf(one) }));
  const counts = new Map<string, number>();
  for (const label of labelled.flatMap(({ labels }) => labels)) {
    counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  const byRarest = groupBy(
    labelled,
    ({ labels }) => [...labels].sort((a, b) => counts.get(a)! - counts.get(b)!)[0],
  );
  return labelled.flatMap(({ one: narrow, i, labels }) =>
    labels
      .flatMap(label => byRarest.get(label) ?? [])
      .filter(
        ({ one: wide, i: j }) =>
          covers(wide.selector, narrow.selector) &&
          wide.ports.some(port => narrow.ports.some(other => isOnePort(port, other))) &&
          // two that cover each other meet twice
          (!covers(narrow.selector, wide.selector) || j < i),
      )
      .map(({ one: wide }): [T, T] => [wide, narrow]),
  );
}

/** Each with the namespace: labels say nothing beyond it. */
function labelsOf({ workloadNamespace, selector }: PodSelection): string[] {
  return Object.entries(selector).map(([key, value]) => `${workloadNamespace} ${key}=${value}`);
}

function covers(wide: Selector, narrow: Selector): boolean {
  return Object.entries(wide).every(([key, value]) => narrow[key] === value);
}

function mayBeOnePort(a: Port, b: Port): boolean {
  return a.targetPort === undefined || b.targetPort === undefined || a.targetPort === b.targetPort;
}

function isOnePort(a: Port, b: Port): boolean {
  return a.targetPort === b.targetPort && (a.targetPort !== undefined || a.name === b.name);
}
