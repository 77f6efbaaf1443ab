/**
 * One way in which a value violates its JSON Schema: the part that is used of what the validators
 * in `generated/` report.
 *
 * @internal
 */
export type SchemaError =
  | Mistake<'additionalProperties', { readonly additionalProperty: string }>
  | Mistake<'required', { readonly missingProperty: string }>
  | Mistake<'enum', { readonly allowedValues: readonly string[] }>
  | Mistake<'type', { readonly type: string }>;

interface Mistake<Keyword extends string, Params> {
  readonly keyword: Keyword;
  readonly params: Params;
  /** JSON pointer to the value */
  readonly instancePath: string;
  /** the value */
  readonly data: unknown;
  /** the schema that holds the keyword */
  readonly parentSchema: { readonly properties?: object };
  readonly message: string;
}

/** Returns whether a value is valid, and leaves the errors in `errors`. @internal */
export interface SchemaValidator {
  (value: unknown): boolean;
  readonly errors?: readonly SchemaError[] | null;
}

/** Everything in a value that violates a schema. @internal */
export function schemaErrors(validate: SchemaValidator, value: unknown): readonly SchemaError[] {
  return validate(value) ? [] : (validate.errors ?? []);
}
