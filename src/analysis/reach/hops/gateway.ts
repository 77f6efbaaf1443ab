import {
  inSubset,
  isDropped,
  replacedBy,
  speaksMutual,
  UNKNOWN_PLACE,
  withShare,
} from './endpoints';
import {
  eitherOf,
  firstUnknownField,
  networkPolicyFor,
  notUnderstood,
  waypointOf,
} from './not-understood';
import { Cluster } from '../../mesh/cluster';
import { checkedTlsMode, distributedTo, MergedRule, subsetOf } from '../../mesh/destination-rules';
import { Endpoint, isInView } from '../../mesh/endpoints';
import { passes as passesHost, Server } from '../../mesh/gateways';
import { Service } from '../../mesh/services';
import { objectText, Source } from '../../world/manifest';
import { DialedCall, finding, GatewayCall } from '../call';
import { broken, Ended, Hop, Judgement, Onward, unclear } from '../hop';

/**
 * A gateway in mode AUTO_PASSTHROUGH: it has a filter chain for each port and subset of the
 * services that its servers name, found by the SNI, and passes on to endpoints that speak mutual
 * TLS (Istio: `builtAutoPassthroughFilterChains` in pilot/pkg/networking/core/gateway.go,
 * `EndpointsWithMTLSFilter`).
 *
 * @internal
 */
export const gateway: Hop<GatewayCall, DialedCall> = {
  judge(call) {
    const { mesh, at: cluster, gateway: proxy, sni } = call;
    const at = (text: string, source: Source = proxy.source) =>
      finding('gateway', cluster, text, source);
    const unknown =
      notUnderstood(mesh, cluster, proxy) ?? networkPolicyFor(cluster, proxy, 'Ingress');
    if (unknown) {
      return unclear(at(unknown.text, unknown.source));
    }
    if (!call.isMutual) {
      return broken({
        ...at('the client does not speak mutual TLS, so the gateway sees no server name'),
        remedy: 'Set tls.mode of its DestinationRule to ISTIO_MUTUAL.',
      });
    }
    const passed = mesh.passedOn(proxy, call.gatewayPort, sni, () => passOn(call, at));
    return 'ends' in passed
      ? passed
      : {
          onward: passed.onward.map(one =>
            'ends' in one
              ? one
              : {
                  state: {
                    ...call,
                    endpoint: one.state,
                    from: cluster,
                    through: [...call.through, proxy],
                  },
                  finding: one.finding,
                },
          ),
        };
  },
};

/** Nothing of it is different for another caller: many have the same calls. */
function passOn(call: GatewayCall, at: At): Judgement<Endpoint> {
  const target = targetOf(call.sni);
  const server = target && serverFor(call, target, at);
  if (!target || !server || 'ends' in server) {
    return server && 'ends' in server ? server : noChain(call, at);
  }
  return onward(call, target, server.server, at);
}

type At = (text: string, source?: Source) => ReturnType<typeof finding>;

interface Target {
  readonly host: string;
  readonly port: number;
  readonly subset: string;
}

/** `outbound_.8000_.v1_.httpbin.bar.global`. */
function targetOf(sni: string): Target | undefined {
  const [, port, subset, host] = /^outbound_\.(\d+)_\.([^_]*)_\.(.+)$/.exec(sni) ?? [];
  return host === undefined ? undefined : { host, port: Number(port), subset };
}

function serverFor(
  { at: cluster, gateway: proxy, gatewayPort }: GatewayCall,
  { host }: Target,
  at: At,
): { readonly server: Server } | Ended | undefined {
  const { servers, skipped, clash } = cluster.gatewayListener(proxy, gatewayPort);
  const unknown = firstUnknownField(servers.map(one => one.manifest));
  if (unknown) {
    return unclear(at(unknown.text, unknown.source));
  }
  if (clash) {
    return broken({
      ...at(
        `two servers have the host ${clash.host}, so Envoy refuses the listener of port ${gatewayPort}`,
        clash.server.manifest.source,
      ),
      remedy: `Name ${clash.host} in one Gateway only.`,
    });
  }
  const server = servers.find(one => passesHost(one, host));
  if (server) {
    return { server };
  }
  const missed = skipped.find(({ hosts }) => hosts.includes(host));
  const source = missed?.manifest.source ?? servers[0]?.manifest.source;
  return broken({
    ...at(
      missed
        ? `${objectText(missed.manifest)} is left out: ${missed.why}`
        : `no Gateway passes ${host} through on port ${gatewayPort} of ${proxy.namespace}/${proxy.name}`,
      source,
    ),
    remedy: `Name ${host} in a server with AUTO_PASSTHROUGH.`,
  });
}

const noChain = ({ sni }: GatewayCall, at: At): Ended =>
  broken({
    ...at(`the server name ${sni} is none that a gateway passes on`),
    remedy: 'Leave tls.sni out of the DestinationRule, or correct it.',
  });

