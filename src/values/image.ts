import { Problems } from '../problems/problems';

const HOST = '(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)';
const DOMAIN = `(?:${HOST}(?:\\.${HOST})*|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?`;
const COMPONENT = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const TAG = '[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}';
const DIGEST = '[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}';
const REFERENCE = RegExp(
  `^((?:${DOMAIN}/)?${COMPONENT}(?:/${COMPONENT})*)(?::${TAG})?(?:@${DIGEST})?$`,
);
const MAX_NAME = 255;

/**
 * Checks the reference of a container image, by the grammar of the programs that pull it.
 *
 * @see https://github.com/distribution/reference
 * @internal
 */
export function checkImage(text: string, problems: Problems): void {
  const [, name] = REFERENCE.exec(text) ?? [];
  if (name === undefined || name.length > MAX_NAME) {
    problems.report('MESH220', `"${text}" is not the reference of a container image`);
  }
}
