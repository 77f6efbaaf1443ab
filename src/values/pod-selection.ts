import { remember } from './remember';

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
 * @internal
 */
export function sharingPairs<T extends PodSelection>(selections: readonly T[]): Array<[T, T]> {
  const order = new Map(selections.map((one, i) => [one, i]));
  const counts = new Map<string, number>();
  for (const label of selections.flatMap(labels)) {
    counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  const byRarest = new Map<string, T[]>();
  for (const one of selections) {
    const [rarest] = labels(one).sort((a, b) => counts.get(a)! - counts.get(b)!);
    remember(byRarest, rarest, (): T[] => []).push(one);
  }
  return selections.flatMap(narrow =>
    labels(narrow)
      .flatMap(label => byRarest.get(label) ?? [])
      .filter(
        wide =>
          covers(wide.selector, narrow.selector) &&
          wide.ports.some(one => narrow.ports.some(other => isOnePort(one, other))) &&
          // two that cover each other meet twice
          (covers(narrow.selector, wide.selector) ? order.get(wide)! < order.get(narrow)! : true),
      )
      .map((wide): [T, T] => [wide, narrow]),
  );
}

/** Each label with the namespace, and one for the namespace as a whole. */
function labels({ workloadNamespace, selector }: PodSelection): string[] {
  return [
    workloadNamespace,
    ...Object.entries(selector).map(([key, value]) => `${workloadNamespace} ${key}=${value}`),
  ];
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
