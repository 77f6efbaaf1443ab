import { Document, isScalar } from 'yaml';
import { nodeAt } from './locate';
import { Place } from '../../problems/place';
import { Problems } from '../../problems/problems';
import { nearest } from '../../values/nearest';
import { validateMeshFile } from '../generated/mesh-file';
import { reportProtocol } from '../ports';
import { SchemaError, schemaErrors } from '../schema-error';

/**
 * Checks a document against the published JSON Schema, and reports violations in words that a
 * person understands.
 *
 * @param values the values of the document
 * @param isKey whether to advise a key of the file
 * @internal
 */
export function checkSchema(
  values: unknown,
  document: Document,
  problems: Problems,
  isKey: (key: string) => boolean = () => true,
): void {
  for (const error of schemaErrors(validateMeshFile, values)) {
    report(error, document, problems, isKey);
  }
}

function report(
  error: SchemaError,
  document: Document,
  problems: Problems,
  isKey: (key: string) => boolean,
): void {
  const place = placeOf(error.instancePath);
  switch (error.keyword) {
    case 'additionalProperties': {
      const key = error.params.additionalProperty;
      const keys = Object.keys(error.parentSchema.properties ?? {});
      const known = place.length === 0 ? keys.filter(isKey) : keys;
      const guess = nearest(key, known);
      problems
        .at(...place, key)
        .report(
          'MESH102',
          `"${key}" is not a key here`,
          guess ? `Did you mean "${guess}"?` : `The keys are ${known.join(', ')}.`,
        );
      break;
    }
    case 'required':
      problems.at(...place).report('MESH103', `"${error.params.missingProperty}" is missing`);
      break;
    case 'enum':
      if (place.at(-1) === 'protocol') {
        reportProtocol(error.data, problems.at(...place));
        break;
      }
      problems
        .at(...place)
        .report(
          'MESH104',
          `"${error.data}" is not one of the values`,
          `Use one of ${error.params.allowedValues.join(', ')}.`,
        );
      break;
    case 'type':
      reportType(place, error.params.type, error.data, document, problems);
      break;
  }
}

/** `1.30` without quotes is the number 1.3, so the advice quotes the text in the file. */
function reportType(
  place: Place,
  wanted: string,
  value: unknown,
  document: Document,
  problems: Problems,
): void {
  const node = nodeAt(document, place);
  const source = isScalar(node) && node.source !== undefined ? node.source : JSON.stringify(value);
  if (wanted === 'string' && (typeof value === 'number' || typeof value === 'boolean')) {
    problems
      .at(...place)
      .report('MESH104', `${source} is a ${typeof value}`, `Write it in quotes: "${source}".`);
  } else {
    problems
      .at(...place)
      .report('MESH104', `${source} is not ${article(wanted)}`, `Give ${article(wanted)}.`);
  }
}

const article = (type: string): string =>
  ({ array: 'a list', object: 'a map of keys' })[type] ?? `a ${type}`;

function placeOf(pointer: string): Place {
  return pointer
    .split('/')
    .slice(1)
    .map(step => {
      const key = step.replace(/~1/g, '/').replace(/~0/g, '~');
      return /^\d+$/.test(key) ? Number(key) : key;
    });
}
