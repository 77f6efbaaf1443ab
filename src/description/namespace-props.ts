/**
 * A namespace that the mesh creates in a cluster.
 */
export interface NamespaceProps {
  /**
   * Name of the namespace. Not one that is there already: the root namespace, one of Kubernetes'
   * own, or one of `existingNamespaces` (MESH280).
   *
   * @form newNamespace
   */
  readonly name: string;

  /**
   * Labels of the namespace, in addition to `namespaceLabels` of the cluster, and before these. Not
   * those by which Istio or this library decide something (MESH281).
   *
   * @default - none
   * @keys freeLabelKey
   * @form labelValue
   */
  readonly labels?: { [label: string]: string };

  /**
   * Revision, or tag of one, of the control plane that injects pods in the namespace. One that the
   * cluster has (MESH521). Istio 1.20 and later (MESH508).
   *
   * @default - `revisionTag` of `istiod`, or else its `revision`; without either, the namespace
   * gets the label `istio-injection: enabled`
   * @form revisionOrTag
   */
  readonly revision?: string;
}
