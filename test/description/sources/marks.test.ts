import { readSource, service, workload } from './reading';
import { EXPORT, GRANTS } from '../../../src/description/sources/marks';
import { temporaryFolder } from '../../golden/golden';

const folder = temporaryFolder();

const told = (...objects: object[]) => readSource(folder, { 'a.yaml': objects });
const marked = (value: unknown, key = EXPORT) =>
  told(
    service('web', { metadata: { labels: undefined, annotations: { [key]: value } } }),
    workload('web'),
  );

describe('a mark that exports nothing is told', () => {
  test.each(['True', 'yes', '1', ''])('value "%s"', value => {
    const { keys, problems } = marked(value);
    expect(keys).toEqual([]);
    expect(problems).toEqual([`MESH177 a.yaml:1: "${EXPORT}" is "${value}"`]);
  });

  test('"false" is understood', () => {
    expect(marked('false').problems).toEqual([
      'MESH180 source: no Service in "." is marked for export',
    ]);
  });

  test('a key that is misspelled', () => {
    expect(marked('true', 'mesh.cdk8s-istio-multicluster/exprot').problems).toEqual([
      'MESH177 a.yaml:1: "mesh.cdk8s-istio-multicluster/exprot" marks nothing',
    ]);
  });

  test.each([
    ['serving.knative.dev/v1', 'Service'],
    ['apps/v1', 'Deployment'],
    ['networking.k8s.io/v1', 'Ingress'],
    ['v1', 'Namespace'],
  ])('on a %s %s', (apiVersion, kind) => {
    const metadata = { name: 'x', namespace: 'shop', labels: { [EXPORT]: 'true' } };
    const { problems } = told(service('web'), workload('web'), { apiVersion, kind, metadata });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toBe(
      `MESH178 a.yaml:${problems[0].split(':')[1]}: ${kind} "x" is marked for export, but is not a Service of \`v1\``,
    );
  });

  test('but not on the workload of a Service that is exported', () => {
    const deployment = workload('other', { labels: { app: 'web' } });
    const both = {
      ...deployment,
      metadata: { ...deployment.metadata, labels: { [EXPORT]: 'true' } },
    };
    expect(told(service('web'), both).problems).toEqual([]);
  });

  test('grants of a Service that is not marked, unless it says "false"', () => {
    const annotations = { [GRANTS]: 'everyone' };
    const granted = (labels: object) =>
      told(service('a', { metadata: { annotations, labels } }), service('web'), workload('web'))
        .problems;
    expect(granted({})).toEqual([
      'MESH178 a.yaml:1: Service "a" says who may call it, but is not marked for export',
    ]);
    expect(granted({ [EXPORT]: 'false' })).toEqual([]);
  });

  test('a source without any', () => {
    expect(told(workload('web')).problems).toEqual([
      'MESH180 source: no Service in "." is marked for export',
    ]);
  });
});

describe('a ServiceExport', () => {
  const exporting = (apiVersion: string, name = 'web', namespace = 'shop') => ({
    apiVersion,
    kind: 'ServiceExport',
    metadata: { name, namespace },
  });
  const unmarked = service('web', { metadata: { labels: {} } });

  test.each([
    'multicluster.x-k8s.io/v1alpha1',
    'multicluster.x-k8s.io/v1beta1',
    'net.gke.io/v1',
    'networking.fleet.azure.com/v1alpha1',
    'multicluster.x-k8s.aws/v1alpha1',
  ])('of %s exports', apiVersion => {
    const { keys, problems } = told(unmarked, workload('web'), exporting(apiVersion));
    expect([keys, problems]).toEqual([['web.shop'], []]);
  });

  test('of another group is told', () => {
    const { keys, problems } = told(exporting('example.com/v1'), unmarked, workload('web'));
    expect(keys).toEqual([]);
    expect(problems).toEqual([
      'MESH180 source: no Service in "." is marked for export',
      'MESH178 a.yaml:1: ServiceExport "web" is of group "example.com", which is not known',
    ]);
  });

  test.each([
    ['wbe', 'shop'],
    ['web', 'front'],
  ])('of a Service that is not there is refused: %s in %s', (name, namespace) => {
    const object = exporting('net.gke.io/v1', name, namespace);
    expect(told(object, unmarked, workload('web')).problems).toEqual([
      `MESH179 a.yaml:1: ServiceExport "${name}" names no Service of namespace "${namespace}"`,
    ]);
  });

  test('of any group is not for others to write', () => {
    const files = { 'a.yaml': [exporting('net.gke.io/v1')] };
    expect(readSource(folder, files, { namespaces: ['bank'] }).problems).toEqual([
      'MESH161 a.yaml:1: ServiceExport "web" is of namespace "shop", but the source speaks for namespace "bank" only',
    ]);
  });
});

describe('lists', () => {
  const typed = ({ apiVersion: _, kind: __, ...object }: any) => object;

  test('of a kind give their items the kind, as kubectl does', () => {
    const { keys, problems } = told(
      { apiVersion: 'v1', kind: 'ServiceList', items: [service('web')].map(typed) },
      { apiVersion: 'apps/v1', kind: 'DeploymentList', items: [workload('web')].map(typed) },
    );
    expect([keys, problems]).toEqual([['web.shop'], []]);
  });

  test('may hold each other', () => {
    const list = (...items: object[]) => ({ apiVersion: 'v1', kind: 'List', items });
    const { keys, problems } = told(
      list(list(service('web')), list(), list(list(workload('web')))),
    );
    expect([keys, problems]).toEqual([['web.shop'], []]);
  });
});

test('a Service without `apiVersion` is told', () => {
  const { apiVersion: _, ...object } = service('web');
  expect(told(object).problems).toEqual(['MESH150 a.yaml:1: a Service has no apiVersion']);
});
