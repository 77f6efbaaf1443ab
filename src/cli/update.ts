import { withApp } from './run-app';
import { LOCK_VARIABLE } from '../description/locks/mesh-lock-file';

/**
 * Runs the app once with the permission to change the lock files. The output directory is left
 * alone.
 *
 * @returns the exit status
 * @internal
 */
export function update(args: string[]): Promise<number> {
  return withApp('update', args, { [LOCK_VARIABLE]: 'update' }, ({ report, options }) => {
    const locks = report.meshes.map(({ lockFile, virtualIps }) => ({ file: lockFile, virtualIps }));
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
