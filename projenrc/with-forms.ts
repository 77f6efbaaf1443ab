import { FORMS } from './forms';

type Schema = Record<string, unknown>;

/** What the docstring of a key says of the form of its value. */
export interface FormTags {
  /** of the value, of each item, or of each value of a map */
  readonly form?: string;
  /** of the keys of a map */
  readonly keys?: string;
  /** of a list or map, or of each list in a map, e.g. `1..15`, `1..` or `..2` */
  readonly size?: string;
  /** `*` stands for all there are, and alone */
  readonly all?: boolean;
}

/**
 * A schema with the forms of its values.
 *
 * @param refer what refers to a form
 */
export function withForms(schema: Schema, tags: FormTags, refer: (form: string) => Schema): Schema {
  const { items, additionalProperties: values } = schema as { readonly [key: string]: Schema };
  if (schema.type === 'array') {
    return { ...schema, items: withForms(items, { form: tags.form }, refer), ...boundsOf(tags) };
  }
  if (schema.type === 'object' && values) {
    const ofLists = values.type === 'array';
    return {
      ...schema,
      ...(ofLists ? {} : sizeOf(tags.size, 'Properties')),
      propertyNames: tags.keys === undefined ? undefined : refer(tags.keys),
      additionalProperties: withForms(
        values,
        { form: tags.form, size: ofLists ? tags.size : undefined },
        refer,
      ),
    };
  }
  return tags.form !== undefined && isOfForm(schema, tags.form) ? refer(tags.form) : schema;
}

/** A form is for values of its type, and only an enum takes the place of a text. */
const isOfForm = ({ type }: Schema, form: string): boolean => {
  const { type: wanted = 'string' } = FORMS[form];
  return type === (wanted === 'integer' ? 'number' : wanted);
};

function boundsOf({ size, all }: FormTags): Schema {
  return all
    ? { minItems: 1, if: { contains: { const: '*' } }, then: { maxItems: 1 } }
    : sizeOf(size, 'Items');
}

function sizeOf(size: string | undefined, what: 'Items' | 'Properties'): Schema {
  const [least, most] = size?.split('..') ?? [];
  return { [`min${what}`]: numberOf(least), [`max${what}`]: numberOf(most) };
}

const numberOf = (text: string | undefined): number | undefined =>
  text ? Number(text) : undefined;
