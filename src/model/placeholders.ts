import { Problems } from '../problems/problems';
import { GatewayAddress } from '../values/gateway-address';

/**
 * `$(kubectl …)`, `${NAME}`, `$NAME`, backquotes, `<name>`: what documentation tells a shell or a
 * reader to replace.
 */
const PLACEHOLDER = /\$\(|\$\{|^\$[A-Za-z_]|`|^<[^>]*>$/;

/** Free text, where such characters mean nothing. */
const PROSE = new Set(['reason', 'corefile', 'directory', 'regex']);

/**
 * Finds values that somebody meant to replace and did not.
 *
 * @internal
 */
export function checkPlaceholders(value: unknown, problems: Problems): void {
  if (typeof value === 'string') {
    if (PLACEHOLDER.test(value)) {
      problems.report('MESH105', `"${value}" is a shell placeholder`);
    }
  } else if (value instanceof GatewayAddress) {
    checkPlaceholders(value.host, problems);
  } else if (Array.isArray(value)) {
    value.forEach((item, i) => checkPlaceholders(item, problems.at(i)));
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      if (!PROSE.has(key)) {
        checkPlaceholders(item, problems.at(key));
      }
    }
  }
}
