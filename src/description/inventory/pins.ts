import { Facts, FactsOfCluster } from './inventory-file';
import { textIfAny } from '../../files/read-text';
import { Problems } from '../../problems/problems';
import { sortedRecord } from '../../values/order';
import { validateInventoryFile } from '../generated/props';

/**
 * What a lock file says of the clusters of the inventory.
 *
 * @returns undefined where it says nothing, and where it cannot be read, which others report
 * @internal
 */
export function readPins(lockFile: string, problems: Problems): Facts | undefined {
  const clusters = parsed(textIfAny(lockFile))?.inventory;
  if (clusters !== undefined && !validateInventoryFile({ clusters })) {
    problems.report('MESH328', `"${lockFile}" is not a lock file of this library`);
    return undefined;
  }
  return clusters as Facts | undefined;
}

function parsed(text: string | undefined): { readonly inventory?: unknown } | undefined {
  try {
    return Object(JSON.parse(text!));
  } catch {
    return undefined;
  }
}

/** A lock file with what it says of the inventory, a line for each cluster. @internal */
export function withPins(lock: string, pins: Facts | undefined): string {
  if (!pins) {
    return lock;
  }
  const lines = Object.entries(sortedRecord(pins)).map(
    ([name, facts]) => `    ${JSON.stringify(name)}: ${pinOf(facts)}`,
  );
  const body = lines.length === 0 ? '' : `${lines.join(',\n')}\n`;
  return lock.replace(/\n\}\n$/, () => `,\n  "inventory": {\n${body}  }\n}\n`);
}

/** The clusters of which two say different things. @internal */
export function differing(one: Facts, other: Facts): string[] {
  const pin = (facts: Facts, name: string) =>
    Object.hasOwn(facts, name) ? pinOf(facts[name]) : undefined;
  return [...new Set([...Object.keys(one), ...Object.keys(other)])]
    .filter(name => pin(one, name) !== pin(other, name))
    .sort();
}

/** The same for all orders of keys. */
function pinOf({ labels, ...facts }: FactsOfCluster): string {
  return JSON.stringify(
    sortedRecord({ ...facts, ...(labels && { labels: sortedRecord(labels) }) }),
  );
}
