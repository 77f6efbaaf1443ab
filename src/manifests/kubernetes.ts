import type { k8s } from 'cdk8s-plus-27';

/**
 * The types of Kubernetes, so that a wrong field does not compile. Loaded where they are used: that
 * takes a while, and few outputs need them.
 *
 * @internal
 */
export function kubernetes(): typeof k8s {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require('cdk8s-plus-27').k8s;
}
