import type { ValidateFunction } from 'ajv';
import type { PkiLock } from './pki-lock';

const text = { type: 'string', minLength: 1 };
const texts = { type: 'array', items: text };
const object = (properties: Record<string, unknown>, optional: string[] = []) => ({
  type: 'object', additionalProperties: false, properties, required: Object.keys(properties).filter(key => !optional.includes(key)),
});
const record = (values: unknown) => ({ type: 'object', additionalProperties: values });

const sealing = object({
  namespace: text,
  sealedSecret: object({ certificate: text, scope: { enum: ['strict', 'namespace-wide', 'cluster-wide'] }, encryptedKey: text }),
  sops: object({ recipients: texts, encryptedKey: text, metadata: { type: 'object' } }),
}, ['sealedSecret', 'sops']);

const SCHEMA = object({
  roots: { type: 'array', minItems: 1, items: object({ id: text, certificate: text }) },
  signer: text,
  restartMark: text,
  rotation: object({ phase: { enum: ['bundle', 'restart', 'switch'] }, since: text, confirmed: record(text) }),
  clusters: record(object({ root: text, caCert: text, between: texts, sealing }, ['sealing'])),
}, ['restartMark', 'rotation']);

let compiled: ValidateFunction<PkiLock> | undefined;

/** Whether a value has the form of a lock and its ids are those of its roots. @internal */
export function isPkiLock(value: unknown): value is PkiLock {
  return validator()(value) && hasItsRoots(value);
}

function hasItsRoots({ roots, signer, clusters }: PkiLock): boolean {
  const ids = roots.map(({ id }) => id);
  return [signer, ...Object.values(clusters).map(({ root }) => root)].every(id => ids.includes(id));
}

/** Loaded when a lock is read, not before: most runs have none. */
function validator(): ValidateFunction<PkiLock> {
  if (!compiled) {
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const Ajv: typeof import('ajv').default = require('ajv').default;
    compiled = new Ajv({ strict: false }).compile<PkiLock>(SCHEMA);
  }
  return compiled;
}
