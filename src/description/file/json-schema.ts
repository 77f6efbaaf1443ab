import type { ValidateFunction } from 'ajv';

/** Ajv is loaded when a file is read, not before: most runs use the typed door. @internal */
export function compileSchema<T = unknown>(schema: object): ValidateFunction<T> {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const Ajv: typeof import('ajv').default = require('ajv').default;
  return new Ajv({ allErrors: true, verbose: true, strict: false }).compile<T>(schema);
}
