import { ReadOptions } from './options';
import type { CaCommand } from '../../ca/ca';
import { tellFailure } from '../failure';

/**
 * Runs a command of `mesh ca`. What it takes to make certificates is loaded only here.
 *
 * @returns the exit status
 * @internal
 */
export function runCa(
  command: CaCommand,
  names: readonly string[],
  options: ReadOptions,
): Promise<number> {
  const { ca }: typeof import('../../ca/ca') = require('../../ca/ca');
  const telling = {
    command: `mesh ca ${command}`,
    outcome: 'it was not done',
    output: options.output,
  };
  return tellFailure(telling, () => ca(command, { ...NOTHING_SAID, ...options, names }));
}

const NOTHING_SAID = { scope: 'strict', age: [], confirmRecipients: [], output: 'text' } as const;
