import { readFileSync } from 'fs';
import { main } from '../../src/cli/mesh';
import { PkiLock } from '../../src/description/locks/pki-lock';
import { emptyDirectories } from '../cli/harness';
import { readTree } from '../golden/golden';

/** Runs `mesh ca` in an empty directory for each test, and keeps what it prints. */
export function caHarness() {
  const { io } = emptyDirectories();

  /** `mesh ca …` with keys of a kind that is made quickly. */
  async function ca(command: string): Promise<number> {
    io.out = io.err = '';
    const hasOwn = /--root|--keys/.test(command);
    const takesKeys = /^(init|issue|renew|rotate (bundle|switch|drop|abort))/.test(command);
    const makesKeys = /^(init|issue|renew|rotate (bundle|switch))/.test(command);
    const isSigned = /--signed/.test(command);
    return main([
      'ca',
      ...command.split(' '),
      ...(takesKeys && !hasOwn ? ['--keys', 'keys'] : []),
      ...(makesKeys && !hasOwn && !isSigned ? ['--algorithm', 'p-256'] : []),
    ]);
  }

  async function done(...commands: string[]): Promise<void> {
    for (const command of commands) {
      expect([command, await ca(command), io.err]).toEqual([command, 0, '']);
    }
  }

  /** The command fails, says so, and changes nothing. */
  async function refused(command: string, ...messages: string[]): Promise<void> {
    const before = readTree('.');
    expect([command, await ca(command)]).toEqual([command, 1]);
    messages.forEach(message => expect(io.err).toContain(message));
    expect(readTree('.')).toEqual(before);
  }

  const text = (file: string) => readFileSync(file, 'utf8');
  const lock = (): PkiLock => JSON.parse(text('pki.lock.json'));
  return { ca, done, refused, io, lock, text, everything: () => readTree('.') };
}
