import { stringify } from 'yaml';
import { Cluster } from '../../src/analysis/mesh/cluster';
import { GatewayProxy } from '../../src/analysis/mesh/gateways';
import { Pods } from '../../src/analysis/mesh/pods';
import { Mesh } from '../../src/analysis/reach/mesh';
import { Labels, Manifest } from '../../src/analysis/world/manifest';

/** A call that both are asked about. */
export interface AskedCall {
  readonly cluster: string;
  readonly caller: Pods;
  readonly host: string;
  readonly port: number;
  readonly isHttp: boolean;
  readonly method: string;
  readonly path: string;
  readonly headers: { readonly [name: string]: string };
}

/** When objects were made that do not say so: for istiod the same as for us. */
const CREATED = '2026-01-01T00:00:00Z';

/**
 * A world as the oracle reads it: the objects as they are, and what no object says, which are
 * addresses of pods and gateways. What istiod decides is not in it.
 */
export function oracleWorld(name: string, mesh: Mesh, calls: readonly AskedCall[]): object {
  return {
    Name: name,
    Clusters: [...mesh.clusters.values()].map((cluster, i) => clusterOf(cluster, i)),
    Calls: calls.map(call => ({
      Cluster: call.cluster,
      Pod: podName(mesh.clusters.get(call.cluster)!, call.caller),
      Host: call.host,
      Port: call.port,
      Protocol: call.isHttp ? 'http' : 'tcp',
      Path: call.path,
      Method: call.method,
      Headers: call.headers,
    })),
  };
}

const podName = (cluster: Cluster, pods: Pods): string => `pod-${cluster.pods.indexOf(pods)}`;

/** Every cluster gives its pods the same addresses. */
const podAddress = (cluster: Cluster, pods: Pods): string =>
  pods.address ??
  `10.10.${Math.floor(cluster.pods.indexOf(pods) / 250)}.${(cluster.pods.indexOf(pods) % 250) + 1}`;

function clusterOf(cluster: Cluster, index: number): object {
  const { files, mesh } = cluster;
  const istio = files.manifests.filter(({ group }) => /\.istio\.io$/.test(group));
  const core = files.manifests.filter(({ group, kind }) => group === '' && kind === 'Service');
  const namespaces = labelsOfNamespaces(files.manifests);
  return {
    Name: cluster.name,
    Network: mesh.network,
    Region: files.facts.locality?.split('/')[0] ?? '',
    Zone: files.facts.locality?.split('/')[1] ?? '',
    Namespaces: namespaces,
    MeshConfig: stringify(files.istiods[0]?.values.meshConfig ?? {}),
    SpiffeIdTemplate: files.facts.spiffeIdTemplate,
    Configs: documents(istio.map((manifest, i) => withAddresses(manifest, index * 10_000 + i))),
    Objects: documents([
      ...core.map((one, i) => withClusterIp(one, i)),
      ...Object.entries(namespaces).map(([own, labels]) => ({
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name: own, labels, creationTimestamp: CREATED },
      })),
      nodeObject(cluster),
      ...cluster.gateways.flatMap((gateway, i) => gatewayObjects(gateway, i, core)),
      ...cluster.pods.map(pods => podObject(cluster, pods)),
      ...core.map(one => slice(cluster, one)),
    ]),
    Dns: mesh.capturesDns,
    NetworkView: mesh.networkView,
    Pods: cluster.pods.map(pods => ({
      Name: podName(cluster, pods),
      Namespace: pods.namespace,
      Account: pods.serviceAccount,
      Address: podAddress(cluster, pods),
      Labels: pods.labels,
      Sidecar: pods.proxy.has,
    })),
    Gateways: cluster.gateways.map((gateway, i) => ({
      Name: gateway.name,
      Namespace: gateway.namespace,
      Address: gatewayAddress(i),
      Labels: gateway.labels,
      NetworkView: gateway.networkView,
      Dialed: dialed(gateway, gateway.addresses),
      DialedInside: dialed(gateway, gateway.localAddresses),
    })),
  };
}

/** Also of those that somebody else makes, with the label that the API server gives each. */
function labelsOfNamespaces(manifests: readonly Manifest[]): { [name: string]: Labels } {
  const given = manifests.filter(({ group, kind }) => group === '' && kind === 'Namespace');
  const labels = (name: string) => given.find(one => one.name === name)?.labels ?? {};
  const names = new Set(
    manifests.map(({ kind, name, namespace }) => (kind === 'Namespace' ? name : namespace)),
  );
  return Object.fromEntries(
    [...names]
      .filter(name => name !== '')
      .map(name => [name, { 'kubernetes.io/metadata.name': name, ...labels(name) }]),
  );
}

const documents = (objects: readonly object[]): string =>
  objects.map(one => stringify(one, { aliasDuplicateObjects: false })).join('---\n');

const dated = ({ values }: Manifest): any => ({
  ...values,
  metadata: { ...values.metadata, creationTimestamp: values.metadata.creationTimestamp ?? CREATED },
});

/** The API server gives each Service an address that does not decline one. */
function withClusterIp(service: Manifest, number: number): object {
  const { type, clusterIP } = service.spec;
  const object = dated(service);
  return clusterIP || type === 'ExternalName'
    ? object
    : {
        ...object,
        spec: {
          ...object.spec,
          clusterIP: `10.13.${Math.floor(number / 250)}.${(number % 250) + 1}`,
        },
      };
}

