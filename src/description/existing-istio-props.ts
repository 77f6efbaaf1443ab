/**
 * An Istio that somebody else installs: another team, an operator, the platform. Istio 1.20 and
 * later (MESH508).
 *
 * No Helm values are written for it; the README of the cluster says what it must have. What is
 * given here is checked for that, as text, so that the mesh fails before the calls do.
 */
export interface ExistingIstioProps {
  /**
   * The mesh config: what `kubectl -n istio-system get configmap istio -o yaml` prints, or the text
   * under its key `mesh` (MESH290).
   *
   * @default - not known and not checked
   */
  readonly meshConfig?: string;

  /**
   * The values of the chart `istiod`: a values file, what `helm get values istiod --all -o yaml`
   * prints, or an `Istio` of the Sail operator, a `HelmRelease` of Flux or an IstioOperator, with
   * the values in it (MESH290). What they do not say is what the chart does by itself.
   *
   * @default - not known and not checked
   */
  readonly istiodValues?: string;

  /**
   * The values of the chart `gateway` for the east-west gateway, in a form like those of `istiod`
   * (MESH290).
   *
   * @default - not known and not checked
   */
  readonly gatewayValues?: string;
}
