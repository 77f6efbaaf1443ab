/**
 * The labels that each pod of a StatefulSet gets, besides those of its template.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#pod-name-label
 * @internal
 */
export const POD_NAME = 'statefulset.kubernetes.io/pod-name';

/** @internal */
export const POD_INDEX = 'apps.kubernetes.io/pod-index';

/** Whether a selector is for one pod of a StatefulSet. @internal */
export const isForMember = (selector: { readonly [key: string]: string }): boolean =>
  POD_NAME in selector || POD_INDEX in selector;
