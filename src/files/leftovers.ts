import { readdirSync } from 'fs';
import * as path from 'path';
import { hasEnded, ownerOf } from './owner';

/**
 * What processes that have ended have left in a directory, by names of `ownedName`. None if the
 * directory cannot be listed.
 *
 * @internal
 */
export function leftoversIn(directory: string, purpose: string): string[] {
  return namesIn(directory)
    .filter(name => {
      const owner = ownerOf(purpose, name);
      return owner !== undefined && hasEnded(owner);
    })
    .map(name => path.join(directory, name));
}

function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}
