// The imports of `grid` as ready-made objects in a plain cdk8s App, one Chart and file for each cluster:
// no model, no checks. Usage: node plain-cdk8s.js OUTDIR CLUSTERS SERVICES
const { ApiObject, App, Chart } = require('cdk8s');
const { grid } = require('./mesh');

const [outdir, clusterCount, serviceCount] = process.argv.slice(2);
const { clusters, services } = grid(Number(clusterCount), Number(serviceCount));

const app = new App({ outdir });
for (const { name: caller } of clusters) {
  const chart = new Chart(app, caller);
  for (const service of services.filter(({ cluster }) => cluster !== caller)) {
    new ApiObject(chart, `rule-${service.name}`, destinationRule(service));
    new ApiObject(chart, `entry-${service.name}`, serviceEntry(service));
    new ApiObject(chart, `routes-${service.name}`, virtualService(service));
  }
}
app.synth();

function metadata({ namespace }, name) {
  return {
    labels: { 'app.kubernetes.io/managed-by': 'cdk8s-istio-multicluster' },
    name,
    namespace,
  };
}

function destinationRule(service) {
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'DestinationRule',
    metadata: metadata(service, `${service.name}-global`),
    spec: {
      exportTo: ['*'],
      host: service.host,
      trafficPolicy: {
        outlierDetection: {
          baseEjectionTime: '5s',
          consecutive5xxErrors: 0,
          consecutiveGatewayErrors: 2,
          interval: '5s',
          maxEjectionPercent: 100,
          minHealthPercent: 1,
        },
        tls: { mode: 'ISTIO_MUTUAL' },
      },
    },
  };
}

function serviceEntry(service) {
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'ServiceEntry',
    metadata: metadata(service, `${service.name}-global-remote`),
    spec: {
      endpoints: [{ address: service.address, ports: { 'http-8080': 15443 } }],
      exportTo: ['*'],
      hosts: [service.host],
      location: 'MESH_INTERNAL',
      ports: [{ name: 'http-8080', number: 8080, protocol: 'HTTP' }],
      resolution: 'STATIC',
      subjectAltNames: [`spiffe://cluster.local/ns/${service.namespace}/sa/${service.name}`],
    },
  };
}

function virtualService(service) {
  const route = [{ destination: { host: service.host } }];
  const retryOn = 'cancelled,connect-failure,gateway-error,refused-stream,unavailable';
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: metadata(service, `${service.name}-global`),
    spec: {
      exportTo: ['*'],
      hosts: [service.host],
      http: [
        {
          match: [{ method: { regex: 'GET|HEAD|OPTIONS' } }],
          retries: { attempts: 3, retryOn },
          route,
        },
        { route },
      ],
    },
  };
}
