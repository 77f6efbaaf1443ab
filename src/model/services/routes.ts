import { checkFault, checkHeaderChanges } from './call-settings';
import { isHttp } from './ports';
import { FaultProps, HeaderChanges, MirrorProps } from '../../description/call-props';
import { ServicePort, SubsetProps } from '../../description/service-props';
import {
  HeaderMatch,
  RetryProps,
  RouteDestination,
  RouteProps,
  TcpKeepaliveProps,
  TrafficPolicyProps,
} from '../../description/traffic-props';
import { Problems } from '../../problems/problems';
import { durationMs } from '../../values/duration';
import { isKeyOfEveryObject } from '../../values/names';
import { flawOfRegex } from '../../values/re2';

/** What the caller's side can be told about its calls. @internal */
export interface CallProps {
  readonly ports: readonly ServicePort[];
  readonly subsets?: readonly SubsetProps[];
  readonly routes?: readonly RouteProps[];
  readonly timeout?: string;
  readonly retries?: RetryProps;
  readonly headers?: HeaderChanges;
  readonly mirror?: MirrorProps;
  readonly fault?: FaultProps;
  readonly ownVirtualService?: boolean;
  readonly trafficPolicy?: TrafficPolicyProps;
}

/** @internal */
export function checkCalls(props: CallProps, problems: Problems): void {
  const { ports, subsets = [], routes, timeout, retries, trafficPolicy } = props;
  const { headers, mirror, fault } = props;
  const inVirtualService = Object.entries({ routes, timeout, retries, headers, mirror, fault })
    .filter(([, value]) => value !== undefined)
    .map(([key]) => key);
  const [first] = inVirtualService;
  if (first !== undefined && !ports.some(port => isHttp(port.protocol))) {
    problems
      .at(first)
      .report('MESH340', `${inVirtualService.join(', ')}: the service has no HTTP port`);
  }
  if (first !== undefined && props.ownVirtualService) {
    problems
      .at(first)
      .report(
        'MESH370',
        `${inVirtualService.join(', ')}: the VirtualService of the host is your own`,
      );
  }
  if (routes) {
    checkRoutes(routes, new Set(subsets.map(subset => subset.name)), problems.at('routes'));
  }
  checkDuration(timeout, problems.at('timeout'));
  checkRetries(retries, problems.at('retries'));
  if (headers) {
    checkHeaderChanges(headers, problems.at('headers'));
  }
  if (fault) {
    checkFault(fault, problems.at('fault'));
  }
  if (trafficPolicy) {
    checkTrafficPolicy(trafficPolicy, problems.at('trafficPolicy'));
  }
  const upgrade = trafficPolicy?.connectionPool?.http2Upgrade;
  if (upgrade !== undefined && !ports.some(port => isHttp(port.protocol))) {
    problems
      .at('trafficPolicy', 'connectionPool', 'http2Upgrade')
      .report('MESH340', 'http2Upgrade: the service has no HTTP port');
  }
}

function checkRoutes(
  routes: readonly RouteProps[],
  subsets: ReadonlySet<string>,
  problems: Problems,
): void {
  routes.forEach(({ headers = [], pathPrefix, destinations }, i) => {
    const at = problems.at(i);
    const isLast = i === routes.length - 1;
    const matchesAll = headers.length === 0 && pathPrefix === undefined;
    if (isLast !== matchesAll) {
      at.report(
        'MESH340',
        isLast
          ? 'the last rule does not match every call: the rest would get 404'
          : 'the rules behind one that matches every call are never reached',
      );
    }
    if (pathPrefix !== undefined && !pathPrefix.startsWith('/')) {
      at.at('pathPrefix').report('MESH340', `path prefix "${pathPrefix}" does not begin with "/"`);
    }
    headers.forEach((header, j) => {
      checkHeader(header, at.at('headers', j));
      if (headers.findIndex(other => other.name === header.name) !== j) {
        at.at('headers', j, 'name').report(
          'MESH340',
          `header "${header.name}" is named twice: Istio takes one condition for each`,
        );
      }
    });
    checkDestinations(destinations, subsets, at.at('destinations'));
  });
  if (routes.length === 0) {
    problems.report('MESH407', 'the list of routes is empty');
  }
}

