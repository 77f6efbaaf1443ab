import { Place } from '../problems/place';
import { Problems } from '../problems/problems';
import { GatewayAddress } from '../values/gateway-address';

/**
 * `$(kubectl …)`, `${NAME}`, `$NAME`, backquotes, `<name>`: what documentation tells a shell or a
 * reader to replace.
 *
 * @internal
 */
export const PLACEHOLDER = /\$\(|\$\{|^\$[A-Za-z_]|`|^<[^>]*>$/;

/** The texts of `existingIstio`. */
const GIVEN = ['meshConfig', 'istiodValues', 'gatewayValues'] as const;

/**
 * Free text, where such characters mean nothing, Helm values, where they mean something, and
 * constructs, which are no values.
 *
 * @internal
 */
export const PROSE: ReadonlySet<string> = new Set([
  'reason',
  'corefile',
  'directory',
  'regex',
  'helmValues',
  'construct',
  ...GIVEN,
]);

/**
 * Finds values that somebody meant to replace and did not.
 *
 * @internal
 */
export function checkPlaceholders(value: unknown, problems: Problems): void {
  visit(value, [], (text, place) => {
    problems.at(...place).report('MESH105', `"${text}" is a shell placeholder`);
  });
}

/** @param place changes while the value is visited, so that sound values cost nothing */
function visit(
  value: unknown,
  place: Array<string | number>,
  found: (text: string, place: Place) => void,
): void {
  if (typeof value === 'string') {
    if (PLACEHOLDER.test(value)) {
      found(value, [...place]);
    }
    return;
  }
  if (value instanceof GatewayAddress) {
    visit(value.host, place, found);
    return;
  }
  const parts = Array.isArray(value) ? [...value.entries()] : entriesOf(value);
  for (const [step, part] of parts) {
    place.push(step);
    visit(part, place, found);
    place.pop();
  }
}

function entriesOf(value: unknown): Array<[string, unknown]> {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).filter(([key]) => !PROSE.has(key))
    : [];
}
