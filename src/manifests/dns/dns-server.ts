import type { k8s } from 'cdk8s-plus-27';
import { recordBlocks } from './zone-blocks';
import { DNS_PORT, printBlocks, ServerBlock } from '../../corefile/print';
import { DnsServer } from '../../model/dns/cluster-dns';
import { Records } from '../../model/dns/records';
import { MANAGED_BY } from '../../values/ownership';
import { kubernetes } from '../kubernetes';
import { Manifest } from '../manifest';

/** Name of the objects of the mesh's own DNS server. @internal */
export const MESH_DNS = 'mesh-dns';

const LABELS = { app: MESH_DNS };
/** Not 53, so that no privilege is needed to listen. */
const PORT = 1053;
const READY_PORT = 8181;
const HEALTH_PORT = 8080;

/**
 * A CoreDNS that knows the mesh's names and nothing else, for clusters whose own DNS can forward a
 * zone but not hold one. Its ClusterIP is chosen beforehand, so that the cluster's DNS can be told
 * in the same change.
 *
 * @internal
 */
export function dnsServerManifests(server: DnsServer, records: Records): Manifest[] {
  const { KubeService, KubeDeployment } = kubernetes();
  const { namespace } = server;
  const metadata = { name: MESH_DNS, namespace, labels: { ...LABELS, ...MANAGED_BY } };
  const data = { Corefile: corefile(server.zone, records) };
  return [
    { apiVersion: 'v1', kind: 'ConfigMap', metadata, data },
    KubeService.manifest({ metadata, spec: service(server) }),
    KubeDeployment.manifest({ metadata, spec: deployment(server) }),
  ];
}

/** `reload` takes a changed ConfigMap up; a restart is not needed. */
function corefile(zone: string, records: Records): string {
  const elsewhere: ServerBlock = {
    zones: ['.'],
    plugins: [
      { name: 'errors' },
      { name: 'health', parameters: `:${HEALTH_PORT}` },
      { name: 'ready', parameters: `:${READY_PORT}` },
      { name: 'reload' },
      { name: 'template', parameters: 'ANY ANY', options: ['rcode REFUSED'] },
    ],
  };
  return printBlocks([elsewhere, ...recordBlocks(zone, records)], PORT);
}

function service({ clusterIp }: DnsServer): k8s.ServiceSpec {
  const { IntOrString } = kubernetes();
  return {
    clusterIp,
    selector: LABELS,
    ports: ['UDP', 'TCP'].map(protocol => ({
      name: `dns-${protocol.toLowerCase()}`,
      port: DNS_PORT,
      protocol,
      targetPort: IntOrString.fromNumber(PORT),
    })),
  };
}

function deployment(server: DnsServer): k8s.DeploymentSpec {
  const { IntOrString } = kubernetes();
  return {
    replicas: 2,
    selector: { matchLabels: LABELS },
    strategy: {
      type: 'RollingUpdate',
      rollingUpdate: { maxUnavailable: IntOrString.fromNumber(0) },
    },
    template: {
      metadata: { labels: { ...LABELS, 'sidecar.istio.io/inject': 'false' } },
      spec: pod(server),
    },
  };
}

/** The image's own user, in numbers: Kubernetes cannot tell from a name that it is not root. */
const NONROOT = { runAsUser: 65532, runAsGroup: 65532 };

function pod({ image, assignsUsers }: DnsServer): k8s.PodSpec {
  const user = assignsUsers ? {} : NONROOT;
  return {
    automountServiceAccountToken: false,
    dnsPolicy: 'Default',
    securityContext: {
      ...user,
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    topologySpreadConstraints: [
      {
        maxSkew: 1,
        topologyKey: 'kubernetes.io/hostname',
        whenUnsatisfiable: 'ScheduleAnyway',
        labelSelector: { matchLabels: LABELS },
      },
    ],
    containers: [container(image)],
    volumes: [{ name: 'config', configMap: { name: MESH_DNS } }],
  };
}

function container(image: string): k8s.Container {
  const { IntOrString, Quantity } = kubernetes();
  return {
    name: 'coredns',
    image,
    args: ['-conf', '/etc/coredns/Corefile'],
    ports: [
      { name: 'dns-udp', containerPort: PORT, protocol: 'UDP' },
      { name: 'dns-tcp', containerPort: PORT, protocol: 'TCP' },
    ],
    livenessProbe: { httpGet: { path: '/health', port: IntOrString.fromNumber(HEALTH_PORT) } },
    readinessProbe: { httpGet: { path: '/ready', port: IntOrString.fromNumber(READY_PORT) } },
    resources: {
      requests: { cpu: Quantity.fromString('50m'), memory: Quantity.fromString('64Mi') },
      limits: { memory: Quantity.fromString('128Mi') },
    },
    // The image's binary has this capability set, and could not be started without it.
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { add: ['NET_BIND_SERVICE'], drop: ['ALL'] },
    },
    volumeMounts: [{ name: 'config', mountPath: '/etc/coredns', readOnly: true }],
  };
}
