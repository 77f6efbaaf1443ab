import { reportProtocol } from './ports';
import { SchemaError, schemaErrors, SchemaValidator } from './schema-error';
import { Place } from '../problems/place';
import { Problems } from '../problems/problems';
import { nearest } from '../values/nearest';

/** The text of a value as a person wrote it; undefined where there is none. @internal */
export type TextAt = (place: Place) => string | undefined;

/**
 * Checks the form of a description against its JSON Schema, and reports violations in words that a
 * person understands.
 *
 * @returns true if there is none
 * @internal
 */
export function checkForm(
  validate: SchemaValidator,
  values: unknown,
  textAt: TextAt,
  problems: Problems,
): boolean {
  const errors = schemaErrors(validate, values);
  errors.forEach(error => report(error, textAt, problems));
  return errors.length === 0;
}

/** The known key that was probably meant. @internal */
export function meantKey(
  error: Extract<SchemaError, { keyword: 'additionalProperties' }>,
): string | undefined {
  return nearest(error.params.additionalProperty, keysOf(error));
}

const keysOf = ({ parentSchema }: SchemaError): string[] =>
  Object.keys(parentSchema.properties ?? {});

/** @internal */
export function reportKey(key: string, keys: readonly string[], problems: Problems): void {
  const meant = nearest(key, keys);
  problems
    .at(key)
    .report(
      'MESH102',
      `"${key}" is not a key here`,
      meant ? `Did you mean "${meant}"?` : `The keys are ${keys.join(', ')}.`,
    );
}

function report(error: SchemaError, textAt: TextAt, problems: Problems): void {
  const place = placeOf(error);
  const at = problems.at(...place);
  switch (error.keyword) {
    case 'additionalProperties':
      reportKey(error.params.additionalProperty, keysOf(error), at);
      break;
    case 'required':
      at.report('MESH103', `"${error.params.missingProperty}" is missing`);
      break;
    case 'enum':
      if (place.at(-1) === 'protocol' && typeof error.data === 'string') {
        reportProtocol(error.data, at);
      } else {
        const { allowedValues } = error.params;
        const meant =
          typeof error.data === 'string' ? nearest(error.data, allowedValues) : undefined;
        const values = allowedValues.join(', ');
        at.report(
          'MESH104',
          `${textOf(error.data)} is not one of the values`,
          meant ? `Did you mean "${meant}"? The values are ${values}.` : `Use one of ${values}.`,
        );
      }
      break;
    case 'type':
      reportType(error.params.type, error.data, textAt(place), at);
      break;
  }
}

/** `1.30` without quotes is the number 1.3, so the advice quotes the text in the file. */
function reportType(
  wanted: string,
  value: unknown,
  text: string | undefined,
  problems: Problems,
): void {
  const written = text ?? textOf(value);
  if (wanted === 'string' && (typeof value === 'number' || typeof value === 'boolean')) {
    const remedy = `Write it in quotes: "${written}".`;
    problems.report('MESH104', `${written} is a ${typeof value}`, remedy);
  } else if (wanted === 'number' && typeof value === 'string' && Number.isFinite(Number(value))) {
    problems.report('MESH104', `"${value}" is a string`, `Write it without quotes: ${value}.`);
  } else {
    const article = ARTICLES[wanted] ?? `a ${wanted}`;
    problems.report('MESH104', `${written} is not ${article}`, `Give ${article}.`);
  }
}

const ARTICLES: { readonly [type: string]: string } = { array: 'a list', object: 'a map of keys' };

/** A program can give anything, and JSON cannot hold all of it. */
function textOf(value: unknown): string {
  if (typeof value !== 'object' && typeof value !== 'string') {
    return typeof value === 'function' ? 'a function' : String(value);
  }
  try {
    return JSON.stringify(value);
  } catch {
    return 'this object';
  }
}

/** Where the value of an error stands. @internal */
export function placeOf({ instancePath }: SchemaError): Place {
  return instancePath
    .split('/')
    .slice(1)
    .map(step => {
      const key = step.replace(/~1/g, '/').replace(/~0/g, '~');
      return /^\d+$/.test(key) ? Number(key) : key;
    });
}
