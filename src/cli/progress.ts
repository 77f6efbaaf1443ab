const CLEAR = '\r\u001b[K';
/** So many calls take about as long as a person takes to read a line. */
const CALLS_AT_A_TIME = 500;

/** Whether somebody looks at it who may wonder: a terminal, and no record of a pipeline. */
const isWatched = (): boolean => process.stderr.isTTY === true && !process.env.CI;

/**
 * Does what may take some seconds. Meanwhile the terminal says what that is, in a line that is gone
 * before anything else is printed.
 *
 * @internal
 */
export function busyWith<T>(what: string, work: () => T): T {
  if (!isWatched()) {
    return work();
  }
  process.stderr.write(`${what} …`);
  try {
    return work();
  } finally {
    process.stderr.write(CLEAR);
  }
}

/** Counts what is followed, where the result itself does not show on the terminal. @internal */
export function* counted<T>(all: Iterable<T>): Generator<T> {
  const isShown = isWatched() && process.stdout.isTTY !== true;
  let count = 0;
  try {
    for (const one of all) {
      count++;
      if (isShown && count % CALLS_AT_A_TIME === 0) {
        process.stderr.write(`${CLEAR}${count} calls …`);
      }
      yield one;
    }
  } finally {
    if (isShown) {
      process.stderr.write(CLEAR);
    }
  }
}
