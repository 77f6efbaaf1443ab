/**
 * True when a text has a run of letters of base64 that is at least so long.
 *
 * A look at every `length`th letter suffices: a run that long cannot hide between two of them. Most
 * texts have none, and thousands of them are searched.
 *
 * @internal
 */
export function hasLongRun(text: string, length: number): boolean {
  for (let end = length - 1; end < text.length; end += length) {
    let start = end;
    while (start >= 0 && isBase64(text.charCodeAt(start))) {
      start--;
    }
    let next = end + 1;
    while (start < end && next - start <= length && isBase64(text.charCodeAt(next))) {
      next++;
    }
    if (next - start - 1 >= length) {
      return true;
    }
  }
  return false;
}

/** True when such a run ends a line that another one follows. @internal */
export function hasLongRunAtEndOfLine(text: string, length: number): boolean {
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) {
    const last = text[end - 1] === '\r' ? end - 2 : end - 1;
    let start = last;
    while (last - start < length && start >= 0 && isBase64(text.charCodeAt(start))) {
      start--;
    }
    if (last - start >= length) {
      return true;
    }
  }
  return false;
}

function isBase64(code: number): boolean {
  return (
    (code >= 97 && code <= 122) || // a to z
    (code >= 65 && code <= 90) || // A to Z
    (code >= 47 && code <= 57) || // the slash and the digits
    code === 43 // the plus sign
  );
}
