import * as path from 'path';
import { withApp } from './run-app';
import { writeLock } from '../description/locks/mesh-lock-file';
import { check } from '../problems/problems';

/**
 * Runs the app once with the permission to change the lock files. The output directory is left
 * alone.
 *
 * @returns the exit status
 * @internal
 */
export function update(args: string[]): Promise<number> {
  return withApp('update', args, true, ({ report, options }) => {
    check(problems => {
      report.meshes.forEach(({ lock }) => writeLock(lock.file, lock.text, problems.at('lockFile')));
    });
    const locks = report.meshes.map(({ lock: { file, virtualIps } }) => ({
      file: path.relative('', file),
      virtualIps,
    }));
    process.stdout.write(
      options.json
        ? `${JSON.stringify({ locks }, undefined, 2)}\n`
        : locks
            .map(
              ({ file, virtualIps }) =>
                `${file}: ${virtualIps} virtual IP${virtualIps === 1 ? '' : 's'}\n`,
            )
            .join(''),
    );
  });
}
