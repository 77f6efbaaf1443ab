import { Construct, IConstruct } from 'constructs';
import { GatewayAddress } from '../values/gateway-address';

/** No schema asks for more levels; a program may give an object that contains itself. */
const MAX_DEPTH = 40;

/** The key under which a map without keys carries the construct that it stands for. */
const CONSTRUCT = Symbol('construct');

/**
 * Props in the form in which a file has them: value classes as text. A construct, which no file can
 * have, is a map without keys. What holds none of them is the same object.
 *
 * @internal
 */
export function fileForm(value: unknown, depth: number = 0): unknown {
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) {
    return value;
  }
  if (Construct.isConstruct(value)) {
    return { [CONSTRUCT]: value };
  }
  if (value instanceof GatewayAddress) {
    return typeof value.host === 'string' ? String(value) : value.host;
  }
  // without lists of keys and values: there are tens of thousands of these
  let copy: any;
  for (const key in value) {
    const part = (value as any)[key];
    const form = fileForm(part, depth + 1);
    if (form !== part) {
      copy ??= Array.isArray(value) ? [...value] : { ...value };
      copy[key] = form;
    }
  }
  return copy ?? value;
}

/** The address that a text or the address itself stands for. @internal */
export const addressOf = (form: string | GatewayAddress): GatewayAddress =>
  typeof form === 'string' ? GatewayAddress.of(form) : form;

/** The construct that a map stands for; undefined if it is none. @internal */
export const constructOf = (form: unknown): IConstruct | undefined =>
  Construct.isConstruct(form)
    ? form
    : (form as { readonly [CONSTRUCT]?: IConstruct } | undefined)?.[CONSTRUCT];
