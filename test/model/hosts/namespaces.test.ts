import { clusterNamespaces } from '../../../src/model/hosts/namespaces';
import { resolve, withCluster } from '../base';

test('the namespaces that a cluster gets come in the order of their names', () => {
  const mesh = resolve(withCluster({ namespaces: [{ name: 'zoo' }, { name: 'apps' }] }));
  const { created } = clusterNamespaces(mesh, mesh.clusters[0]);
  expect(created.map(({ name }) => name)).toEqual(['apps', 'bar', 'zoo']);
});
