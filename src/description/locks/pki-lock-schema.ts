import type { ValidateFunction } from 'ajv';
import type { PkiLock, Rotation } from './pki-lock';
import { Problems } from '../../problems/problems';
import { readCertificates } from '../../x509/read-certificates';
import { compileSchema } from '../file/json-schema';

const text = { type: 'string', minLength: 1 };
const texts = { type: 'array', items: text };
const object = (properties: Record<string, unknown>, optional: string[] = []) => ({
  type: 'object',
  additionalProperties: false,
  properties,
  required: Object.keys(properties).filter(key => !optional.includes(key)),
});
/** Of clusters and of roots. Files are named after them, so nothing else may pass. */
const name = { type: 'string', pattern: '^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$' };
const record = (values: unknown) => ({
  type: 'object',
  propertyNames: name,
  additionalProperties: values,
});

const sealing = object(
  {
    namespace: text,
    sealedSecret: object({
      certificate: text,
      scope: { enum: ['strict', 'namespace-wide', 'cluster-wide'] },
      encryptedKey: text,
    }),
    sops: object({ recipients: texts, encryptedKey: text, metadata: { type: 'object' } }),
  },
  ['sealedSecret', 'sops'],
);

const SCHEMA = object(
  {
    roots: { type: 'array', minItems: 1, items: object({ id: name, certificate: text }) },
    signer: name,
    restartMark: text,
    rotation: object({
      phase: { enum: ['bundle', 'restart', 'switch'] },
      since: text,
      confirmed: record(text),
    }),
    clusters: record(object({ root: name, caCert: text, between: texts, sealing }, ['sealing'])),
  },
  ['restartMark', 'rotation'],
);

let compiled: ValidateFunction<PkiLock> | undefined;

/**
 * Whether a value has the form of a lock, its roots are those that the phase has, and its
 * certificates can be read.
 *
 * @internal
 */
export function isPkiLock(value: unknown): value is PkiLock {
  return validator()(value) && hasItsRoots(value) && certificatesOf(value).every(isCertificate);
}

/** There are two roots while one replaces the other; the new one signs from `switch` on. */
function hasItsRoots({ roots, signer, rotation, clusters }: PkiLock): boolean {
  const ids = roots.map(({ id }) => id);
  return (
    new Set(ids).size === (rotation ? 2 : 1) &&
    ids.length === (rotation ? 2 : 1) &&
    signer === ids[signs(rotation)] &&
    Object.values(clusters).every(({ root }) => ids.includes(root))
  );
}

const signs = (rotation: Rotation | undefined): number => (rotation?.phase === 'switch' ? 1 : 0);

const certificatesOf = ({ roots, clusters }: PkiLock): string[] => [
  ...roots.map(({ certificate }) => certificate),
  ...Object.values(clusters).flatMap(({ caCert, between }) => [caCert, ...between]),
];

const isCertificate = (pem: string): boolean =>
  readCertificates(pem, '', new Problems()).length === 1;

function validator(): ValidateFunction<PkiLock> {
  compiled ??= compileSchema<PkiLock>(SCHEMA);
  return compiled;
}