function onward(
  call: GatewayCall,
  { host, port, subset }: Target,
  server: Server,
  at: At,
): Judgement<Endpoint> {
  const { at: cluster, gateway: proxy } = call;
  const scope = cluster.gatewayScope(proxy);
  const service = scope.service(host);
  const servicePort = service?.ports.find(({ number }) => number === port);
  const all = cluster.services.get(host) ?? [];
  const [known] = all;
  const unknown =
    firstUnknownField(all.map(one => one.manifest)) ??
    (service && (eitherOf(service) ?? waypointOf(cluster, service)));
  if (unknown) {
    return unclear(at(unknown.text, unknown.source));
  }
  if (!service && host.endsWith('.svc.cluster.local') && !known) {
    return unclear({
      ...at(`no manifest has the Service ${host}`, server.manifest.source),
      remedy: 'Give its manifest, with those of its pods.',
    });
  }
  if (!service || !servicePort || service.isExternal || servicePort.treatment === 'udp') {
    return broken({
      ...at(
        service
          ? `${objectText(service.manifest)} has no port ${port} that a gateway passes through`
          : `the gateway in ${proxy.namespace} does not know ${host}`,
        (service ?? known)?.manifest.source ?? server.manifest.source,
      ),
      remedy: `Export an entry of ${host} with port ${port} to ${proxy.namespace}.`,
    });
  }
  const rule = cluster.destinationRules.for(service, proxy.namespace, proxy.labels);
  if (subset !== '' && !subsetOf(rule, subset)) {
    return broken({
      ...at(
        `the gateway knows no subset "${subset}" of ${host}`,
        rule?.manifest.source ?? service.manifest.source,
      ),
      remedy: `Export a DestinationRule of ${host} with that subset to ${proxy.namespace}.`,
    });
  }
  const endpoints = inSubset(cluster.endpointsOf(service, servicePort), rule, subset);
  const seen = endpoints.filter(
    one => isInView(one, proxy.networkView) && !isDropped(one, cluster, 'gateway'),
  );
  const mutual = seen.filter(one => isMutual(one, { cluster, rule, subset, port }));
  const left = withShare(mutual, distributedTo(rule, subset, port));
  if (!left) {
    return unclear(at(UNKNOWN_PLACE, rule?.manifest.source));
  }
  return left.length > 0
    ? { onward: left.map(endpoint => to(endpoint, call, server, at)) }
    : nothingLeft(call, service, endpoints, seen, at);
}

function to(endpoint: Endpoint, call: GatewayCall, { manifest }: Server, at: At): Onward<Endpoint> {
  const replaced = replacedBy(endpoint, call.at);
  return replaced
    ? unclear(at(replaced, endpoint.source))
    : {
        state: endpoint,
        finding: at(
          `${objectText(manifest)} passes ${call.sni} on to ${endpoint.text}`,
          manifest.source,
        ),
      };
}

function nothingLeft(
  { gateway: proxy }: GatewayCall,
  service: Service,
  all: readonly Endpoint[],
  seen: readonly Endpoint[],
  at: At,
): Ended {
  const { manifest, selector } = service;
  if (all.length === 0 && selector) {
    return unclear({
      ...at(`no manifest has the pods of ${service.host}`, manifest.source),
      remedy: 'Give their manifests, or name them in world.yaml.',
    });
  }
  if (all.length === 0) {
    return broken({
      ...at(`${service.host} has no endpoints for the gateway`, manifest.source),
      remedy: 'Select pods with a workloadSelector.',
    });
  }
  return broken({
    ...at(
      seen.length === 0
        ? `the gateway asks for the networks ${proxy.networkView?.join(', ')} only, and all endpoints are in others`
        : `no endpoint of ${service.host} speaks mutual TLS, so the gateway passes nothing on`,
      manifest.source,
    ),
    remedy:
      seen.length === 0
        ? 'Correct ISTIO_META_REQUESTED_NETWORK_VIEW or the network of the endpoints.'
        : 'Give the pods a sidecar, or the endpoints the label security.istio.io/tlsMode: istio.',
  });
}

interface Asked {
  readonly cluster: Cluster;
  readonly rule: MergedRule | undefined;
  readonly subset: string;
  readonly port: number;
}

/** Istio: pilot/pkg/xds/endpoints/mtls_checker.go; a rule cannot make up for a missing label. */
function isMutual(endpoint: Endpoint, { cluster, rule, subset, port }: Asked): boolean {
  const told = checkedTlsMode(rule, subset, port);
  return told === undefined
    ? speaksMutual(endpoint, cluster)
    : endpoint.tlsMode === 'istio' && told === 'ISTIO_MUTUAL';
}
