import { isObject } from './objects';

/** Values of a chart, wherever they are kept. Undefined for what holds none. @internal */
export function helmValuesOf(values: any): any {
  if (typeof values !== 'object' || values === null || Array.isArray(values)) {
    return undefined;
  }
  return isObject(values) ? operatorValues(values) : values;
}

/** Flux has them in a HelmRelease, the Sail operator in an object for each control plane. */
function operatorValues({ apiVersion, kind, spec }: any): any {
  const holds =
    /^(helm\.toolkit\.fluxcd\.io\/\w+ HelmRelease|sailoperator\.io\/\w+ Istio(Revision)?)$/;
  return holds.test(`${apiVersion} ${kind}`) && typeof spec?.values === 'object'
    ? (spec.values ?? undefined)
    : undefined;
}

/** Of Istio's chart `istiod`: nobody else has these keys. @internal */
export const isIstiod = (values: any): boolean =>
  values.meshConfig !== undefined || values.global?.multiCluster !== undefined;

/** Of Istio's chart `gateway`. @internal */
export const isGateway = (values: any): boolean =>
  !isIstiod(values) && values.service?.ports !== undefined && values.labels !== undefined;
