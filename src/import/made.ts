import { settingsOf } from './settings';
import { Labels, Manifest, Source } from '../analysis/world/manifest';
import { objectsOf } from '../analysis/world/objects';
import { ClusterFiles, World } from '../analysis/world/world';
import { sortedSet } from '../values/order';

const ISTIO = 'networking.istio.io/v1';
const GATEWAY_PORT = 15443;

/** An object as if it had been read. */
function made(source: Source, values: object): Manifest[] {
  return [...objectsOf(values, source, () => source.line).manifests];
}

/** A host of a service, as an object of Istio. @internal */
export interface Entry {
  readonly host: string;
  readonly namespace: string;
  /** of a Kubernetes Service */
  readonly ports: readonly any[];
  readonly exportTo: readonly string[];
  /** of the pods that answer */
  readonly selector?: { readonly [label: string]: string };
  /** gateways that lead to pods of other clusters */
  readonly remotes?: readonly Remote[];
  /** what it was made of */
  readonly source: Source;
}

/** The way to the pods of another cluster. @internal */
export interface Remote {
  readonly address: string;
  readonly network: string;
  /** identities of the pods */
  readonly identities: readonly string[];
}

/** Later than all that people have made: what is there comes first. */
const LAST = '9999-01-01T00:00:00Z';

/** A host that is known in a cluster, and that callers call under mutual TLS. @internal */
export function madeEntry({ host, namespace, ports, exportTo, source, ...more }: Entry) {
  const { selector, remotes } = more;
  const tcp = tcpPorts(ports).map(({ port, name: own, targetPort, appProtocol }) => ({
    number: port,
    // for an entry with a selector, the name of a container port comes before its number
    name: (selector && typeof targetPort === 'string' ? targetPort : own) ?? `port-${port}`,
    protocol: protocolOf(appProtocol ?? own ?? ''),
    targetPort: selector && typeof targetPort === 'number' ? targetPort : undefined,
  }));
  const entry = {
    apiVersion: ISTIO,
    kind: 'ServiceEntry',
    metadata: { name: `import-${host}`, namespace, creationTimestamp: LAST },
    spec: {
      hosts: [host],
      location: 'MESH_INTERNAL',
      resolution: 'DNS',
      ports: tcp,
      exportTo: [...exportTo],
      workloadSelector: selector && { labels: selector },
      endpoints: remotes?.map(({ address, network }) => ({
        address,
        network,
        ports: Object.fromEntries(tcp.map(one => [one.name, GATEWAY_PORT])),
        labels: { 'security.istio.io/tlsMode': 'istio' },
      })),
      subjectAltNames: remotes && sortedSet(remotes.flatMap(({ identities }) => identities)),
    },
  };
  return made(source, JSON.parse(JSON.stringify(entry)));
}

/** The ports of a Kubernetes Service that can cross a gateway. @internal */
export const tcpPorts = (ports: readonly any[] | undefined): any[] =>
  (Array.isArray(ports) ? ports : []).filter(
    port => Number.isInteger(port?.port) && (port.protocol ?? 'TCP') === 'TCP',
  );

const KNOWN = new Set(['HTTP', 'HTTP2', 'GRPC', 'TLS', 'HTTPS', 'MONGO', 'REDIS', 'MYSQL']);

function protocolOf(text: string): string {
  const [word] = text.toUpperCase().split('-');
  return KNOWN.has(word) ? word : 'TCP';
}

/** A cluster with a further gateway, or with one that is told more exactly. @internal */
export function withGateway(
  cluster: ClusterFiles,
  { name, namespace, addresses, labels, network }: MadeGateway,
): ClusterFiles {
  const own = settingsOf(cluster).network;
  const view = [network, ...(own === undefined ? [] : [own])].join(',');
  const values = {
    name,
    labels,
    service: { ports: [{ port: GATEWAY_PORT, targetPort: GATEWAY_PORT, name: 'tls' }] },
    env: { ISTIO_META_REQUESTED_NETWORK_VIEW: view },
  };
  const { facts } = cluster;
  const gateway = { name, namespace, addresses, localAddresses: [], ports: {} };
  return {
    ...cluster,
    gateways: [...cluster.gateways, { values, source: { file: cluster.name, line: 1 } }],
    facts: { ...facts, gateways: [gateway, ...facts.gateways] },
  };
}

/** A gateway that passes on to the pods of its own network alone. @internal */
export interface MadeGateway {
  readonly name: string;
  readonly namespace: string;
  readonly addresses: readonly string[];
  readonly labels: Labels;
  readonly network: string;
}

const PASSAGE = 'import-passage';

/** The way to a cluster where nothing is between it and another one. @internal */
export const passageTo = (cluster: string, identities: readonly string[]): Remote => ({
  address: `passage.${cluster}.invalid`,
  network: `${PASSAGE}-${cluster}`,
  identities,
});

/**
 * A cluster with a gateway that stands for the direct way from the pods of other clusters to those
 * of this one.
 *
 * @internal
 */
export function withPassage(
  cluster: ClusterFiles,
  hosts: readonly string[],
  source: Source,
): ClusterFiles {
  const { address, network } = passageTo(cluster.name, []);
  const { rootNamespace: namespace } = settingsOf(cluster);
  const labels = { [PASSAGE]: cluster.name };
  const port = { number: GATEWAY_PORT, name: 'tls', protocol: 'TLS' };
  const gateway = {
    apiVersion: ISTIO,
    kind: 'Gateway',
    metadata: { name: PASSAGE, namespace, creationTimestamp: LAST },
    spec: {
      selector: labels,
      servers: [{ port, tls: { mode: 'AUTO_PASSTHROUGH' }, hosts: [...hosts] }],
    },
  };
  return hosts.length === 0
    ? cluster
    : withGateway(
        { ...cluster, manifests: [...cluster.manifests, ...made(source, gateway)] },
        { name: PASSAGE, namespace, addresses: [address], labels, network },
      );
}

/** @internal */
export const changed = (
  { clusters }: World,
  change: (cluster: ClusterFiles) => ClusterFiles,
): World => ({ clusters: clusters.map(change) });
