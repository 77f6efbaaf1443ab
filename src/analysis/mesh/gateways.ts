import { isSubsetOf } from './host';
import { Pods } from './pods';
import { treatmentOf } from './protocol';
import { serviceHost } from '../../values/names';
import { GatewayFacts } from '../world/facts';
import { covers, Labels, Manifest, serviceAddresses, Source } from '../world/manifest';
import { ClusterFiles, HelmValues, releaseOf } from '../world/world';

/** A gateway of a cluster: pods that are nothing but a proxy, behind a Service. @internal */
export interface GatewayProxy {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Labels;
  /** networks that it asks for; undefined for all */
  readonly networkView?: readonly string[];
  /** undefined where the Service is not given */
  readonly ports?: readonly GatewayPort[];
  readonly facts?: GatewayFacts;
  /** addresses outside and inside of the cluster */
  readonly addresses: readonly string[];
  readonly localAddresses: readonly string[];
  readonly source: Source;
}

/** A port of the Service of a gateway. @internal */
export interface GatewayPort {
  readonly port: number;
  readonly target: number;
  readonly nodePort?: number;
}

/**
 * The gateways of a cluster, of Helm values, of Services, and of what `world.yaml` says.
 *
 * @internal
 */
export function gatewaysOf(files: ClusterFiles, pods: readonly Pods[]): GatewayProxy[] {
  const selectors = files.manifests
    .filter(({ group, kind }) => group === 'networking.istio.io' && kind === 'Gateway')
    .map(({ spec }): Labels => spec.selector ?? {});
  const services = files.manifests.filter(
    ({ group, kind, spec }) =>
      group === '' &&
      kind === 'Service' &&
      spec.selector &&
      selectors.some(selector => covers(selector, spec.selector)),
  );
  const ofServices = services.map(service => ofService(service, pods, files));
  const ofValues = files.gateways
    .filter(({ values }) => !ofServices.some(({ name }) => name === values.name))
    .map(values => ofHelm(values, files));
  return [...ofServices, ...ofValues];
}

function ofHelm(helm: HelmValues, { facts, name: cluster }: ClusterFiles): GatewayProxy {
  const { values, source } = helm;
  const name = releaseOf(helm);
  const known = facts.gateways.find(gateway => gateway.name === name);
  const namespace = known?.namespace ?? 'istio-system';
  const ports: any[] = values.service?.ports ?? [];
  return {
    name,
    namespace,
    labels: { app: name, istio: name.replace(/^istio-/, ''), ...values.labels },
    networkView: viewOf(values.env?.ISTIO_META_REQUESTED_NETWORK_VIEW ?? values.networkGateway),
    ports: ports.map(({ port, targetPort, nodePort }) => ({
      port,
      target: Number(targetPort ?? port),
      nodePort,
    })),
    facts: known,
    addresses: known?.addresses ?? [],
    localAddresses: [...(known?.localAddresses ?? []), serviceHost(name, namespace)],
    source: source ?? { file: cluster, line: 1 },
  };
}

function ofService(
  service: Manifest,
  pods: readonly Pods[],
  { facts }: ClusterFiles,
): GatewayProxy {
  const { name, namespace, spec, source } = service;
  const known = facts.gateways.find(one => one.name === name && one.namespace === namespace);
  const behind = pods.find(one => one.namespace === namespace && covers(spec.selector, one.labels));
  return {
    name,
    namespace,
    labels: behind?.labels ?? spec.selector,
    networkView: undefined,
    ports: (spec.ports ?? []).map(({ port, targetPort, nodePort }: any) => ({
      port,
      target:
        typeof targetPort === 'string'
          ? (behind?.namedPorts[targetPort] ?? Number(targetPort))
          : (targetPort ?? port),
      nodePort,
    })),
    facts: known,
    addresses: [...serviceAddresses(service), ...(known?.addresses ?? [])],
    localAddresses: [
      ...(known?.localAddresses ?? []),
      serviceHost(name, namespace),
      ...[spec.clusterIP].filter(ip => ip && ip !== 'None'),
    ],
    source,
  };
}

const viewOf = (text: unknown): readonly string[] | undefined =>
  typeof text === 'string' && text !== '' ? text.split(',') : undefined;

/** A server of a Gateway on one port of a gateway's pods. @internal */
export interface Server {
  readonly manifest: Manifest;
  readonly hosts: readonly string[];
  readonly isPassthrough: boolean;
}

/** Why a server of a Gateway is left out. @internal */
export interface Skipped {
  readonly manifest: Manifest;
  readonly hosts: readonly string[];
  readonly why: string;
}

/**
 * The servers on a port of a gateway's pods, in the order in which istiod merges them (Istio:
 * `mergeGateways` in pilot/pkg/model/gateway.go).
 *
 * @param port of the pods
 * @param manifests in the order of `byAge`
 * @internal
 */
export function serversOn(
  port: number,
  gateway: GatewayProxy,
  manifests: readonly Manifest[],
): { readonly servers: readonly Server[]; readonly skipped: readonly Skipped[] } {
  const servers: Server[] = [];
  const skipped: Skipped[] = [];
  const known = new Set<string>();
  let plain: string | undefined;
  const applied = manifests.filter(({ spec }) => covers(spec.selector ?? {}, gateway.labels));
  for (const manifest of applied) {
    for (const server of manifest.spec.servers ?? []) {
      if (resolved(server.port?.number, gateway) !== port) {
        continue;
      }
      const hosts: string[] = (server.hosts ?? []).map(withoutNamespace);
      const { protocol = 'something else' } = server.port;
      const hasTls = server.tls !== undefined && server.tls !== null;
      const isTls = hasTls && treatmentOf(protocol) !== 'http'; // Istio: `IsTLSServer`
      const skip = (why: string) => skipped.push({ manifest, hosts, why });
      if (hasTls && hosts.some(host => known.has(host))) {
        skip('another Gateway on this port has one of its hosts, and was there first');
        continue;
      }
      hosts.filter(() => hasTls).forEach(host => known.add(host));
      if (plain !== undefined) {
        skip(`another Gateway speaks ${plain} on this port`);
      } else {
        plain = isTls ? undefined : protocol;
        const isPassthrough = isTls && server.tls.mode === 'AUTO_PASSTHROUGH';
        servers.push({ manifest, hosts, isPassthrough });
      }
    }
  }
  return { servers, skipped };
}

/** A port of the Service is one of the pods (Istio: `resolvePorts`). */
function resolved(number: number, { ports = [] }: GatewayProxy): number {
  return ports.find(({ port }) => port === number)?.target ?? number;
}

const withoutNamespace = (host: string): string => (host.includes('/') ? host.split('/')[1] : host);

/** Whether a server passes calls to a host through. @internal */
export const passes = ({ isPassthrough, hosts }: Server, host: string): boolean =>
  isPassthrough && hosts.some(one => isSubsetOf(host, one));
