import { checkMatchLabels, matches } from './cluster-labels';
import { ClusterDefaults, ClusterProps } from './cluster-props';
import { MulticlusterMeshProps } from './mesh-props';
import { Place } from '../problems/place';
import { Problems } from '../problems/problems';
import { checkLabels } from '../values/names';

/** The structs, which are merged key by key. All else is replaced as a whole. @internal */
export const STRUCTS: ReadonlySet<string> = new Set([
  'gateway',
  'egressGateway',
  'service',
  'deployment',
  'istiod',
  'upgrade',
  'existingIstio',
  'dns',
  'cacerts',
  'certificates',
  'externalSecret',
  'sealedSecret',
  'sops',
  'certManager',
]);

/** Something that says a part of a cluster, and where it stands. */
interface Layer {
  readonly place: Place;
  readonly says: { readonly [key: string]: unknown };
}

/** A description whose clusters have their defaults. @internal */
export interface WithDefaults {
  readonly props: MulticlusterMeshProps;
  /** Where the value at a place was written: in the cluster itself or in its defaults. */
  writtenAt(place: Place): Place;
}

/**
 * The description with the defaults of its clusters put into them.
 *
 * @internal
 */
export function withClusterDefaults(
  props: MulticlusterMeshProps,
  problems: Problems,
): WithDefaults {
  const { clusterDefaults = [] } = props;
  props.clusters.forEach(({ labels }, i) =>
    checkLabels(labels ?? {}, problems.at('clusters', i, 'labels')),
  );
  clusterDefaults.forEach(({ matchLabels }, i) => {
    if (matchLabels) {
      checkMatchLabels(
        matchLabels,
        props.clusters,
        problems.at('clusterDefaults', i, 'matchLabels'),
      );
    }
  });
  if (clusterDefaults.length === 0) {
    return { props, writtenAt: place => place };
  }
  const layers = props.clusters.map((cluster, i) => layersOf(cluster, i, clusterDefaults));
  const clusters = props.clusters.map((cluster, i) => ({
    ...cluster,
    ...(merged(layers[i].map(({ says }) => says)) as object),
  }));
  return {
    props: { ...props, clusters },
    writtenAt: place => {
      const [list, index, ...below] = place;
      const own = list === 'clusters' && typeof index === 'number' ? layers[index] : undefined;
      return own ? writtenIn(own, below) : place;
    },
  };
}

/** What is said about a cluster; the first that says something wins. */
function layersOf(
  cluster: ClusterProps,
  index: number,
  clusterDefaults: readonly ClusterDefaults[],
): Layer[] {
  const defaults = clusterDefaults.flatMap(({ matchLabels, gateway, ...rest }, i): Layer[] => {
    // whether a cluster has a gateway is its own to say
    const says = cluster.gateway === undefined ? rest : { ...rest, gateway };
    return matches(cluster, matchLabels ?? {}) ? [{ place: ['clusterDefaults', i], says }] : [];
  });
  return [{ place: ['clusters', index], says: { ...cluster } }, ...defaults.reverse()];
}

/** @param said of one struct, the first that says something first */
function merged(said: ReadonlyArray<Layer['says']>): Layer['says'] {
  const keys = new Set(said.flatMap(one => Object.keys(one)));
  return Object.fromEntries(
    [...keys].map(key => {
      const values = said.map(one => valueOf(one, key)).filter(value => value !== undefined);
      const isMerged = STRUCTS.has(key) && values.length > 1;
      return [key, isMerged ? merged(values as Array<Layer['says']>) : values[0]];
    }),
  );
}

/** The place of the value that won; in the cluster itself for what nobody says. */
function writtenIn([...layers]: readonly Layer[], [key, ...below]: Place): Place {
  const saying = layers.flatMap(({ place, says }): Layer[] => {
    const value = key === undefined ? undefined : valueOf(says, String(key));
    return value === undefined ? [] : [{ place: [...place, key], says: value as Layer['says'] }];
  });
  if (key === undefined || saying.length === 0) {
    return [...layers[0].place, ...(key === undefined ? [] : [key, ...below])];
  }
  return STRUCTS.has(String(key)) ? writtenIn(saying, below) : [...saying[0].place, ...below];
}

const valueOf = (says: Layer['says'], key: string): unknown =>
  Object.hasOwn(says, key) ? says[key] : undefined;
