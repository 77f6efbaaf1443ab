import {
  DestinationRule,
  DestinationRuleSpec,
  EnvoyFilter,
  EnvoyFilterSpec,
  Gateway,
  GatewaySpec,
  ServiceEntry,
  ServiceEntrySpec,
  Sidecar,
  SidecarSpec,
  VirtualService,
  VirtualServiceSpec,
} from '../../../imports/networking.istio.io';
import { AuthorizationPolicy, AuthorizationPolicySpec } from '../../../imports/security.istio.io';
import { IstioVersion, networkingApi, securityApi } from '../../values/istio-version';
import { MANAGED_BY } from '../../values/ownership';
import { Manifest, Metadata } from '../manifest';

/** @internal */
export interface ObjectName {
  readonly name: string;
  readonly namespace: string;
}

// Each builder goes through the imported type, so that a wrong field does not compile, and then
// takes the API version of the cluster's Istio: the imports know one version, whose schema covers
// what is written here for the others.
//
// ServiceEntries and DestinationRules, by far the most objects, are not converted: their types have
// the very keys of the CRD, but for `outlierDetection`, which destination-rule.ts converts.

/** @internal */
export function serviceEntry(
  istio: IstioVersion,
  name: ObjectName,
  spec: ServiceEntrySpec,
): Manifest {
  return manifest({ kind: ServiceEntry.GVK.kind, spec }, networkingApi(istio), name);
}

/** @internal */
export function destinationRule(
  istio: IstioVersion,
  name: ObjectName,
  spec: DestinationRuleSpec,
): Manifest {
  return manifest({ kind: DestinationRule.GVK.kind, spec }, networkingApi(istio), name);
}

/** @internal */
export function gateway(istio: IstioVersion, name: ObjectName, spec: GatewaySpec): Manifest {
  return manifest(Gateway.manifest({ spec }), networkingApi(istio), name);
}

/** @internal */
export function virtualService(
  istio: IstioVersion,
  name: ObjectName,
  spec: VirtualServiceSpec,
): Manifest {
  return manifest(VirtualService.manifest({ spec }), networkingApi(istio), name);
}

/** @internal */
export function sidecar(istio: IstioVersion, name: ObjectName, spec: SidecarSpec): Manifest {
  return manifest(Sidecar.manifest({ spec }), networkingApi(istio), name);
}

/** @param isDryRun evaluate and count, but stop nobody @internal */
export function authorizationPolicy(
  istio: IstioVersion,
  name: ObjectName,
  isDryRun: boolean,
  spec: AuthorizationPolicySpec,
): Manifest {
  const annotations = isDryRun ? { 'istio.io/dry-run': 'true' } : undefined;
  return manifest(AuthorizationPolicy.manifest({ spec }), securityApi(istio), name, annotations);
}

/**
 * Of a list in one object: with what stands around its texts, the object stays below the 256 KiB
 * that kubectl and Argo CD have for an annotation.
 *
 * @internal
 */
export const MOST_CHARACTERS = 160_000;

/** EnvoyFilter has had one API version only. @internal */
export function envoyFilter(name: ObjectName, spec: EnvoyFilterSpec): Manifest {
  return manifest(EnvoyFilter.manifest({ spec }), EnvoyFilter.GVK.apiVersion, name);
}

function manifest(
  object: { readonly kind: string; readonly spec?: unknown },
  apiVersion: string,
  { name, namespace }: ObjectName,
  annotations?: Metadata['annotations'],
): Manifest {
  return {
    ...object,
    apiVersion,
    metadata: { name, namespace, labels: MANAGED_BY, annotations },
  };
}
