import { Facts } from './inventory-file';
import { InventoryProps } from './inventory-props';
import { Locator, Place } from '../../problems/place';
import { Problems } from '../../problems/problems';
import { isMap } from '../../values/is-map';
import { readDocument } from '../file/read-document';
import { validateInventoryFile } from '../generated/props';
import { checkForm } from '../mistakes';

/** An inventory that was read from its file. @internal */
export interface Inventory {
  readonly clusters: Facts;
  /** Names a place of it, from the names of the clusters on. */
  readonly locate: Locator;
}

/** Undefined after reporting what is wrong with it. @internal */
export function readInventory(
  { file, output }: InventoryProps,
  problems: Problems,
): Inventory | undefined {
  const document = readDocument(file, problems);
  if (!document) {
    return undefined;
  }
  const { values, locate, textAt } = document;
  const at = problems.within(file, locate);
  const found = output === undefined ? { value: values } : outputIn(values, output, at);
  if (!found) {
    return undefined;
  }
  const path = output === undefined ? [] : [output, 'value'];
  const clusters = withoutNulls(found.value);
  const below = ([, ...place]: Place): Place => [...path, ...place];
  const isWell = checkForm(
    validateInventoryFile,
    { clusters },
    place => textAt(below(place)),
    problems.within(file, place => locate(below(place))),
  );
  return isWell
    ? { clusters: clusters as Facts, locate: place => locate([...path, ...place]) }
    : undefined;
}

function outputIn(
  values: unknown,
  output: string,
  problems: Problems,
): { readonly value: unknown } | undefined {
  const outputs = isMap(values) ? values : {};
  const named = Object.hasOwn(outputs, output) ? outputs[output] : undefined;
  if (!isMap(named) || !Object.hasOwn(named, 'value')) {
    const names = Object.keys(outputs).join(', ');
    problems.report(
      'MESH145',
      `there is no output "${output}"`,
      names === '' ? undefined : `The outputs are ${names}.`,
    );
    return undefined;
  }
  if (named.sensitive === true) {
    problems.at(output).report('MESH146', `the output "${output}" is marked as sensitive`);
    return undefined;
  }
  return { value: named.value };
}

/** Terraform writes null for an attribute that nobody has set. */
function withoutNulls(value: unknown): unknown {
  return isMap(value)
    ? Object.fromEntries(
        Object.entries(value).flatMap(([key, part]) =>
          part === null ? [] : [[key, withoutNulls(part)]],
        ),
      )
    : value;
}
