import * as path from 'path';

/** True for a relative path that cannot leave the directory. @internal */
export function isInside(file: string): boolean {
  return (
    file.split('/').every(segment => segment !== '' && segment !== '.' && segment !== '..') &&
    !/[\\\0]/.test(file) &&
    !path.isAbsolute(file)
  );
}
