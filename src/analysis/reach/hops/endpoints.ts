import { Cluster } from '../../mesh/cluster';
import { distributedTo, isAt, MergedRule, subsetOf } from '../../mesh/destination-rules';
import { Endpoint, isInView } from '../../mesh/endpoints';
import { acceptedBy } from '../../mesh/peer-authentication';
import { Service } from '../../mesh/services';
import { covers, Labels, Source } from '../../world/manifest';
import { DialedCall, finding, SecuredCall } from '../call';
import { broken, Hop, Onward, unclear } from '../hop';

/**
 * The endpoints that are left for the client: those in its view of networks, with the labels of the
 * subset (Istio: pilot/pkg/xds/endpoints/endpoint_builder.go). Which of them comes first, by
 * locality and health, is not looked at: any may have to answer.
 *
 * @internal
 */
export const endpoints: Hop<SecuredCall, DialedCall> = {
  judge(call) {
    const { cluster, destination, rule, tls } = call;
    const { service, port, subset } = destination;
    const all = cluster.endpointsOf(service, port);
    const view = cluster.mesh.networkView;
    const usable = inSubset(all, rule, subset).filter(
      one => isInView(one, view) && isUsable(one) && !isDropped(one, cluster, 'sidecar'),
    );
    const left = withShare(usable, distributedTo(rule, subset, port.number));
    if (!left) {
      return unclear({
        ...finding('endpoints', cluster, UNKNOWN_PLACE, rule?.manifest.source),
        remedy: 'Say the locality of the cluster in world.yaml.',
      });
    }
    const at = (text: string, source: Source = service.manifest.source) =>
      finding('endpoints', cluster, text, source);
    if (left.length === 0) {
      return all.length === 0 && service.selector
        ? noPods(service, at)
        : broken({
            ...at(
              all.length === 0
                ? `${service.host} has no endpoints`
                : `none of the endpoints is left: ${whyNot(all, rule, subset, view)}`,
            ),
            remedy:
              'Correct labels of the endpoints, the subset, or the networks that the proxy asks for.',
          });
    }
    return {
      onward: left.map((endpoint): Onward<DialedCall> => {
        const replaced = replacedBy(endpoint, cluster);
        if (replaced) {
          return unclear(at(replaced, endpoint.source));
        }
        const isMutual = tls
          ? tls.mode === 'ISTIO_MUTUAL'
          : cluster.mesh.isAutoMutual && !service.isExternal && speaksMutual(endpoint, cluster);
        return {
          state: { ...call, endpoint, from: cluster, isMutual, through: [] },
          finding: at(`one is ${endpoint.text}`, endpoint.source),
        };
      }),
    };
  },
};

/** @internal */
export const UNKNOWN_PLACE =
  'calls are distributed over localities, and nobody knows where the nodes of the pods are';

/** Endpoints that get a share of the calls; undefined where nobody knows. @internal */
export function withShare(
  all: readonly Endpoint[],
  localities: readonly string[] | undefined,
): readonly Endpoint[] | undefined {
  if (!localities) {
    return all;
  }
  return all.some(({ locality }) => locality === undefined)
    ? undefined
    : all.filter(({ locality }) => localities.some(pattern => isAt(locality!, pattern)));
}

/** Whether an endpoint has an address of its own. */
const isUsable = ({ address, pods }: Endpoint): boolean => pods !== undefined || address !== '';

/** Those with the labels of a subset. @internal */
export function inSubset(
  all: readonly Endpoint[],
  rule: MergedRule | undefined,
  subset: string,
): readonly Endpoint[] {
  const labels: Labels = subsetOf(rule, subset)?.labels ?? {};
  return subset === '' ? all : all.filter(one => covers(labels, one.labels));
}

/** Pods that no manifest shows may be there: nobody can tell. */
function noPods(
  { selector, namespace }: Service,
  at: (text: string) => ReturnType<typeof finding>,
) {
  const labels = Object.entries(selector ?? {}).map(([key, value]) => `${key}=${value}`);
  return unclear({
    ...at(`no manifest has pods in ${namespace} with ${labels.join(', ')}`),
    remedy: 'Give their manifests, or name them in world.yaml.',
  });
}

function whyNot(
  all: readonly Endpoint[],
  rule: MergedRule | undefined,
  subset: string,
  view: readonly string[] | undefined,
): string {
  if (inSubset(all, rule, subset).length === 0) {
    return `none has the labels of the subset "${subset}"`;
  }
  return view ? `the proxy asks for the networks ${view.join(', ')} only` : 'none has an address';
}

/**
 * Whether istiod tells a proxy to speak mutual TLS to it by itself (Istio: mtls_checker.go).
 *
 * @internal
 */
export function speaksMutual({ tlsMode, pods, port }: Endpoint, cluster: Cluster): boolean {
  const policies = cluster.seen('security.istio.io', 'PeerAuthentication');
  const mode = pods ? acceptedBy(pods, port, policies, cluster.mesh).mode : 'PERMISSIVE';
  return tlsMode === 'istio' && mode !== 'DISABLE';
}

/**
 * With the flag of the ambient mode, endpoints of another network without a gateway are left out;
 * for sidecars only if istiod knows gateways at all (Istio: `EndpointsByNetworkFilter`).
 *
 * @internal
 */
export function isDropped(
  { network }: Endpoint,
  { mesh, networksWithGateways }: Cluster,
  proxy: 'sidecar' | 'gateway',
): boolean {
  const isElsewhere = network !== '' && mesh.network !== '' && network !== mesh.network;
  return (
    mesh.isAmbientMultiNetwork &&
    isElsewhere &&
    !networksWithGateways.has(network) &&
    (proxy === 'gateway' || networksWithGateways.size > 0)
  );
}

/**
 * Where istiod knows gateways of another network, it puts them in the place of its endpoints
 * (Istio: `EndpointsByNetworkFilter`).
 *
 * @internal
 */
export function replacedBy({ network }: Endpoint, cluster: Cluster): string | undefined {
  const own = cluster.mesh.network;
  return network !== '' && network !== own && cluster.networksWithGateways.has(network)
    ? `istiod knows gateways of the network ${network}, and puts them in the place of endpoints there`
    : undefined;
}
