import type { ErrorObject, ValidateFunction } from 'ajv';
import { compileSchema } from '../file/json-schema';

const TEXT = { type: 'string' };
const TEXTS = { type: 'object', additionalProperties: TEXT };
const map = (properties: object) => ({ type: 'object', properties });
const list = (items: object) => ({ type: 'array', items });

const METADATA = map({ name: TEXT, namespace: TEXT, labels: TEXTS, annotations: TEXTS });
const SERVICE = map({
  metadata: METADATA,
  spec: map({
    selector: TEXTS,
    ports: list({
      ...map({
        name: TEXT,
        port: { type: 'integer' },
        protocol: TEXT,
        appProtocol: TEXT,
        targetPort: { type: ['integer', 'string'] },
      }),
      required: ['port'],
    }),
  }),
});
const CONTAINERS = list(
  map({ ports: list(map({ name: TEXT, containerPort: { type: 'integer' } })) }),
);
const POD = map({
  metadata: METADATA,
  spec: map({ serviceAccountName: TEXT, containers: CONTAINERS, initContainers: CONTAINERS }),
});
const CONTROLLER = map({ metadata: METADATA, spec: map({ template: POD }) });

/** As much of each kind as is looked at. */
const SHAPES: ReadonlyMap<string, object> = new Map([
  ['Service', SERVICE],
  ['Pod', POD],
  ...['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet'].map((kind): [string, object] => [
    kind,
    CONTROLLER,
  ]),
]);

const validators = new Map<string, ValidateFunction>();

/**
 * What keeps Kubernetes from taking an object, or undefined when nothing does, or its kind is not
 * looked at.
 *
 * @internal
 */
export function misshapen(object: { readonly kind: string }): string | undefined {
  const shape = SHAPES.get(object.kind);
  if (!shape) {
    return undefined;
  }
  const validate = validators.get(object.kind) ?? compileSchema(shape);
  validators.set(object.kind, validate);
  return validate(object) ? undefined : firstOf(validate.errors!);
}

function firstOf([{ instancePath, message }]: readonly ErrorObject[]): string {
  return `${instancePath.slice(1).replace(/\//g, '.')} ${message}`;
}
