import {
  hierarchy,
  HierarchyCircularNode,
  HierarchyNode,
  HierarchyRectangularNode,
  pack,
  treemap,
  treemapSquarify,
} from 'd3-hierarchy';
import type { ClusterCard, ReportFacts } from './facts/facts';
import { Layout, NOWHERE, Place } from './places';
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

/** Of more clusters, the overview has to be full of names, without room between them. */
const MANY = 40;

/**
 * Places clusters for each way to group them that makes more than one group, and without groups.
 * What d3 computes depends on nothing but the names, so it is the same everywhere.
 *
 * @internal
 */
export function layoutsOf({ clusters, links, changes }: ReportFacts): Layout[] {
  const gone = changes?.goneClusters ?? [];
  const alone = [...gone, ...(links.some(({ to }) => to === null) ? [NOWHERE] : [])];
  const place = clusters.length + alone.length > MANY ? tiled : packed;
  const grouped = GROUPINGS.flatMap(([by, of]) => {
    const groups = groupBy(clusters, card => of(card) ?? '');
    return groups.size < 2 ? [] : [{ by, ...place(treeOf(groups, alone)) }];
  });
  return [...grouped, { by: 'none', ...place(treeOf(new Map([['', clusters]]), alone)) }];
}

interface Tree {
  readonly name: string;
  readonly children?: readonly Tree[];
}

function treeOf(
  groups: ReadonlyMap<string, readonly Pick<ClusterCard, 'name'>[]>,
  alone: readonly string[],
): HierarchyNode<Tree> {
  const leaves = (names: readonly string[]): Tree[] => names.map(name => ({ name }));
  const children = sortedSet(groups.keys()).flatMap((group): Tree[] => {
    const own = leaves(sortedSet(groups.get(group)!.map(({ name }) => name)));
    return group === '' ? own : [{ name: group, children: own }];
  });
  return hierarchy<Tree>(
    { name: '', children: [...children, ...leaves(alone)] },
    one => one.children,
  );
}

const CARD = { width: 190, height: 84 };
const RADIUS = 110;
const GAP = 30;
const GAP_OF_GROUPS = 90;

/** Circles, with room for arrows. */
function packed(tree: HierarchyNode<Tree>): Omit<Layout, 'by'> {
  const hasGroups = tree.height > 1;
  const root = pack<Tree>()
    .radius(() => RADIUS)
    .padding(({ depth }) => (depth === 0 && hasGroups ? GAP_OF_GROUPS : GAP))(tree);
  const below = root.descendants().slice(1);
  const place = ({ data: { name }, x, y, r, children }: HierarchyCircularNode<Tree>): Place => ({
    name,
    x: round(x - root.x),
    y: round(y - root.y),
    ...(children ? { width: round(2 * r), height: round(2 * r) } : CARD),
  });
  return {
    groups: below.filter(one => one.children).map(place),
    clusters: below.filter(one => !one.children).map(place),
  };
}

/** As wide as a screen is. */
const SHAPE = 1.45;
const TILE = 24_000;
const TITLE = 40;
const SPACE = 9;
/** Tiles are made as square as can be, then drawn out: names are wide. */
const STRETCH = 2.2;

/** Boxes side by side. */
function tiled(tree: HierarchyNode<Tree>): Omit<Layout, 'by'> {
  const width = Math.round(Math.sqrt(tree.leaves().length * TILE * SHAPE));
  const height = Math.round(width / SHAPE);
  const root = treemap<Tree>()
    .tile(treemapSquarify.ratio(1))
    .size([width / STRETCH, height])
    .paddingInner(SPACE)
    .paddingOuter(SPACE)
    .paddingTop(({ depth }) => (depth === 0 ? SPACE : TITLE))(tree.count());
  const below = root.descendants().slice(1);
  const place = ({ data: { name }, x0, x1, y0, y1 }: HierarchyRectangularNode<Tree>): Place => ({
    name,
    x: round(((x0 + x1) / 2) * STRETCH),
    y: round((y0 + y1) / 2),
    width: round((x1 - x0) * STRETCH),
    height: round(y1 - y0),
  });
  return {
    groups: below.filter(one => one.children).map(place),
    clusters: below.filter(one => !one.children).map(place),
  };
}

/** Whole numbers: the last digits of a sine are not the same on every machine. */
const round = (value: number): number => Math.round(value) + 0;