/** @internal */
export const HEADER = /^[a-z0-9!#$%&'*+.^_`|~-]+$/;

function checkHeader({ name, exact, prefix, regex }: HeaderMatch, problems: Problems): void {
  if (!HEADER.test(name) || isKeyOfEveryObject(name)) {
    problems.at('name').report('MESH340', `"${name}" is not the name of a header in lower case`);
  }
  if ([exact, prefix, regex].filter(value => value !== undefined).length !== 1) {
    problems.report('MESH340', `header "${name}" needs exactly one of exact, prefix and regex`);
  }
  const flaw = regex === undefined ? undefined : flawOfRegex(regex);
  if (flaw !== undefined) {
    problems
      .at('regex')
      .report('MESH340', `"${regex}" is not a regular expression of RE2: ${flaw}`);
  }
}

function checkDestinations(
  destinations: readonly RouteDestination[],
  subsets: ReadonlySet<string>,
  problems: Problems,
): void {
  destinations.forEach(({ subset, weight = 100 }, i) => {
    if (!subsets.has(subset)) {
      problems.at(i, 'subset').report('MESH340', `"${subset}" is not a subset of the service`);
    }
    if (!Number.isInteger(weight) || weight < 0) {
      problems.at(i, 'weight').report('MESH340', `weight ${weight} is not a whole number`);
    }
  });
  const sum = destinations.reduce((total, { weight = 100 }) => total + weight, 0);
  if (sum !== 100) {
    problems.report('MESH340', `the weights add up to ${sum}, not to 100`);
  }
}

/** A condition for a retry, as Envoy names it, or a status code. @internal */
export const RETRY_CONDITION = /^[a-z0-9-]+$/;

/** @internal */
export const METHOD = /^[A-Z]+(-[A-Z]+)*$/;

function checkRetries(retries: RetryProps | undefined, problems: Problems): void {
  if (retries) {
    checkCount(retries.attempts, problems.at('attempts'));
    if (
      retries.attempts === 0 &&
      (retries.perTryTimeout !== undefined || retries.retryOn || retries.methods)
    ) {
      problems.report('MESH341', 'retries are turned off, and there are settings for them');
    }
    checkDuration(retries.perTryTimeout, problems.at('perTryTimeout'));
    checkMethods(retries.methods, problems.at('methods'));
    retries.retryOn?.forEach((condition, i) => {
      if (!RETRY_CONDITION.test(condition)) {
        problems
          .at('retryOn', i)
          .report(
            'MESH341',
            `"${condition}" is not the name of a retry condition or a status code`,
          );
      }
    });
  }
}

function checkMethods(methods: readonly string[] | undefined, problems: Problems): void {
  if (methods?.length === 0) {
    problems.report('MESH407', 'the list of methods is empty');
  }
  methods?.forEach((method, i) => {
    if (!METHOD.test(method)) {
      problems.at(i).report('MESH341', `"${method}" is not an HTTP method in upper case`);
    }
  });
}

function checkTrafficPolicy(
  { connectionPool = {}, outlierDetection = {}, loadBalancer = {} }: TrafficPolicyProps,
  problems: Problems,
): void {
  const { connectTimeout, idleTimeout, maxConnectionDuration, ...others } = connectionPool;
  const { tcpKeepalive, http2Upgrade, ...limits } = others;
  const at = problems.at('connectionPool');
  checkAll({ connectTimeout, idleTimeout, maxConnectionDuration }, checkDuration, at);
  checkAll(limits, checkCount, at);
  if (tcpKeepalive) {
    checkKeepalive(tcpKeepalive, at.at('tcpKeepalive'));
  }
  const { interval, baseEjectionTime, maxEjectionPercent, minHealthPercent, ...errors } =
    outlierDetection;
  checkAll({ interval, baseEjectionTime }, checkDuration, problems.at('outlierDetection'));
  checkAll({ maxEjectionPercent, minHealthPercent }, checkPercent, problems.at('outlierDetection'));
  checkAll(errors, checkCount, problems.at('outlierDetection'));
  if (loadBalancer.algorithm !== undefined && loadBalancer.hashHeader !== undefined) {
    problems
      .at('loadBalancer')
      .report('MESH341', 'the load balancer has an algorithm and a header to go by');
  }
}

function checkKeepalive({ time, interval, probes }: TcpKeepaliveProps, problems: Problems): void {
  if ([time, interval, probes].every(value => value === undefined)) {
    problems.report('MESH341', 'there is no setting of the keepalive');
  }
  checkAll({ time, interval }, checkSeconds, problems);
  checkCount(probes, problems.at('probes'));
}

type Rule<T> = (value: T | undefined, problems: Problems) => void;

function checkAll<T>(
  values: { readonly [key: string]: T | undefined },
  rule: Rule<T>,
  problems: Problems,
): void {
  Object.entries(values).forEach(([key, value]) => rule(value, problems.at(key)));
}

/** Envoy counts whole seconds, and takes none for its default. */
function checkSeconds(text: string | undefined, problems: Problems): void {
  if (text !== undefined && (durationMs(text) ?? 0) < 1000) {
    problems.report('MESH341', `"${text}" is not a duration of at least 1s`);
  }
}

/** Istio wants at least a millisecond. */
function checkDuration(text: string | undefined, problems: Problems): void {
  if (text !== undefined && (durationMs(text) ?? 0) < 1) {
    problems.report('MESH341', `"${text}" is not a duration of at least 1ms`);
  }
}

function checkPercent(value: number | undefined, problems: Problems): void {
  if (value !== undefined && !(Number.isInteger(value) && value >= 0 && value <= 100)) {
    problems.report('MESH341', `${value} is not a percentage`);
  }
}

/** Istio's fields are of 32 bits. @internal */
export const MOST = 2 ** 31 - 1;

function checkCount(value: number | undefined, problems: Problems): void {
  if (value !== undefined && (!Number.isInteger(value) || value < 0 || value > MOST)) {
    problems.report('MESH341', `${value} is not a whole number from 0 to ${MOST}`);
  }
}
