import { recoverTree } from '../output/writer';

/**
 * Undoes what a run that was killed has left in the output directory, whatever becomes of this one,
 * and says so.
 *
 * @param command that does it, e.g. `mesh synth`
 * @internal
 */
export function recover(output: string, command: string): void {
  if (recoverTree(output)) {
    process.stderr.write(
      `${command}: a run was interrupted; "${output}" is now as it was before that run\n`,
    );
  }
}
