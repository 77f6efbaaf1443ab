import { error, warning } from './code-info';

/** 5xx: Istio versions and mechanisms. @internal */
export const VERSIONS = {
  MESH501: error(
    'Not an Istio version',
    'The version decides the mechanism and the API versions.',
    'Write major and minor, e.g. "1.29" or "1.29.2".',
  ),
  MESH502: error(
    'Istio version is not supported',
    'Istio 1.8 turned the meaning of network views round, the fix in 1.8.6 and 1.9.5 broke the classic form (CVE-2021-31921), and the modern one needs what came by 1.20.',
    'Use 1.20 or later, or 1.1 to 1.7 for the classic form.',
    'istio/istio#32848, #29335, #40624',
  ),
  MESH503: warning(
    'Istio version is newer than the ones known here',
    'It is treated like the newest known version.',
    'Read the release notes, then accept this warning, or update this library.',
  ),
  MESH504: error(
    'Classic and modern Istio in one mesh',
    "The two do not understand each other's routes.",
    'Bring all clusters to one side: 1.1 to 1.7, or 1.20 and later.',
  ),
  MESH505: error(
    'Kubernetes is too old for the Istio version',
    'istioctl and the charts refuse to install.',
    'Upgrade Kubernetes, or use an older Istio.',
    'Istio: MinK8SVersion',
  ),
  MESH506: error(
    'Not a Kubernetes version',
    'The version decides DNS defaults and API versions.',
    'Write major and minor, e.g. "1.33".',
  ),
  MESH507: error(
    'Ambient mode cannot take part',
    'ztunnel speaks HBONE and cannot originate the SNI-routed mutual TLS of a global host; the gateway drops ambient endpoints.',
    'Use sidecars in the clusters and namespaces that share services.',
    'Istio: EndpointsWithMTLSFilter, buildWaypointTLSContext',
  ),
  MESH508: error(
    'Not possible with this Istio version',
    'The mechanism of that version has no place for it.',
    'Remove it, or move the mesh to Istio 1.20 or later.',
  ),
  MESH509: error(
    'Egress gateway needs a namespace of its own',
    'What the gateway knows of the other clusters is visible in its namespace: callers there would go past it, other gateways would pass calls on.',
    'Install the egress gateway in a namespace where nothing else runs.',
  ),
  MESH510: error(
    'Grant to a whole cluster behind an egress gateway',
    'The egress gateway would see what is meant for the callers, and call itself.',
    'Name the namespaces of that cluster in the grant.',
  ),
  MESH511: error(
    "Not possible by the Service's own name",
    "With GatewayRoute.SNI the serving cluster's gateway knows nothing but its Kubernetes Services.",
    'Use GatewayRoute.HOST.',
  ),
} as const;