/** istiod's controller of addresses does not run in the oracle: they are in the status already. */
function withAddresses(manifest: Manifest, number: number): object {
  const { kind, spec, status } = manifest;
  const isGiven = kind !== 'ServiceEntry' || spec.addresses?.length || status.addresses?.length;
  const optedOut = manifest.labels['networking.istio.io/enable-autoallocate-ip'] === 'false';
  if (isGiven || optedOut || !spec.resolution || spec.resolution === 'NONE') {
    return dated(manifest);
  }
  const addresses = (spec.hosts ?? [])
    .filter((host: string) => !host.startsWith('*'))
    .map((host: string, i: number) => ({
      host,
      value: `240.240.${Math.floor(number / 50) % 250}.${(number % 50) * 5 + i + 1}`,
    }));
  return { ...dated(manifest), status: { ...status, addresses } };
}

/** All pods are on one node, which is where the cluster is. */
function nodeObject({ files: { facts } }: Cluster): object {
  const [region, zone] = facts.locality?.split('/') ?? [];
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name: 'node',
      labels: {
        ...(region ? { 'topology.kubernetes.io/region': region } : {}),
        ...(zone ? { 'topology.kubernetes.io/zone': zone } : {}),
      },
    },
  };
}

const gatewayAddress = (index: number): string => `10.11.0.${index + 1}`;

/** What the chart of a gateway makes: istiod finds the ports of its pods by the Service. */
function gatewayObjects(
  { name, namespace, labels, ports = [] }: GatewayProxy,
  index: number,
  present: readonly Manifest[],
): object[] {
  if (present.some(one => one.name === name && one.namespace === namespace)) {
    return [];
  }
  const address = gatewayAddress(index);
  const metadata = { namespace, creationTimestamp: CREATED };
  const numbered = ports.map(({ port, target }) => ({ name: `tcp-${port}`, port, target }));
  return [
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { ...metadata, name },
      spec: {
        clusterIP: `10.12.0.${index + 1}`,
        selector: labels,
        ports: numbered.map(({ target, ...port }) => ({ ...port, targetPort: target })),
      },
    },
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { ...metadata, name, labels },
      spec: { nodeName: 'node', containers: [{ name: 'istio-proxy', image: 'auto' }] },
      status: {
        phase: 'Running',
        podIP: address,
        podIPs: [{ ip: address }],
        conditions: [{ type: 'Ready', status: 'True' }],
      },
    },
    {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: {
        ...metadata,
        name: `${name}-slice`,
        labels: { 'kubernetes.io/service-name': name },
      },
      addressType: 'IPv4',
      ports: numbered.map(port => ({ name: port.name, protocol: 'TCP', port: port.target })),
      endpoints: [
        {
          addresses: [address],
          conditions: { ready: true },
          targetRef: { kind: 'Pod', name, namespace },
        },
      ],
    },
  ];
}

function podObject(cluster: Cluster, pods: Pods): object {
  const ports = Object.entries(pods.namedPorts).map(([name, containerPort]) => ({
    name,
    containerPort,
  }));
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: podName(cluster, pods),
      namespace: pods.namespace,
      labels: pods.labels,
      creationTimestamp: CREATED,
    },
    spec: {
      nodeName: 'node',
      serviceAccountName: pods.serviceAccount,
      containers: [{ name: 'app', image: 'app', ports }],
    },
    status: {
      phase: 'Running',
      podIP: podAddress(cluster, pods),
      podIPs: [{ ip: podAddress(cluster, pods) }],
      conditions: [{ type: 'Ready', status: 'True' }],
    },
  };
}

/** What Kubernetes' own controller would write: which pods a Service selects is its rule. */
function slice(cluster: Cluster, { name, namespace, spec }: Manifest): object {
  const selected = cluster.pods.filter(
    pods =>
      pods.namespace === namespace &&
      spec.selector &&
      Object.entries(spec.selector).every(([key, value]) => pods.labels[key] === value),
  );
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      name: `${name}-slice`,
      namespace,
      labels: { 'kubernetes.io/service-name': name },
      creationTimestamp: CREATED,
    },
    addressType: 'IPv4',
    ports: (spec.ports ?? []).map((port: any) => ({
      name: port.name,
      protocol: 'TCP',
      port:
        typeof port.targetPort === 'string'
          ? (selected[0]?.namedPorts[port.targetPort] ?? port.port)
          : (port.targetPort ?? port.port),
    })),
    endpoints: selected.map(pods => ({
      addresses: [podAddress(cluster, pods)],
      conditions: { ready: true },
      targetRef: { kind: 'Pod', name: podName(cluster, pods), namespace },
    })),
  };
}

/** The addresses of a gateway with each port of its Service, and the port of its pods behind it. */
function dialed(
  gateway: GatewayProxy,
  addresses: readonly string[],
): { [address: string]: number } {
  const all: { [address: string]: number } = {};
  for (const address of addresses) {
    const [, v6, rest] = /^(?:\[([^\]]+)\](?::\d+)?|([^:]+)(?::\d+)?)$/.exec(address) ?? [];
    const host = v6 ?? rest ?? address;
    all[`${host}:*`] = -1;
    for (const { port, target, nodePort } of gateway.ports ?? []) {
      all[`${host}:${port}`] = target;
      if (nodePort !== undefined) {
        all[`${host}:${nodePort}`] = target;
      }
    }
    for (const [outside, inside] of Object.entries(gateway.facts?.ports ?? {})) {
      all[`${host}:${outside}`] = all[`${host}:${inside}`] ?? -1;
    }
  }
  return all;
}
