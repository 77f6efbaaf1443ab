import { hierarchy, HierarchyCircularNode, pack } from 'd3-hierarchy';
import type { ClusterCard, ReportFacts } from './facts/facts';
import { Circle, Layout, NOWHERE } from './places';
import { regionOf } from './region';
import { groupBy } from '../values/group-by';
import { sortedSet } from '../values/order';

const GROUPINGS: ReadonlyArray<
  readonly [by: string, of: (card: ClusterCard) => string | undefined]
> = [
  ['region', regionOf],
  ['Istio version', ({ istio }) => istio && `Istio ${istio}`],
  ['trust domain', ({ trustDomain }) => trustDomain],
];

const NODE = 110;
const GAP = 30;
const GAP_OF_GROUPS = 90;

/**
 * Places clusters for each way to group them that makes more than one group, and without groups.
 * What d3 computes depends on nothing but the names, so it is the same everywhere.
 *
 * @internal
 */
export function layoutsOf({ clusters, links, changes }: ReportFacts): Layout[] {
  const gone = changes?.goneClusters ?? [];
  const alone = [...gone, ...(links.some(({ to }) => to === null) ? [NOWHERE] : [])];
  const grouped = GROUPINGS.flatMap(([by, of]) => {
    const groups = groupBy(clusters, card => of(card) ?? '');
    return groups.size < 2 ? [] : [layout(by, groups, alone)];
  });
  return [...grouped, layout('none', new Map([['', clusters]]), alone)];
}

interface Tree {
  readonly name: string;
  readonly children?: readonly Tree[];
}

function layout(
  by: string,
  groups: ReadonlyMap<string, readonly Pick<ClusterCard, 'name'>[]>,
  alone: readonly string[],
): Layout {
  const leaves = (names: readonly string[]): Tree[] => names.map(name => ({ name }));
  const children = sortedSet(groups.keys()).flatMap((group): Tree[] => {
    const own = leaves(sortedSet(groups.get(group)!.map(({ name }) => name)));
    return group === '' ? own : [{ name: group, children: own }];
  });
  const root = pack<Tree>()
    .radius(() => NODE)
    .padding(({ depth }) => (depth === 0 && by !== 'none' ? GAP_OF_GROUPS : GAP))(
    hierarchy<Tree>({ name: '', children: [...children, ...leaves(alone)] }, one => one.children),
  );
  const below = root.descendants().slice(1);
  return {
    by,
    groups: below.filter(one => one.children).map(one => circle(one, root)),
    clusters: below.filter(one => !one.children).map(one => circle(one, root)),
  };
}

/** Seen from the middle of all. */
const circle = (
  { data: { name }, x, y, r }: HierarchyCircularNode<Tree>,
  root: HierarchyCircularNode<Tree>,
): Circle => ({ name, x: round(x - root.x), y: round(y - root.y), r: round(r) });

/** Whole numbers: the last digits of a sine are not the same on every machine. */
const round = (value: number): number => Math.round(value) + 0;
