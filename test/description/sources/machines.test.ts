import { readSource, service } from './reading';
import { temporaryFolder } from '../../golden/golden';

const folder = temporaryFolder();

describe('a workload outside of Kubernetes', () => {
  const entry = (spec: object, labels = {}) => ({
    apiVersion: 'networking.istio.io/v1',
    kind: 'WorkloadEntry',
    metadata: { name: 'vm', namespace: 'shop', labels },
    spec: { address: '10.9.0.1', ...spec },
  });
  const group = (template: object) => ({
    apiVersion: 'networking.istio.io/v1beta1',
    kind: 'WorkloadGroup',
    metadata: { name: 'vms', namespace: 'shop' },
    spec: { metadata: { labels: { app: 'cart' } }, template },
  });
  const read = (...objects: object[]) =>
    readSource(folder, { 'a.yaml': [service('cart'), ...objects] });

  test.each<[string, object]>([
    ['an entry', entry({ labels: { app: 'cart' }, serviceAccount: 'vm' })],
    ['an entry, by labels of the object', entry({ serviceAccount: 'vm' }, { app: 'cart' })],
    ['a group of them', group({ serviceAccount: 'vm', ports: { http: 80 } })],
  ])('serves, with its own account: %s', (_, object) => {
    const { services, problems } = read(object);
    expect(problems).toEqual([]);
    expect(services[0]).toMatchObject({ selector: { app: 'cart' }, serviceAccounts: ['vm'] });
  });

  test('MESH159: gets nothing from gateways without an account', () => {
    for (const object of [entry({ labels: { app: 'cart' } }), group({})]) {
      expect(read(object).problems).toEqual([
        expect.stringMatching(
          /^MESH159 a\.yaml:1: Workload\w+ "vms?" behind Service "cart" has no `serviceAccount`/,
        ),
      ]);
    }
  });

  test('MESH160: a port of its own wins over that of the Service', () => {
    const { problems } = read(group({ serviceAccount: 'vm', ports: { 'http-80': 8080 } }));
    expect(problems.map(problem => problem.split(' ')[0])).toEqual(['MESH160']);
  });

  test('is not one of another API', () => {
    const foreign = { ...group({ serviceAccount: 'vm' }), apiVersion: 'example.org/v1' };
    expect(read(foreign).problems.map(problem => problem.split(' ')[0])).toEqual(['MESH153']);
  });
});
