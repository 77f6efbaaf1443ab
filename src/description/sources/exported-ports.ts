import { Workload } from './workloads';
import { Problems } from '../../problems/problems';
import { Protocol } from '../enums';
import { ServicePort } from '../service-props';

/** A port of a Kubernetes Service. @internal */
export interface KubernetesPort {
  readonly name?: string;
  readonly port: number;
  readonly protocol?: string;
  readonly appProtocol?: string;
  readonly targetPort?: number | string;
}

/**
 * The ports of a Service as ports of the mesh. UDP ports are left out, with a warning.
 *
 * @internal
 */
export function exportedPorts(
  ports: readonly KubernetesPort[],
  workloads: readonly Workload[],
  problems: Problems,
): ServicePort[] {
  const tcp = ports.filter(port => (port.protocol ?? 'TCP') === 'TCP');
  if (tcp.length === 0) {
    problems.report('MESH156', 'the Service has no TCP port');
  }
  for (const port of ports) {
    if (!tcp.includes(port)) {
      problems.report(
        'MESH157',
        `${port.protocol} port ${port.port} cannot cross the gateway and is left out`,
      );
    }
  }
  return tcp.map(port => ({
    number: port.port,
    protocol: protocolOf(port, problems),
    ...target(port, workloads, problems),
  }));
}

const APP_PROTOCOLS: ReadonlyMap<string, Protocol> = new Map(
  Object.entries({
    http: Protocol.HTTP,
    http2: Protocol.HTTP2,
    'kubernetes.io/h2c': Protocol.HTTP2,
    'kubernetes.io/ws': Protocol.HTTP,
    grpc: Protocol.GRPC,
    'grpc-web': Protocol.HTTP,
    tcp: Protocol.TCP,
    tls: Protocol.TLS,
    https: Protocol.TLS,
    'kubernetes.io/wss': Protocol.TLS,
    mongo: Protocol.MONGO,
    redis: Protocol.REDIS,
    mysql: Protocol.MYSQL,
  }),
);

/**
 * The protocol, selected as Istio does: by `appProtocol`, otherwise by the name of the port up to
 * the first hyphen. Istio detects any other protocol from the first bytes of a connection, which
 * the calling clusters cannot do.
 *
 * @see https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/
 */
function protocolOf(
  { name = '', appProtocol, port }: KubernetesPort,
  problems: Problems,
): Protocol {
  const known = APP_PROTOCOLS.get(
    (appProtocol ?? (name.startsWith('grpc-web') ? 'grpc-web' : name.split('-')[0])).toLowerCase(),
  );
  if (!known) {
    problems.report('MESH155', `port ${port} does not say its protocol and is taken for TCP`);
  }
  return known ?? Protocol.TCP;
}

/**
 * A named target port is resolved to the number that the workloads give it if they all agree;
 * otherwise the name is kept.
 */
function target(
  { targetPort, port }: KubernetesPort,
  workloads: readonly Workload[],
  problems: Problems,
): Pick<ServicePort, 'targetPort' | 'targetPortName'> {
  if (typeof targetPort !== 'string') {
    return targetPort === undefined || targetPort === port ? {} : { targetPort };
  }
  const numbers = new Set<number>();
  for (const workload of workloads) {
    const number = workload.namedPorts.get(targetPort);
    if (number === undefined) {
      problems.report(
        'MESH154',
        `target port "${targetPort}" of port ${port} is not a port of ${workload.title}`,
      );
    } else {
      numbers.add(number);
    }
  }
  return numbers.size === 1 ? { targetPort: [...numbers][0] } : { targetPortName: targetPort };
}
