import * as path from 'path';

/** True for a relative path that cannot leave the directory. @internal */
export function isInside(file: string): boolean {
  return (
    file.split('/').every(segment => segment !== '' && segment !== '.' && segment !== '..') &&
    !/[\\\0]/.test(file) &&
    !path.isAbsolute(file)
  );
}

/** Whether a path is that of a directory or leads below it. @internal */
export function isIn(directory: string, file: string): boolean {
  const [first] = path.relative(directory, file).split(path.sep);
  return first !== '..' && !path.isAbsolute(first);
}
