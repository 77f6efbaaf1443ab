import { validateController, validatePod, validateService } from '../generated/manifests';
import { schemaErrors, SchemaValidator } from '../schema-error';

/** Of the kinds that are looked at. */
const VALIDATORS: ReadonlyMap<string, SchemaValidator> = new Map([
  ['Service', validateService],
  ['Pod', validatePod],
  ['Deployment', validateController],
  ['StatefulSet', validateController],
  ['DaemonSet', validateController],
  ['ReplicaSet', validateController],
]);

/**
 * What keeps Kubernetes from taking an object, or undefined when nothing does, or its kind is not
 * looked at.
 *
 * @internal
 */
export function misshapen(object: { readonly kind: string }): string | undefined {
  const validate = VALIDATORS.get(object.kind);
  const [first] = validate ? schemaErrors(validate, object) : [];
  return first && `${first.instancePath.slice(1).replace(/\//g, '.')} ${first.message}`;
}
