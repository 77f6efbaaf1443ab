// The mesh of the benchmark as plain data, and the text of what one cluster needs to call a service
// of another one: the same for every subject.

const SUFFIX = 'mesh.internal';

/**
 * Clusters that all call the services of all others, dealt out evenly: `clusters.length - 1` imports
 * for each service.
 */
function grid(clusterCount, serviceCount) {
  const clusters = Array.from({ length: clusterCount }, (_, i) => ({
    name: `cluster${i + 1}`,
    address: `198.18.${i >> 7}.${(i & 127) + 1}`,
  }));
  const services = Array.from({ length: serviceCount }, (_, i) => {
    const owner = i % clusterCount;
    const name = `service${Math.floor(i / clusterCount) + 1}-${owner + 1}`;
    return service(name, `team-${clusters[owner].name}`, clusters[owner]);
  });
  return { clusters, services };
}

function service(name, namespace, cluster) {
  return {
    name,
    namespace,
    cluster: cluster.name,
    address: cluster.address,
    host: `${name}.${namespace}.${SUFFIX}`,
  };
}

// What MeshApp writes for an import: the other subjects write it from these texts, and same-objects.ts
// compares. Helm's templates are the same texts, with its placeholders for a service.

const object = (kind, name, namespace, spec) => `apiVersion: networking.istio.io/v1
kind: ${kind}
metadata:
  labels:
    app.kubernetes.io/managed-by: cdk8s-istio-multicluster
  name: ${name}
  namespace: ${namespace}
spec:
  ${spec}
`;

const destinationRule = ({ name, namespace, host }) =>
  object(
    'DestinationRule',
    `${name}-global`,
    namespace,
    `exportTo:
    - "*"
  host: ${host}
  trafficPolicy:
    outlierDetection:
      baseEjectionTime: 5s
      consecutive5xxErrors: 0
      consecutiveGatewayErrors: 2
      interval: 5s
      maxEjectionPercent: 100
      minHealthPercent: 1
    tls:
      mode: ISTIO_MUTUAL`,
  );

const serviceEntry = ({ name, namespace, address, host }) =>
  object(
    'ServiceEntry',
    `${name}-global-remote`,
    namespace,
    `endpoints:
    - address: ${address}
      ports:
        http-8080: 15443
  exportTo:
    - "*"
  hosts:
    - ${host}
  location: MESH_INTERNAL
  ports:
    - name: http-8080
      number: 8080
      protocol: HTTP
  resolution: STATIC
  subjectAltNames:
    - spiffe://cluster.local/ns/${namespace}/sa/${name}`,
  );

const virtualService = ({ name, namespace, host }) =>
  object(
    'VirtualService',
    `${name}-global`,
    namespace,
    `exportTo:
    - "*"
  hosts:
    - ${host}
  http:
    - match:
        - method:
            regex: GET|HEAD|OPTIONS
      retries:
        attempts: 3
        retryOn: cancelled,connect-failure,gateway-error,refused-stream,unavailable
      route:
        - destination:
            host: ${host}
    - route:
        - destination:
            host: ${host}`,
  );

module.exports = { SUFFIX, grid, service, destinationRule, serviceEntry, virtualService };
