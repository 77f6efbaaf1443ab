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
