import { Pods, TLS_MODE } from './pods';
import { Service, ServicePort } from './services';
import { covers, Labels, Manifest, Source } from '../world/manifest';

/** Something that answers for a port of a host, as istiod sees it. @internal */
export interface Endpoint {
  /** undefined for pods, whose addresses are given when they run */
  readonly address?: string;
  readonly pods?: Pods;
  readonly port: number;
  readonly labels: Labels;
  readonly network: string;
  /** undefined where nobody knows where its node is */
  readonly locality?: string;
  /** `istio` where it is told that it speaks mutual TLS */
  readonly tlsMode: string;
  /** identity that istiod expects of it */
  readonly account?: string;
  readonly namespace: string;
  readonly source: Source;
  readonly text: string;
}

/** What istiod looks at to find endpoints. @internal */
export interface EndpointSources {
  readonly pods: readonly Pods[];
  readonly workloadEntries: readonly Manifest[];
  readonly trustDomain: string;
  /** of all nodes of the cluster */
  readonly locality?: string;
}

/** The endpoints of one port of a service's own manifest. @internal */
export function endpointsOf(
  service: Service,
  port: ServicePort,
  sources: EndpointSources,
): Endpoint[] {
  const { manifest, selector, namespace, isKubernetes } = service;
  if (selector) {
    return [
      ...sources.pods
        .filter(pods => pods.namespace === namespace && covers(selector, pods.labels))
        .map(pods => ofPods(pods, service, port, sources)),
      ...sources.workloadEntries
        .filter(
          entry =>
            entry.namespace === namespace &&
            covers(selector, { ...entry.spec.labels, ...entry.labels }),
        )
        .map(entry => ofEntry(entry.spec, entry.labels, entry, port, sources)),
    ];
  }
  if (isKubernetes) {
    return [];
  }
  const given: any[] = manifest.spec.endpoints ?? [];
  if (given.length === 0 && service.resolution.startsWith('DNS')) {
    return [byName(service, port)];
  }
  return given.map(endpoint => ofEntry(endpoint, {}, manifest, port, sources));
}

/**
 * A container port of the same name comes before the target port, and that before the number of the
 * port (Istio: `convertWorkloadInstanceToServiceInstance`).
 */
function ofPods(
  pods: Pods,
  { isKubernetes }: Service,
  port: ServicePort,
  { trustDomain, locality }: EndpointSources,
): Endpoint {
  const { namespace, identity, labels, network, source, text } = pods;
  const named = isKubernetes ? undefined : pods.namedPorts[port.name];
  const target = typeof port.target === 'string' ? pods.namedPorts[port.target] : port.target;
  return {
    address: pods.address,
    pods,
    port: named ?? target ?? port.number,
    labels,
    network,
    locality: labels['istio-locality']?.replace(/\./g, '/') ?? locality,
    tlsMode: labels[TLS_MODE] ?? 'disabled',
    account: `spiffe://${trustDomain}/ns/${namespace}/sa/${identity}`,
    namespace,
    source,
    text,
  };
}

/** Istio: `getTLSModeFromWorkloadEntry`. */
function ofEntry(
  endpoint: any,
  ownLabels: Labels,
  manifest: Manifest,
  port: ServicePort,
  { trustDomain }: EndpointSources,
): Endpoint {
  const { address = '', ports = {}, network = '', serviceAccount, locality = '' } = endpoint;
  const labels: Labels = { ...endpoint.labels, ...ownLabels };
  const { namespace, source } = manifest;
  const target = typeof port.target === 'number' ? port.target : undefined;
  const number = ports[port.name] || target || port.number;
  return {
    address,
    port: number,
    labels,
    network,
    locality,
    tlsMode: labels[TLS_MODE] ?? (serviceAccount ? 'istio' : 'disabled'),
    account: serviceAccount && `spiffe://${trustDomain}/ns/${namespace}/sa/${serviceAccount}`,
    namespace,
    source,
    text: `${address}:${number}`,
  };
}

/** A host without endpoints is looked up by its own name. */
function byName({ host, manifest }: Service, port: ServicePort): Endpoint {
  const number = typeof port.target === 'number' ? port.target : port.number;
  const { namespace, source } = manifest;
  return {
    address: host,
    port: number,
    labels: {},
    network: '',
    tlsMode: 'disabled',
    namespace,
    source,
    text: `${host}:${number}`,
  };
}

/** Istio: pilot/pkg/model/proxy_view.go. @internal */
export const isInView = (
  { network }: Pick<Endpoint, 'network'>,
  view: readonly string[] | undefined,
): boolean => view === undefined || network === '' || view.includes(network);
