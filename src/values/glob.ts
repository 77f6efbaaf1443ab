/**
 * Whether a pattern matches a path, or a directory above it. `*` stands for any text within one
 * name, `**` for any number of directories. Takes time that grows with the product of both lengths
 * and no faster, whatever the pattern is.
 *
 * @param file with `/` between its names
 * @internal
 */
export function matchesGlob(pattern: string, file: string): boolean {
  const steps = pattern.split('/').filter(step => step !== '' && step !== '.');
  return matchesSteps(steps, file.split('/'));
}

/** Which of the pattern's steps may come next, one name of the path after the other. */
function matchesSteps(steps: readonly string[], names: readonly string[]): boolean {
  let reached = closure(steps, new Set([0]));
  for (const name of names) {
    const next = [...reached].flatMap(at => {
      if (at === steps.length || !(steps[at] === ANY || matchesName(steps[at], name))) {
        return [];
      }
      return [steps[at] === ANY ? at : at + 1];
    });
    reached = closure(steps, new Set(next));
    if (reached.has(steps.length)) {
      return true;
    }
  }
  return false;
}

const ANY = '**';

/** `**` may stand for nothing. */
function closure(steps: readonly string[], reached: Set<number>): Set<number> {
  for (const at of reached) {
    if (steps[at] === ANY) {
      reached.add(at + 1); // which the loop comes to
    }
  }
  return reached;
}

/** Each piece of text between the stars where it comes first, and the last one at the end. */
function matchesName(pattern: string, name: string): boolean {
  const [first, ...others] = pattern.split('*');
  if (others.length === 0 || !name.startsWith(first)) {
    return pattern === name;
  }
  const last = others.pop()!;
  let at = first.length;
  for (const piece of others) {
    const found = name.indexOf(piece, at);
    if (found === -1) {
      return false;
    }
    at = found + piece.length;
  }
  return name.length - last.length >= at && name.endsWith(last);
}
