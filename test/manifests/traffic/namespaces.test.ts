import { Testing } from 'cdk8s';
import { CacertsDelivery, ClusterFile, ClusterProps, MulticlusterMesh } from '../../../src';
import { BASE, httpbin, withCluster } from '../../model/base';

const TITLE = 'app.kubernetes.io/managed-by';

function written(props: Partial<ClusterProps>, others: object = {}) {
  const mesh = { ...withCluster(props), ...others };
  const chart = new MulticlusterMesh(Testing.app(), 'mesh', mesh).chart('cluster1');
  const readme = chart.node
    .findAll()
    .find((c): c is ClusterFile => c instanceof ClusterFile && c.path === 'README.md')!;
  const namespaces = chart.toJson().filter(({ kind }) => kind === 'Namespace');
  return {
    readme: readme.content,
    namespaces: Object.fromEntries(
      namespaces.map(({ metadata: { name, labels } }) => [
        name,
        Object.fromEntries(Object.entries<string>(labels).filter(([key]) => key !== TITLE)),
      ]),
    ),
  };
}

const ROOT = { 'istio-system': { 'topology.istio.io/network': 'cluster1' } };
const granting = (namespace: string) => ({
  services: [httpbin({ namespace })],
  grants: [{ ...BASE.grants[0], services: [`httpbin.${namespace}`] }],
});

test('the namespace of a remote service is created where nothing says that it is there', () => {
  const { namespaces, readme } = written({});
  expect(namespaces).toEqual({ ...ROOT, bar: { 'istio-injection': 'enabled' } });
  expect(readme).not.toContain('Needs the namespaces');
});

describe('a namespace that is there is never written', () => {
  test.each<[string, string, Partial<ClusterProps>]>([
    ['one that is listed', 'bar', { existingNamespaces: ['bar'] }],
    ['one of the callers', 'foo', {}],
    ['one with a Sidecar', 'bar', { sidecars: [{ namespace: 'bar' }] }],
  ])('%s; the README names it', (_, namespace, props) => {
    const { namespaces, readme } = written(props, granting(namespace));
    expect(namespaces).toEqual(ROOT);
    expect(readme).toContain(`does not create: \`${namespace}\`.`);
  });

  const egressGateway = { address: '10.0.0.9', namespace: 'out' };
  const gateway = { ...BASE.clusters[0].gateway!, namespace: 'gateways' };
  test.each<[string, string, Partial<ClusterProps>]>([
    ['default', 'default', {}],
    ['that of a gateway', 'gateways', { gateway }],
    [
      'that of an egress gateway',
      'elsewhere',
      { egressGateway, existingNamespaces: ['elsewhere'] },
    ],
  ])('%s', (_, namespace, props) => {
    expect(written(props, granting(namespace)).namespaces).toEqual(ROOT);
  });

  test.each([
    [CacertsDelivery.EXISTING_SECRET, {}],
    [CacertsDelivery.CERT_MANAGER, { certManager: { issuer: 'root' } }],
  ])(
    'the root namespace, delivery %s: a command of the README gives it the network',
    (delivery, rest) => {
      const cacerts = { delivery, ...rest };
      const { namespaces, readme } = written({ cacerts, existingNamespaces: ['istio-system'] });
      expect(Object.keys(namespaces)).toEqual(['bar']);
      expect(readme).toContain(
        '   kubectl label namespace istio-system topology.istio.io/network=cluster1 --overwrite',
      );
      expect(readme.includes('manifests/trust/')).toBe(delivery === CacertsDelivery.CERT_MANAGER);
    },
  );
});

test('labels of the user go to every namespace that the mesh creates, and its own win', () => {
  const { namespaces } = written({
    namespaceLabels: { mesh: 'true', team: 'x' },
    namespaces: [{ name: 'bar', labels: { team: 'bar' } }],
  });
  expect(namespaces).toEqual({
    'istio-system': { ...ROOT['istio-system'], mesh: 'true', team: 'x' },
    bar: { 'istio-injection': 'enabled', mesh: 'true', team: 'bar' },
  });
});

test('what the description says is created is, also where callers are', () => {
  const { namespaces, readme } = written({ namespaces: [{ name: 'foo' }] }, granting('foo'));
  expect(Object.keys(namespaces).sort()).toEqual(['foo', 'istio-system']);
  expect(readme).not.toContain('Needs the namespaces');
});
