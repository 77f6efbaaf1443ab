// One run of one kind: prints seconds and peak memory as JSON. Uses the compiled library, as a user
// does.
const { ApiObject, App, Chart } = require('cdk8s');
const { GatewayAddress, MeshApp, MulticlusterMesh, Protocol } = require('../lib/src');

const [kind, clusterCount, serviceCount, outdir] = process.argv.slice(2);
const clusters = Array.from({ length: Number(clusterCount) }, (_, i) => `cluster${i + 1}`);
const services = clusters.flatMap((cluster, c) =>
  Array.from({ length: Number(serviceCount) }, (_, i) => ({
    cluster,
    c,
    name: `service${i + 1}-${c + 1}`,
  })),
);

const started = process.hrtime.bigint();
if (kind === 'MeshApp') {
  mesh();
} else {
  plain();
}
process.stdout.write(
  JSON.stringify({
    seconds: Number(process.hrtime.bigint() - started) / 1e9,
    megabytes: process.resourceUsage().maxRSS / 1024,
  }),
);

function mesh() {
  const app = new MeshApp({ outdir });
  new MulticlusterMesh(app, 'mesh', {
    suffix: 'mesh.internal',
    clusters: clusters.map((name, i) => ({
      name,
      istio: '1.29',
      gateway: { addresses: [GatewayAddress.ip(`198.18.0.${i + 1}`)] },
    })),
    services: services.map(({ cluster, name }) => ({
      name,
      namespace: `team-${cluster}`,
      clusters: [cluster],
      ports: [{ number: 8080, protocol: Protocol.HTTP }],
      selector: { app: name },
      serviceAccounts: [name],
    })),
    grants: [
      { services: services.map(({ cluster, name }) => `${name}.team-${cluster}`), everyone: true },
    ],
  });
  app.synth();
}

function plain() {
  const app = new App({ outdir });
  for (const cluster of clusters) {
    const chart = new Chart(app, cluster);
    for (const service of services.filter(s => s.cluster !== cluster)) {
      const metadata = { name: `${service.name}-global`, namespace: `team-${service.cluster}` };
      const host = `${service.name}.team-${service.cluster}.mesh.internal`;
      new ApiObject(chart, `entry-${service.name}`, {
        apiVersion: 'networking.istio.io/v1',
        kind: 'ServiceEntry',
        metadata,
        spec: {
          hosts: [host],
          location: 'MESH_INTERNAL',
          resolution: 'STATIC',
          exportTo: ['*'],
          ports: [{ number: 8080, name: 'http-8080', protocol: 'HTTP' }],
          endpoints: [
            {
              address: `198.18.0.${service.c + 1}`,
              ports: { 'http-8080': 15443 },
              network: service.cluster,
            },
          ],
          subjectAltNames: [`spiffe://cluster.local/ns/team-${service.cluster}/sa/${service.name}`],
        },
      });
      new ApiObject(chart, `rule-${service.name}`, {
        apiVersion: 'networking.istio.io/v1',
        kind: 'DestinationRule',
        metadata,
        spec: { host, exportTo: ['*'], trafficPolicy: { tls: { mode: 'ISTIO_MUTUAL' } } },
      });
    }
  }
  app.synth();
}
