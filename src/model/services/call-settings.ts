import { FaultProps, HeaderChanges, HeaderOperations } from '../../description/call-props';
import { Problems } from '../../problems/problems';
import { durationMs } from '../../values/duration';
import { isKeyOfEveryObject } from '../../values/names';

/** @internal */
export function checkHeaderChanges(changes: HeaderChanges, problems: Problems): void {
  if (!changes.request && !changes.response) {
    problems.report('MESH373', 'no header is changed');
  }
  for (const direction of ['request', 'response'] as const) {
    const operations = changes[direction];
    if (operations) {
      checkOperations(operations, problems.at(direction));
    }
  }
}

function checkOperations(operations: HeaderOperations, problems: Problems): void {
  const { set = {}, add = {}, remove = [] } = operations;
  const names = [...Object.keys(set), ...Object.keys(add), ...remove];
  if (names.length === 0) {
    problems.report('MESH373', 'no header is changed');
  }
  names.forEach((name, i) => {
    if (!isChangeable(name)) {
      problems.report('MESH373', `"${name}" is not the name of a header that can be changed`);
    }
    if (names.indexOf(name) !== i) {
      problems.report('MESH373', `header "${name}" is changed twice`);
    }
  });
  for (const key of ['set', 'add'] as const) {
    for (const [name, value] of Object.entries(operations[key] ?? {})) {
      checkValue(name, value, problems.at(key, name));
    }
  }
}

/**
 * Envoy refuses to change pseudo-headers and the host (Istio: ValidateHTTPHeaderOperationName).
 *
 * @internal
 */
export const CHANGEABLE_HEADER = /^(?!host$)[a-z0-9!#$&'*+.^_`|~-]+$/;

const isChangeable = (name: string): boolean =>
  CHANGEABLE_HEADER.test(name) && !isKeyOfEveryObject(name);

/** What a header can have. @internal */
export const HEADER_TEXT = /^[\t\x20-\x7e]*$/;

/**
 * Envoy reads variables between `%`, and refuses the whole route for one that it does not know.
 *
 * @internal
 */
export const HEADER_VARIABLES = /^(?:[^%]|%%|%[A-Z][A-Z0-9_]*(?:\([^()%]*\))?(?::\d+)?%)*$/;

function checkValue(name: string, value: string, problems: Problems): void {
  if (!HEADER_TEXT.test(value)) {
    problems.report('MESH373', `the value of "${name}" has characters that a header cannot have`);
  } else if (!HEADER_VARIABLES.test(value)) {
    problems.report(
      'MESH373',
      `the value of "${name}" has a "%" that begins no variable of Envoy`,
      'Write "%%" for a "%".',
    );
  }
}

/** @internal */
export function checkFault({ delay, abort }: FaultProps, problems: Problems): void {
  if (!delay && !abort) {
    problems.report('MESH341', 'there is neither a delay nor an abort');
  }
  if (delay && (durationMs(delay.duration) ?? 0) < 1) {
    problems
      .at('delay', 'duration')
      .report('MESH341', `"${delay.duration}" is not a duration of at least 1ms`);
  }
  if (abort && !(Number.isInteger(abort.status) && abort.status >= 200 && abort.status <= 599)) {
    problems.at('abort', 'status').report('MESH341', `${abort.status} is not an HTTP status`);
  }
  checkShare(delay?.percent, problems.at('delay', 'percent'));
  checkShare(abort?.percent, problems.at('abort', 'percent'));
}

/** @internal */
export function checkShare(percent: number | undefined, problems: Problems): void {
  if (percent !== undefined && !(percent > 0 && percent <= 100)) {
    problems.report('MESH341', `${percent} is not a share in percent`);
  }
}
