import { AuthorizationMode } from '../../description/enums';
import { Problems } from '../../problems/problems';
import { serviceKey } from '../../values/names';
import { sharingPairs } from '../../values/pod-selection';
import { Service } from '../mesh';

/**
 * At a pod nobody can tell which of its services was called: where two have different callers, the
 * policy of one refuses those of the other.
 *
 * @param services without aliases
 * @param at problems of a service
 * @internal
 */
export function checkSharedPods(
  services: readonly Service[],
  at: (service: Service) => Problems,
): void {
  const guarded = services.filter(({ selector }) => Object.keys(selector).length > 0);
  for (const [one, other] of sharingPairs(guarded)) {
    if (
      one.owners.some(owner => other.owners.includes(owner)) &&
      !one.sharesPods &&
      !other.sharesPods &&
      hasPolicy(one, other) &&
      !haveEqualCallers(one, other)
    ) {
      at(other)
        .at('selector')
        .report(
          'MESH422',
          `"${serviceKey(other)}" shares pods and a port with "${serviceKey(one)}", which has other callers`,
        );
    }
  }
}

function hasPolicy(...services: Service[]): boolean {
  return services.some(({ authorization }) => authorization !== AuthorizationMode.NONE);
}

function haveEqualCallers(a: Service, b: Service): boolean {
  return describeCallers(a) === describeCallers(b);
}

function describeCallers({ callers, localCallers }: Service): string {
  const remote = [...callers].map(([cluster, { workloads }]) => [cluster, workloads]);
  return JSON.stringify([remote, localCallers]);
}
