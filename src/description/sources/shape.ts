import { validateController, validatePod, validateService } from '../generated/manifests';
import { schemaErrors, SchemaValidator } from '../schema-error';

/** The kinds whose form is checked. */
const VALIDATORS: ReadonlyMap<string, SchemaValidator> = new Map([
  ['Service', validateService],
  ['Pod', validatePod],
  ['Deployment', validateController],
  ['StatefulSet', validateController],
  ['DaemonSet', validateController],
  ['ReplicaSet', validateController],
]);

/**
 * Why Kubernetes would refuse an object. Undefined if it would not, or for kinds that are not
 * checked.
 *
 * @internal
 */
export function misshapen(object: { readonly kind: string }): string | undefined {
  const validate = VALIDATORS.get(object.kind);
  const [first] = validate ? schemaErrors(validate, object) : [];
  return first && `${first.instancePath.slice(1).replace(/\//g, '.')} ${first.message}`;
}
