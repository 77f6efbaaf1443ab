import { Problems } from '../problems/problems';

const HOST = '(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)';
const DOMAIN = `(?:${HOST}(?:\\.${HOST})*|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?`;
const COMPONENT = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const TAG = '[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}';
const DIGEST = '[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}';
const MAX_NAME = 255;

/** The name, without tag and digest, has a greatest length. @internal */
export const IMAGE = RegExp(
  `^(?=.{1,${MAX_NAME}}(?::${TAG})?(?:@${DIGEST})?$)` +
    `(?:${DOMAIN}/)?${COMPONENT}(?:/${COMPONENT})*(?::${TAG})?(?:@${DIGEST})?$`,
);

/**
 * Checks the reference of a container image, by the grammar of the programs that pull it.
 *
 * @see https://github.com/distribution/reference
 * @internal
 */
export function checkImage(text: string, problems: Problems): void {
  if (!IMAGE.test(text)) {
    problems.report('MESH220', `"${text}" is not the reference of a container image`);
  }
}
