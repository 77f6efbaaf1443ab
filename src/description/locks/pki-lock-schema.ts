const text = { type: 'string', minLength: 1 };
const texts = { type: 'array', items: text };
const object = (properties: Record<string, unknown>, optional: string[] = []) => ({
  type: 'object',
  additionalProperties: false,
  properties,
  required: Object.keys(properties).filter(key => !optional.includes(key)),
});
/** Names of clusters and IDs of roots. Files are named after them, so this has to be strict. */
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

/**
 * The form of `pki.lock.json`, apart from its version. Compiled into `generated/pki-lock.ts`.
 *
 * @internal
 */
export const PKI_LOCK_SCHEMA = object(
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
