import { Problems } from '../../problems/problems';
import { serviceKey } from '../../values/names';
import { Service, Subset } from '../mesh';

/**
 * A service, or a subset that calls are sent to, that nobody serves any more would swallow every
 * call.
 *
 * @internal
 */
export function checkDraining(
  { owners, callers, routes, subsets, ...service }: Service,
  problems: Problems,
): void {
  const lost = owners.every(owner => owner.draining)
    ? [...callers.keys()].find(caller => owners.every(owner => owner.name !== caller))
    : undefined;
  if (owners.length > 0 && lost !== undefined) {
    problems
      .at('clusters')
      .report(
        'MESH338',
        `"${serviceKey(service)}" has no cluster left for its callers in "${lost}": ${draining(owners.map(owner => owner.name))}`,
      );
  }
  for (const { name, clusters } of routedSubsets(routes, subsets)) {
    const left = owners.filter(owner => !clusters || clusters.includes(owner.name));
    if (clusters && left.every(owner => owner.draining)) {
      problems
        .at('routes')
        .report(
          'MESH338',
          `subset "${name}" of "${serviceKey(service)}" has no cluster left: ${draining(clusters)}`,
        );
    }
  }
}

const draining = (clusters: readonly string[]): string =>
  `${clusters.join(', ')} ${clusters.length === 1 ? 'is' : 'are'} draining`;

/** The subsets that get a share of the calls. */
function routedSubsets(routes: Service['routes'], subsets: readonly Subset[]): readonly Subset[] {
  const routed = new Set(
    routes.flatMap(route =>
      route.destinations.filter(({ weight }) => weight !== 0).map(({ subset }) => subset),
    ),
  );
  return subsets.filter(subset => routed.has(subset.name));
}
