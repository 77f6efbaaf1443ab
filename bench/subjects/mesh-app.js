// A mesh by MeshApp, with the compiled library, as a user has it.
// Usage: node mesh-app.js OUTDIR (grid CLUSTERS SERVICES | callers N | served N | servedNamespaces N)
const { SUFFIX, grid, service } = require('./mesh');
const { GatewayAddress, MeshApp, MulticlusterMesh, Protocol } = require('../../lib/src');

const [outdir, shape, ...numbers] = process.argv.slice(2);

const [caller, owner] = grid(2, 0).clusters;
const numbered = (count, item) => Array.from({ length: count }, (_, i) => item(i));
const keysOf = services => services.map(({ name, namespace }) => `${name}.${namespace}`);

const serviceAccounts = ['*'];

/** Each gives clusters, services and grants. */
const SHAPES = {
  /** every cluster calls all services of all others */
  grid(clusterCount, serviceCount) {
    const { clusters, services } = grid(clusterCount, serviceCount);
    return { clusters, services, grants: [{ services: keysOf(services), everyone: true }] };
  },

  /** one service, called from many namespaces */
  callers(count) {
    const services = [service('db', 'data', owner)];
    const namespaces = numbered(count, i => `caller${i}`);
    return pair(services, [{ services: keysOf(services), clusters: [caller.name], namespaces, serviceAccounts }]);
  },

  /** many services that everyone may call */
  served(count) {
    const services = numbered(count, i => service(`service${i}`, 'shop', owner));
    return pair(services, [{ services: keysOf(services), everyone: true }]);
  },

  /** many services, each called from a namespace of its own */
  servedNamespaces(count) {
    const services = numbered(count, i => service(`service${i}`, `team${i}`, owner));
    const grants = services.map(one => ({
      services: keysOf([one]),
      clusters: [caller.name],
      namespaces: [one.namespace],
      serviceAccounts,
    }));
    return pair(services, grants);
  },
};

function pair(services, grants) {
  return { clusters: [caller, owner], services, grants };
}

const { clusters, services, grants } = SHAPES[shape](...numbers.map(Number));
const app = new MeshApp({ outdir });
new MulticlusterMesh(app, 'mesh', {
  suffix: SUFFIX,
  clusters: clusters.map(({ name, address }) => ({
    name,
    istio: '1.29',
    gateway: { addresses: [GatewayAddress.ip(address)] },
  })),
  services: services.map(({ name, namespace, cluster }) => ({
    name,
    namespace,
    clusters: [cluster],
    ports: [{ number: 8080, protocol: Protocol.HTTP }],
    selector: { app: name },
    serviceAccounts: [name],
  })),
  grants,
});
app.synth();
