// A mesh of 200 clusters, 200 services and 40 teams, or what it is after one change.
// Usage: node fleet.js OUTDIR [CHANGE]
const { AuthorizationMode, GatewayAddress, MeshApp, MulticlusterMesh, Protocol } = require('../../lib/src');

const CLUSTERS = 200;
const TEAMS = 40;
/** clusters and services of a team */
const EACH = 5;

const numbered = (count, item) => Array.from({ length: count }, (_, i) => item(i));
const clusterName = i => `cluster${i + 1}`;
const teamName = i => `team${(i % TEAMS) + 1}`;

const cluster = i => ({
  name: clusterName(i),
  istio: '1.28',
  gateway: { addresses: [GatewayAddress.ip(`198.18.${i >> 7}.${(i & 127) + 1}`)] },
});

/** Served by three clusters of its team. */
const service = i => ({
  name: `service${i + 1}`,
  namespace: teamName(i),
  clusters: numbered(3, k => clusterName((i % TEAMS) * EACH + ((Math.floor(i / TEAMS) + k) % EACH))),
  ports: [{ number: 8080, protocol: Protocol.HTTP }],
  selector: { app: `service${i + 1}` },
  serviceAccounts: [`service${i + 1}`],
  localCallers: [],
  virtualIps: [`240.0.1.${i + 1}`],
});

/** To one of another team, in all clusters for each fourth service, otherwise in 50 of them. */
const grant = ({ name, namespace }, i) => ({
  services: [`${name}.${namespace}`],
  clusters: numbered(i % 4 === 0 ? CLUSTERS : 50, k => clusterName((i * 7 + k * 3) % CLUSTERS)),
  namespaces: [teamName(i + 3)],
  serviceAccounts: ['*'],
});

const clusters = numbered(CLUSTERS, cluster);
const services = numbered(TEAMS * EACH, service);
const grants = services.map(grant);

const CHANGES = {
  'nothing': () => {},
  'one more caller namespace of a service': () => grants[2].namespaces.push(teamName(8)),
  'one more gateway address of a cluster': () =>
    clusters[0].gateway.addresses.push(GatewayAddress.ip('198.19.0.1')),
  'a new Istio minor': () => clusters.forEach(one => (one.istio = '1.29')),
  'one more service': () => {
    const one = { ...service(services.length), virtualIps: ['240.0.2.1'] };
    services.push(one);
    grants.push(grant(one, 0));
  },
  'one more cluster, which serves and calls': () => {
    const one = cluster(clusters.length);
    clusters.push(one);
    services[0].clusters.push(one.name);
    grants.filter((_, i) => i % 4 === 0).forEach(({ clusters: callers }) => callers.push(one.name));
  },
};

const [outdir, change] = process.argv.slice(2);
CHANGES[change]();
const app = new MeshApp({ outdir });
new MulticlusterMesh(app, 'mesh', {
  suffix: 'mesh.internal',
  authorization: AuthorizationMode.ENFORCE,
  clusters,
  services,
  grants,
  acceptedWarnings: [{ code: 'MESH421', reason: 'one trust domain' }],
});
app.synth();
