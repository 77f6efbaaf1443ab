import { OutboundTrafficPolicy } from './enums';

/**
 * The control plane of a cluster. Istio 1.20 and later (MESH508).
 */
export interface IstiodProps {
  /**
   * Revision of the control plane, e.g. `1-29-2`: a DNS label of at most 56 characters (MESH520).
   * What belongs to the control plane has it in its name, so that another one can run beside it.
   *
   * @default - none: the control plane that has no revision
   * @see https://istio.io/latest/docs/setup/upgrade/canary/
   * @form revision
   */
  readonly revision?: string;

  /**
   * A tag of the revision, by which namespaces and gateways go instead of the revision itself: an
   * upgrade moves the tag, and their labels stay. A DNS label of at most 43 characters (MESH520),
   * and not the name of a revision (MESH522). The tag `default` is that of namespaces with the
   * label `istio-injection: enabled`.
   *
   * @default - none: they go by the revision
   * @see https://istio.io/latest/docs/setup/upgrade/canary/#stable-revision-labels
   * @form revisionTag
   */
  readonly revisionTag?: string;

  /**
   * A second control plane, which runs beside the first and is going to take its place. The README
   * of the cluster leads through it. The objects of the mesh are for both.
   *
   * @default - none
   */
  readonly upgrade?: IstiodUpgradeProps;

  /**
   * Where sidecars send what goes to a host that they do not know.
   *
   * @default - `OutboundTrafficPolicy.ALLOW_ANY`, as Istio does by itself
   * @see https://istio.io/latest/docs/tasks/traffic-management/egress/egress-control/
   */
  readonly outboundTrafficPolicy?: OutboundTrafficPolicy;

  /**
   * Further values of Istio's Helm chart `istiod`, merged with what the mesh writes. A value that
   * the mesh writes itself, or that a key of the description is for, is refused (MESH263), and so
   * is what Helm does not take: only maps, lists, texts, numbers, booleans and null (MESH264).
   *
   * With `meshConfig.discoverySelectors`, istiod looks at namespaces with certain labels only:
   * those of the mesh must have them (MESH451, MESH452).
   *
   * @default - none
   */
  readonly helmValues?: { [key: string]: any };
}

/**
 * The control plane that is going to take over.
 */
export interface IstiodUpgradeProps {
  /**
   * Its version of Istio, not older than `istio` of the cluster (MESH523) and at most two minor
   * versions newer (MESH524). It must know the cluster's Kubernetes (MESH505).
   *
   * @form istioVersion
   */
  readonly istio: string;

  /**
   * Its revision, another one than that of the first (MESH522).
   *
   * @form revision
   */
  readonly revision: string;
}
