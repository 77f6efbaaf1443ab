import { readSync, writeSync } from 'fs';
import { isatty } from 'tty';

const STDIN = 0;
const STDOUT = 1;

/** Somebody who can be asked. @internal */
export interface Terminal {
  /** @returns what was typed; undefined when nobody is there who sees the question */
  ask(question: string): string | undefined;
}

/** The terminal that the program runs in, if it runs in one. @internal */
export const TERMINAL: Terminal = {
  ask(question) {
    if (!isatty(STDIN) || !isatty(STDOUT)) {
      return undefined;
    }
    writeSync(STDOUT, question);
    return readLine();
  },
};

function readLine(): string {
  const byte = Buffer.alloc(1);
  const bytes: Buffer[] = [];
  while (readSync(STDIN, byte, 0, 1, null) === 1 && byte.toString() !== '\n') {
    bytes.push(Buffer.from(byte));
  }
  return Buffer.concat(bytes).toString().trim();
}
