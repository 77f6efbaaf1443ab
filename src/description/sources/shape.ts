import { isService, KubernetesObject } from './manifest';
import { podOf } from './workloads';
import { validateController, validatePod, validateService } from '../generated/manifests';
import { schemaErrors, SchemaValidator } from '../schema-error';

/**
 * Why Kubernetes would refuse an object. Undefined if it would not, as far as the object matters
 * here.
 *
 * @internal
 */
export function misshapen(object: KubernetesObject): string | undefined {
  const validate = validatorOf(object);
  const [first] = validate ? schemaErrors(validate, object) : [];
  return first && `${first.instancePath.slice(1).replace(/\//g, '.')} ${first.message}`;
}

function validatorOf(object: KubernetesObject): SchemaValidator | undefined {
  if (isService(object)) {
    return validateService;
  }
  if (object.apiVersion === 'v1' && object.kind === 'Pod') {
    return validatePod;
  }
  return podOf(object) ? validateController : undefined;
}
