import * as path from 'path';
import { statIfAny } from './tree';

/**
 * Why a path must not be used below a directory: it leads out of it, by its names or through a
 * link, or there is nothing. Undefined if it may be used.
 *
 * @param file relative to the directory
 * @internal
 */
export function wayOut(
  directory: string,
  file: string,
  existence: 'must exist' | 'may be absent' = 'may be absent',
): string | undefined {
  const relative = path.normalize(file);
  const steps = relative.split(path.sep).filter(step => step !== '' && step !== '.');
  if (path.isAbsolute(file) || steps[0] === '..') {
    return 'leads out of the directory of the description';
  }
  for (let length = 1; length <= steps.length; length++) {
    const below = steps.slice(0, length).join('/');
    const stats = statOf(path.join(directory, below));
    if (!stats) {
      return existence === 'must exist' ? 'is not there' : undefined;
    }
    if (stats.isSymbolicLink()) {
      return below === steps.join('/') ? 'is a link' : `leads through the link "${below}"`;
    }
  }
  return undefined;
}

/** Nothing, too, where the system refuses to look: whoever reads it is told why. */
function statOf(file: string) {
  try {
    return statIfAny(file);
  } catch {
    return undefined;
  }
}
