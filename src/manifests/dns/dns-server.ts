import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { blocksText, Records, zoneServers } from '../../corefile/zone-block';
import { MANAGED_BY } from '../../values/ownership';

/** @internal */
export interface DnsServerProps {
  readonly namespace: string;
  readonly clusterIp: string;
  readonly image: string;
  /** true where the platform gives each namespace users of its own, and refuses others */
  readonly assignsUsers: boolean;
  readonly zone: string;
  readonly records: Records;
}

/** Image of CoreDNS that is known to serve the zone (conformance/dns). @internal */
export const DNS_SERVER_IMAGE = 'coredns/coredns:1.12.1';

const NAME = 'mesh-dns';
const LABELS = { app: NAME };
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
export class DnsServer extends Construct {
  public constructor(scope: Construct, id: string, props: DnsServerProps) {
    super(scope, id);
    const { namespace, clusterIp, image, assignsUsers, zone, records } = props;
    const metadata = { name: NAME, namespace, labels: { ...LABELS, ...MANAGED_BY } };
    new k8s.KubeConfigMap(this, 'config', {
      metadata,
      data: { Corefile: corefile(zone, records) },
    });
    new k8s.KubeService(this, 'service', {
      metadata,
      spec: {
        clusterIp,
        selector: LABELS,
        ports: ['UDP', 'TCP'].map(protocol => ({
          name: `dns-${protocol.toLowerCase()}`,
          port: 53,
          protocol,
          targetPort: k8s.IntOrString.fromNumber(PORT),
        })),
      },
    });
    new k8s.KubeDeployment(this, 'server', { metadata, spec: deployment(image, assignsUsers) });
  }
}

/** `reload` takes a changed ConfigMap up; a restart is not needed. */
function corefile(zone: string, records: Records): string {
  const common = `.:${PORT} {\n    errors\n    health :${HEALTH_PORT}\n    ready :${READY_PORT}\n    reload\n    template ANY ANY {\n        rcode REFUSED\n    }\n}\n`;
  return common + blocksText(zoneServers(zone, { records }), PORT);
}

/** The image's own user, in numbers: Kubernetes cannot tell from a name that it is not root. */
const NONROOT = { runAsUser: 65532, runAsGroup: 65532 };

function deployment(image: string, assignsUsers: boolean): k8s.DeploymentSpec {
  return {
    replicas: 2,
    selector: { matchLabels: LABELS },
    strategy: {
      type: 'RollingUpdate',
      rollingUpdate: { maxUnavailable: k8s.IntOrString.fromNumber(0) },
    },
    template: {
      metadata: { labels: { ...LABELS, 'sidecar.istio.io/inject': 'false' } },
      spec: {
        automountServiceAccountToken: false,
        dnsPolicy: 'Default',
        securityContext: {
          runAsNonRoot: true,
          ...(assignsUsers ? {} : NONROOT),
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
        containers: [
          {
            name: 'coredns',
            image,
            args: ['-conf', '/etc/coredns/Corefile'],
            ports: [
              { name: 'dns-udp', containerPort: PORT, protocol: 'UDP' },
              { name: 'dns-tcp', containerPort: PORT, protocol: 'TCP' },
            ],
            livenessProbe: {
              httpGet: { path: '/health', port: k8s.IntOrString.fromNumber(HEALTH_PORT) },
            },
            readinessProbe: {
              httpGet: { path: '/ready', port: k8s.IntOrString.fromNumber(READY_PORT) },
            },
            resources: {
              requests: {
                cpu: k8s.Quantity.fromString('50m'),
                memory: k8s.Quantity.fromString('64Mi'),
              },
              limits: { memory: k8s.Quantity.fromString('128Mi') },
            },
            // The image's binary has this capability set, and could not be started without it.
            securityContext: {
              allowPrivilegeEscalation: false,
              readOnlyRootFilesystem: true,
              capabilities: { add: ['NET_BIND_SERVICE'], drop: ['ALL'] },
            },
            volumeMounts: [{ name: 'config', mountPath: '/etc/coredns', readOnly: true }],
          },
        ],
        volumes: [{ name: 'config', configMap: { name: NAME } }],
      },
    },
  };
}
