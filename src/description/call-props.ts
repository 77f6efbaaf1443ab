import { RetryProps, TrafficPolicyProps } from './traffic-props';

/**
 * Headers that the caller's proxy changes: at least one of the two (MESH373).
 *
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#Headers
 */
export interface HeaderChanges {
  /**
   * In what is sent to the service.
   *
   * @default - none
   */
  readonly request?: HeaderOperations;

  /**
   * In what comes back to the caller.
   *
   * @default - none
   */
  readonly response?: HeaderOperations;
}

/**
 * What is done to headers: at least one of the three (MESH373). Names are written in lower case;
 * `host` is not one of them. A `%` in a value begins a variable of Envoy; `%%` is a `%` itself.
 */
export interface HeaderOperations {
  /**
   * Headers that get this value and no other.
   *
   * @default - none
   * @keys changeableHeader
   * @form headerValue
   */
  readonly set?: { [header: string]: string };

  /**
   * Headers that get this value besides those that they have.
   *
   * @default - none
   * @keys changeableHeader
   * @form headerValue
   */
  readonly add?: { [header: string]: string };

  /**
   * Headers that are taken out.
   *
   * @default - none
   * @form removedHeader
   */
  readonly remove?: string[];
}

/**
 * Where copies of the calls go. Nobody waits for their answers, which are thrown away. At least one
 * of `service` and `subset` (MESH372).
 */
export interface MirrorProps {
  /**
   * The service that gets the copies, as `<name>.<namespace>`. It has the same HTTP ports, and
   * whoever may call this service may call it too (MESH372).
   *
   * @default - this service
   * @form serviceKey
   */
  readonly service?: string;

  /**
   * The subset of that service (MESH372).
   *
   * @default - all of its pods
   * @form name
   */
  readonly subset?: string;

  /**
   * Share of the calls that are copied, in percent: more than 0, at most 100 (MESH341).
   *
   * @default 100
   * @form share
   */
  readonly percent?: number;
}

/**
 * Faults that the caller's proxy makes up, to see how callers take them: at least one of the two
 * (MESH341). Istio does not retry calls, nor ends them after `timeout`, while it makes faults.
 */
export interface FaultProps {
  /**
   * Calls that begin late.
   *
   * @default - none
   */
  readonly delay?: FaultDelay;

  /**
   * Calls that fail at once.
   *
   * @default - none
   */
  readonly abort?: FaultAbort;
}

/** Calls that begin late. */
export interface FaultDelay {
  /**
   * How late, as a duration, e.g. `3s`.
   *
   * @form duration
   */
  readonly duration: string;

  /**
   * Share of the calls in percent: more than 0, at most 100 (MESH341).
   *
   * @default 100
   * @form share
   */
  readonly percent?: number;
}

/** Calls that fail at once. */
export interface FaultAbort {
  /**
   * The HTTP status that they get, 200 to 599 (MESH341).
   *
   * @form httpStatus
   */
  readonly status: number;

  /**
   * Share of the calls in percent: more than 0, at most 100 (MESH341).
   *
   * @default 100
   * @form share
   */
  readonly percent?: number;
}

/**
 * Settings of some callers, in the place of those of the service. Of several entries, the first one
 * that names a caller holds for it; what that entry leaves out is as the service says. At least one
 * setting (MESH371).
 */
export interface CallerSettings {
  /**
   * Names of the clusters whose workloads are meant (MESH371).
   *
   * @form label
   * @size 1..
   */
  readonly clusters: string[];

  /**
   * Namespaces of these workloads (MESH201).
   *
   * @default - every namespace that may call the service
   * @form name
   * @size 1..
   */
  readonly namespaces?: string[];

  /**
   * Timeout of a call, as a duration. HTTP ports only (MESH340).
   *
   * @default - that of the service
   * @form duration
   */
  readonly timeout?: string;

  /**
   * When and how often a failed call is retried. HTTP ports only (MESH340).
   *
   * @default - those of the service
   */
  readonly retries?: RetryProps;

  /**
   * Headers that the caller's proxy changes. HTTP ports only (MESH340).
   *
   * @default - those of the service
   */
  readonly headers?: HeaderChanges;

  /**
   * Faults that the caller's proxy makes up. HTTP ports only (MESH340).
   *
   * @default - those of the service
   */
  readonly fault?: FaultProps;

  /**
   * Connection limits, outlier detection and load balancing. With `namespaces`, a DestinationRule
   * in each of these namespaces, which Istio takes before the one of the service.
   *
   * @default - that of the service
   */
  readonly trafficPolicy?: TrafficPolicyProps;
}
