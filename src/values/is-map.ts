/** Whether a value is a map, as YAML and JSON have them: no list, and not null. @internal */
export const isMap = (value: unknown): value is { readonly [key: string]: unknown } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
