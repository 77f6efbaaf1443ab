import { MeshConfig } from './mesh-config';
import { Pods } from './pods';
import { covers, Manifest } from '../world/manifest';

/** What a port of pods accepts. @internal */
export interface Accepted {
  readonly mode: 'STRICT' | 'PERMISSIVE' | 'DISABLE';
  /** that says so; undefined for Istio's default */
  readonly manifest?: Manifest;
}

/**
 * The mode of a port: of the workload's policy before that of its namespace before that of the
 * mesh; of several the oldest (Istio: `ComposePeerAuthentication` in pilot/pkg/security/authn/
 * policy_applier.go).
 *
 * @param policies in the order of `byAge`
 * @internal
 */
export function acceptedBy(
  pods: Pods,
  port: number,
  policies: readonly Manifest[],
  { rootNamespace }: MeshConfig,
): Accepted {
  const labelsOf = ({ spec }: Manifest) => spec.selector?.matchLabels ?? {};
  const isGeneral = (one: Manifest) => Object.keys(labelsOf(one)).length === 0;
  const own = policies.filter(one => one.namespace === pods.namespace);
  const ofMesh = policies.find(one => one.namespace === rootNamespace && isGeneral(one));
  const ofNamespace =
    pods.namespace === rootNamespace ? undefined : own.find(one => isGeneral(one));
  const ofPods =
    pods.namespace === rootNamespace
      ? undefined
      : own.find(one => !isGeneral(one) && covers(labelsOf(one), pods.labels));
  const general: Accepted = [ofPods, ofNamespace, ofMesh]
    .map(one => one && accepted(one.spec.mtls?.mode, one))
    .find(one => one !== undefined) ?? { mode: 'PERMISSIVE' };
  const ports = ofPods?.spec.portLevelMtls ?? {};
  return Object.hasOwn(ports, port) ? (accepted(ports[port]?.mode, ofPods!) ?? general) : general;
}

const MODES: { readonly [mode: string]: Accepted['mode'] | undefined } = {
  STRICT: 'STRICT',
  PERMISSIVE: 'PERMISSIVE',
  DISABLE: 'DISABLE',
};

function accepted(mode: string | undefined, manifest: Manifest): Accepted | undefined {
  const known = MODES[mode ?? 'UNSET'];
  return known && { mode: known, manifest };
}
