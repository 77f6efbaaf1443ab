import {
  VirtualServiceSpecHttp as HttpRoute,
  VirtualServiceSpecHttpMatch as Match,
  VirtualServiceSpecHttpMatchHeaders as HeaderCondition,
} from '../../../../imports/networking.istio.io';
import { HeaderOperations } from '../../../description/call-props';
import { HeaderMatch, RetryProps, RouteProps } from '../../../description/traffic-props';
import { Host } from '../../../model/hosts/host';
import { CallSettings } from '../../../model/mesh';
import { byText, sortedRecord, sortedSet } from '../../../values/order';
import { unlessEmpty } from '../../../values/unless-empty';
import { Manifest } from '../../manifest';
import { virtualService } from '../istio-objects';

type Variant = CallSettings & { readonly namespaces?: readonly string[] };

/**
 * What callers do with their calls: a VirtualService in the serving cluster would not be asked,
 * since a gateway passes TLS through.
 *
 * @internal
 */
export function callerRoutes(host: Host): Manifest[] {
  const variants = [...host.byNamespace, { ...host, namespaces: undefined }];
  if (host.routes.length === 0 && !variants.some(isSaid)) {
    return [];
  }
  const routes = routesOf(host);
  return [
    virtualService(
      host.istio,
      { name: `${host.objectName}-global`, namespace: host.placement },
      {
        hosts: [host.host],
        exportTo: [...host.exportTo],
        http: variants.flatMap(variant =>
          routes.flatMap(route => retried(withSettings(route, variant), variant.retries)),
        ),
      },
    ),
  ];
}

const isSaid = ({ timeout, retries, headers, mirror, fault }: CallSettings): boolean =>
  [timeout, retries, headers, mirror, fault].some(part => part !== undefined);

function routesOf(host: Host): HttpRoute[] {
  return host.routes.length > 0
    ? host.routes.map(route => subsetRoute(route, host))
    : [{ route: [{ destination: { host: host.host } }] }];
}

/** Retries are left to `retried`. */
function withSettings(
  route: HttpRoute,
  { namespaces, timeout, headers, mirror, fault }: Variant,
): HttpRoute {
  const match = namespaces?.flatMap(sourceNamespace =>
    (route.match ?? [{}]).map(one => ({ ...one, sourceNamespace })),
  );
  return {
    ...route,
    match: match ?? route.match,
    timeout,
    headers: headers && { request: changes(headers.request), response: changes(headers.response) },
    mirror: mirror && { host: mirror.host, subset: mirror.subset },
    mirrorPercentage: mirror && { value: mirror.percent },
    fault: fault && {
      delay: fault.delay && {
        fixedDelay: fault.delay.duration,
        percentage: { value: fault.delay.percent ?? 100 },
      },
      abort: fault.abort && {
        httpStatus: fault.abort.status,
        percentage: { value: fault.abort.percent ?? 100 },
      },
    },
  };
}

function changes(operations: HeaderOperations | undefined) {
  return (
    operations && {
      set: operations.set && sortedRecord(operations.set),
      add: operations.add && sortedRecord(operations.add),
      remove: operations.remove && sortedSet(operations.remove),
    }
  );
}

/** Only the calls with certain methods, if so: the others get a second route of the same kind. */
function retried(route: HttpRoute, retries: RetryProps | undefined): HttpRoute[] {
  if (!retries) {
    return [route];
  }
  const { methods, retryOn, ...rest } = retries;
  const tried = { ...route, retries: { ...rest, retryOn: retryOn && sortedSet(retryOn).join() } };
  return methods ? [{ ...tried, match: withMethod(route.match, methods) }, route] : [tried];
}

function withMethod(match: readonly Match[] = [{}], methods: readonly string[]): Match[] {
  const [only, ...others] = sortedSet(methods);
  const method = others.length > 0 ? { regex: [only, ...others].join('|') } : { exact: only };
  return match.map(one => ({ ...one, method }));
}

function subsetRoute(
  { headers = [], pathPrefix, destinations }: RouteProps,
  { host }: Host,
): HttpRoute {
  const match: Match | undefined = unlessEmpty({
    headers: unlessEmpty(Object.fromEntries(headers.map(headerCondition))),
    uri: pathPrefix === undefined ? undefined : { prefix: pathPrefix },
  });
  return {
    match: match && [match],
    route: [...destinations]
      .sort(byText(({ subset }) => subset))
      .map(({ subset, weight = 100 }) => ({ destination: { host, subset }, weight })),
  };
}

function headerCondition({ name, ...condition }: HeaderMatch): [string, HeaderCondition] {
  return [name, condition];
}
