import { otherwise } from './value-text';
import { Manifest } from '../world/manifest';

/**
 * Whether a Deployment has a pod that is ready. One without a status was not seen to have none.
 *
 * @internal
 */
export function isAvailable({ status }: Manifest): boolean {
  const { availableReplicas, observedGeneration } = status;
  return observedGeneration === undefined || (availableReplicas ?? 0) > 0;
}

/** What is wrong with the variables of a Deployment's containers. @internal */
export function otherVariables(
  wanted: { readonly [name: string]: unknown },
  { spec }: Manifest,
): string[] {
  const containers: any[] = spec.template?.spec?.containers ?? [];
  const variables: any[] = containers.flatMap(one => one?.env ?? []);
  return Object.entries(wanted).flatMap(([name, value]) => {
    const found = variables.find(one => one?.name === name)?.value;
    return String(found) === String(value)
      ? []
      : [`the variable ${name} ${otherwise(found, value)}`];
  });
}
