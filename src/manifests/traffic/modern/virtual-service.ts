import {
  VirtualServiceSpecHttp as HttpRoute,
  VirtualServiceSpecHttpMatch as Match,
  VirtualServiceSpecHttpMatchHeaders as HeaderCondition,
} from '../../../../imports/networking.istio.io';
import { HeaderMatch, RetryProps, RouteProps } from '../../../description/traffic-props';
import { Host } from '../../../model/hosts/host';
import { byText, sortedSet } from '../../../values/order';
import { unlessEmpty } from '../../../values/unless-empty';
import { Manifest } from '../../manifest';
import { virtualService } from '../istio-objects';

/**
 * What callers do with their calls: a VirtualService in the serving cluster would not be asked,
 * since a gateway passes TLS through.
 *
 * @internal
 */
export function callerRoutes(host: Host): Manifest[] {
  const { routes, timeout, retries } = host;
  if (routes.length === 0 && timeout === undefined && !retries) {
    return [];
  }
  return [
    virtualService(
      host.istio,
      { name: `${host.objectName}-global`, namespace: host.placement },
      {
        hosts: [host.host],
        exportTo: [...host.exportTo],
        http: (routes.length > 0
          ? routes.map(route => subsetRoute(route, host))
          : [{ route: [{ destination: { host: host.host } }] }]
        ).flatMap(route => retried({ ...route, timeout }, retries)),
      },
    ),
  ];
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
