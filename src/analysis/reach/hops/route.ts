import { eitherOf, unknownFieldOf } from './not-understood';
import { subsetOf } from '../../mesh/destination-rules';
import { inferredService } from '../../mesh/scope';
import { Destination, RoutedRule, routingOf, virtualServiceOf } from '../../mesh/virtual-services';
import { Manifest, objectText } from '../../world/manifest';
import { finding, ListenedCall, RoutedCall } from '../call';
import { broken, Ended, Hop, Onward, passes, unclear } from '../hop';

/**
 * Where the VirtualService of the host sends the call, as the caller's proxy sees it (Istio:
 * pilot/pkg/networking/core/route/route.go).
 *
 * @internal
 */
export const route: Hop<ListenedCall, RoutedCall> = {
  judge(call) {
    const { cluster, caller, host, port, service, servicePort, scope, speaksHttp } = call;
    const other = meshRoute(call);
    if (other) {
      return unclear(finding('route', cluster, `${objectText(other)} routes it`, other.source));
    }
    const candidates = cluster.virtualServicesFor(host);
    const manifest = virtualServiceOf(host, scope, candidates, cluster.mesh);
    const direct = { service, port: servicePort, subset: '' };
    const unknown = unknownFieldOf(manifest);
    if (unknown) {
      return unclear(finding('route', cluster, unknown.text, unknown.source));
    }
    const { namespace, labels } = caller;
    const { request } = call;
    const routing =
      manifest &&
      routingOf(manifest, { port, isHttp: speaksHttp, host, namespace, labels, request });
    if (!routing) {
      const text = manifest
        ? 'no rule of a VirtualService is about it'
        : 'no VirtualService is about it';
      return passes(
        { ...call, destination: direct, isSome: false },
        finding('route', cluster, text, manifest?.source),
      );
    }
    const onward = routing.rules.flatMap(rule => taken(rule, routing.manifest, call));
    const missed = routing.mayMissAll === 'no' ? [] : [noRule(call, routing.manifest)];
    return { onward: [...onward, ...missed] };
  },
};

function taken(
  rule: RoutedRule,
  manifest: Manifest,
  call: ListenedCall,
): Array<Onward<RoutedCall>> {
  const { cluster } = call;
  const at = (text: string) => finding('route', cluster, text, manifest.source);
  if (rule.matches === 'unclear') {
    return [unclear(at(`nobody here can tell whether ${rule.path} matches`))];
  }
  if (rule.headers.some(name => name === 'host' || name === ':authority')) {
    return [unclear(at(`${rule.path} changes the host of the request`))];
  }
  if (rule.destinations.length === 0) {
    return [unclear(at(`${rule.path} leads to no destination`))];
  }
  return rule.destinations.map(destination => to(destination, rule, manifest, call));
}

function to(
  { host, subset, port }: Destination,
  { path, matches, headers }: RoutedRule,
  manifest: Manifest,
  call: ListenedCall,
): Onward<RoutedCall> {
  const { cluster, caller, scope } = call;
  const at = (text: string) => finding('route', cluster, text, manifest.source);
  const service = scope.service(host) ?? inferredService(host, caller.namespace, cluster.services);
  const either = service && eitherOf(service);
  if (either) {
    return unclear(finding('route', cluster, either.text, either.source));
  }
  // without a port in the rule, the only one of the destination
  const number = port ?? call.port;
  const only = service?.ports.length === 1 ? service.ports[0] : undefined;
  const servicePort =
    service?.ports.find(one => one.number === number) ?? (port === call.port ? only : undefined);
  const name = `${host}${subset === '' ? '' : ` subset ${subset}`}`;
  if (!service || !servicePort) {
    return broken({
      ...at(
        `${objectText(manifest)} ${path} leads to ${name}, which ${caller.namespace} does not know`,
      ),
      remedy: `Export ${host} with port ${number} to ${caller.namespace}, or correct the rule.`,
    });
  }
  const rule = cluster.destinationRules.for(service, caller.namespace, caller.labels);
  if (subset !== '' && !subsetOf(rule, subset)) {
    return broken({
      ...at(
        `${objectText(manifest)} ${path} leads to ${name}, and no DestinationRule has that subset`,
      ),
      remedy: `Add the subset "${subset}" to the DestinationRule of ${host}.`,
    });
  }
  const isSome = matches === 'some';
  return {
    state: {
      ...call,
      // what arrives is not what was sent
      request: headers.length > 0 ? { ...call.request, headers: undefined } : call.request,
      destination: { service, port: servicePort, subset },
      isSome,
    },
    finding: at(
      `${objectText(manifest)} ${path} leads to ${name}${isSome ? ', for some requests' : ''}`,
    ),
  };
}

const noRule = ({ cluster }: ListenedCall, manifest: Manifest): Ended =>
  broken({
    ...finding('route', cluster, `no rule of ${objectText(manifest)} is for it`, manifest.source),
    remedy: 'Add a rule without conditions at its end.',
  });

/** Routes of the Gateway API for calls inside of the mesh. */
function meshRoute({ cluster, service }: ListenedCall): Manifest | undefined {
  const names = [service.manifest.name, service.host];
  return ['HTTPRoute', 'GRPCRoute', 'TCPRoute', 'TLSRoute']
    .flatMap(kind => cluster.of('gateway.networking.k8s.io', kind))
    .find(({ spec }) =>
      (spec.parentRefs ?? []).some(
        (parent: any) => (parent?.kind ?? 'Gateway') !== 'Gateway' && names.includes(parent?.name),
      ),
    );
}
