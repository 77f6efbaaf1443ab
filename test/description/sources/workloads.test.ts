import { readSource, service, template, workload } from './reading';
import { temporaryFolder } from '../../golden/golden';

const folder = temporaryFolder();

/** What is told of a Service with pods like this. */
const told = (pod: object, ...others: object[]) =>
  readSource(folder, { 'a.yaml': [service('web'), workload('web', pod), ...others] }).problems.map(
    problem => problem.replace('a.yaml:1: Deployment "web" behind Service "web" ', ''),
  );

describe('a workload that no sidecar serves is refused', () => {
  test.each([
    [
      { hostNetwork: true },
      'MESH159 uses the network of its node (`hostNetwork`), so no sidecar is injected',
    ],
    [
      { labels: { 'sidecar.istio.io/inject': 'false' } },
      'MESH159 has no sidecar (`sidecar.istio.io/inject` is "false")',
    ],
    [
      { annotations: { 'sidecar.istio.io/inject': 'No' } },
      'MESH159 has no sidecar (`sidecar.istio.io/inject` is "No")',
    ],
    [{ labels: { 'istio.io/dataplane-mode': 'ambient' } }, 'MESH159 is in ambient mode'],
    [
      { annotations: { 'inject.istio.io/templates': 'grpc-agent' } },
      'MESH159 has no sidecar (`inject.istio.io/templates` is "grpc-agent")',
    ],
    [
      { annotations: { 'sidecar.istio.io/interceptionMode': 'NONE' } },
      'MESH159 keeps its calls from the sidecar (`sidecar.istio.io/interceptionMode` is "NONE")',
    ],
  ])('%j', (pod, message) => {
    expect(told(pod)).toEqual([message]);
  });

  test.each([
    {},
    { hostNetwork: false },
    { labels: { 'sidecar.istio.io/inject': 'true' } },
    // the label wins over the annotation
    {
      labels: { 'sidecar.istio.io/inject': 'true' },
      annotations: { 'sidecar.istio.io/inject': 'false' },
    },
    { annotations: { 'sidecar.istio.io/inject': 'yes' } },
    { labels: { 'istio.io/dataplane-mode': 'none' } },
    { annotations: { 'inject.istio.io/templates': 'sidecar,spire' } },
    { annotations: { 'sidecar.istio.io/interceptionMode': 'TPROXY' } },
  ])('but not for %j', pod => {
    expect(told(pod)).toEqual([]);
  });

  const namespace = (labels: object, name = 'shop') => ({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name, labels },
  });

  test.each([
    [
      { 'istio-injection': 'disabled' },
      'MESH159 is in namespace "shop", where `istio-injection` is "disabled"',
    ],
    [
      { 'istio-injection': 'disabled', 'istio.io/rev': 'canary' },
      'MESH159 is in namespace "shop", where `istio-injection` is "disabled"',
    ],
    [
      { 'istio-injection': 'true' },
      'MESH159 is in namespace "shop", where `istio-injection` is "true"',
    ],
    [
      { 'istio.io/dataplane-mode': 'ambient' },
      'MESH159 is in namespace "shop", which is in ambient mode',
    ],
  ])('in a namespace with %j', (labels, message) => {
    expect(told({}, namespace(labels))).toEqual([message]);
    expect(told({}, namespace(labels, 'other'))).toEqual([]);
  });

  test.each([
    [{}, {}],
    [{ 'istio-injection': 'enabled' }, {}],
    [{ 'istio.io/rev': 'canary' }, {}],
    [{ 'istio-injection': 'enabled', 'istio.io/dataplane-mode': 'ambient' }, {}],
    [{ 'istio.io/dataplane-mode': 'ambient' }, { 'sidecar.istio.io/inject': 'true' }],
    [{ 'istio.io/dataplane-mode': 'ambient' }, { 'istio.io/dataplane-mode': 'none' }],
  ])('but not in a namespace with %j for pods with %j', (labels, pod) => {
    expect(told({ labels: pod }, namespace(labels))).toEqual([]);
  });

  test('not by a Namespace of somebody who does not speak for it', () => {
    const files = { 'a.yaml': [namespace({ 'istio-injection': 'disabled' }, 'bank')] };
    expect(readSource(folder, files, { namespaces: ['shop'] }).problems).toEqual([
      'MESH180 source: no Service in "." is marked for export',
    ]);
  });
});

describe('a port that goes past the sidecar is refused', () => {
  const INCLUDE = 'traffic.sidecar.istio.io/includeInboundPorts';
  const EXCLUDE = 'traffic.sidecar.istio.io/excludeInboundPorts';
  const port = (annotations: object, targetPort?: number | string) =>
    readSource(folder, {
      'a.yaml': [
        service('web', { ports: [{ port: 80, targetPort, appProtocol: 'http' }] }),
        workload('web', {
          annotations,
          containers: [{ name: 'c', ports: [{ name: 'api', containerPort: 9000 }] }],
        }),
      ],
    }).problems;

  test.each([
    [{ [EXCLUDE]: '80' }, undefined, 80],
    [{ [EXCLUDE]: '443, 8080' }, 8080, 8080],
    [{ [EXCLUDE]: '9000' }, 'api', 9000],
    [{ [INCLUDE]: '' }, undefined, 80],
    [{ [INCLUDE]: '8080' }, undefined, 80],
    [{ [INCLUDE]: '*', [EXCLUDE]: '80' }, undefined, 80],
  ])('%j for target port %p', (annotations, targetPort, number) => {
    const [key, value] = Object.entries(annotations).at(-1)!;
    expect(port(annotations, targetPort)).toEqual([
      `MESH175 a.yaml:1: Deployment "web" takes calls of port ${number} past its sidecar (\`${key}\` is "${value}")`,
    ]);
  });

  test.each([
    [{ [EXCLUDE]: '80' }, 8080],
    [{ [EXCLUDE]: '' }, undefined],
    [{ [INCLUDE]: '*' }, undefined],
    [{ [INCLUDE]: '443,80' }, undefined],
    // a list of what is included leaves no room for what is excluded
    [{ [INCLUDE]: '80', [EXCLUDE]: '80' }, undefined],
  ])('but not %j for target port %p', (annotations, targetPort) => {
    expect(port(annotations, targetPort)).toEqual([]);
  });
});

describe('the service account', () => {
  const account = (spec: object) =>
    readSource(folder, { 'a.yaml': [service('web'), workload('web', spec)] }).services[0]
      .serviceAccounts;

  test.each([
    [{}, 'default'],
    [{ serviceAccountName: 'web' }, 'web'],
    [{ serviceAccount: 'old' }, 'old'],
    [{ serviceAccountName: 'web', serviceAccount: 'old' }, 'web'],
    [{ serviceAccountName: '', serviceAccount: 'old' }, 'old'],
    [{ serviceAccountName: '' }, 'default'],
  ])('of %j is %s', (spec, name) => {
    expect(account(spec)).toEqual([name]);
  });

  test('comes through a merge key, as kubectl reads it', () => {
    const text = `apiVersion: v1
kind: List
items:
  - apiVersion: v1
    kind: Service
    metadata: &meta { namespace: shop, name: web, labels: { mesh.cdk8s-istio-multicluster/export: "true" } }
    spec: { selector: { app: web }, ports: [{ port: 80, appProtocol: http }] }
  - apiVersion: apps/v1
    kind: Deployment
    metadata: { <<: *meta, labels: {} }
    spec:
      template:
        metadata: { labels: { app: web } }
        spec:
          <<: [{ serviceAccountName: web }, { serviceAccountName: other }]
          containers: []
`;
    const { services, problems } = readSource(folder, { 'a.yaml': text });
    expect(problems).toEqual([]);
    expect(services[0].serviceAccounts).toEqual(['web']);
  });

  test('is not guessed where programs read a merge key in two ways', () => {
    const text =
      'apiVersion: v1\nkind: Pod\nspec:\n  serviceAccountName: a\n  <<: { serviceAccountName: b }\n';
    expect(readSource(folder, { 'a.yaml': text }).problems).toEqual([
      'MESH150 a.yaml:5: key "serviceAccountName" stands before the merge key "<<", which has it too',
    ]);
  });
});

describe('whatever has a pod template is a workload', () => {
  test.each([
    ['argoproj.io/v1alpha1', 'Rollout'],
    ['apps.openshift.io/v1', 'DeploymentConfig'],
    ['v1', 'ReplicationController'],
    ['batch/v1', 'Job'],
    ['apps.kruise.io/v1alpha1', 'CloneSet'],
    ['example.com/v1', 'Widget'],
  ])('%s %s', (apiVersion, kind) => {
    const object = { ...workload('web', { serviceAccountName: 'web' }, {}, kind), apiVersion };
    const { services, problems } = readSource(folder, { 'a.yaml': [service('web'), object] });
    expect(problems).toEqual([]);
    expect(services[0].serviceAccounts).toEqual(['web']);
  });

  test('and nobody describes pods of others by one', () => {
    const rollout = workload('web', {}, {}, 'Rollout');
    expect(readSource(folder, { 'a.yaml': [rollout] }, { namespaces: ['bank'] }).problems).toEqual([
      'MESH161 a.yaml:1: Rollout "web" is of namespace "shop", but the source speaks for namespace "bank" only',
    ]);
  });

  test('but not a template of something else', () => {
    const secret = {
      apiVersion: 'bitnami.com/v1alpha1',
      kind: 'SealedSecret',
      metadata: { name: 'web', namespace: 'shop' },
      spec: { template: { metadata: { labels: { app: 'web' } } } },
    };
    expect(readSource(folder, { 'a.yaml': [service('web'), secret] }).problems).toEqual([
      'MESH153 a.yaml:1: no workload of namespace "shop" has the labels that Service "web" selects',
    ]);
  });
});

describe('pods that are not alike', () => {
  const stateful = (spec: object) => workload('db', {}, spec, 'StatefulSet');
  const perPod = (selector: object, more = {}) => service('db-x', { selector, ...more });

  test('a headless Service is one host elsewhere, which is warned of', () => {
    const { problems, keys } = readSource(folder, {
      'a.yaml': [service('db', { clusterIP: 'None' }), stateful({ replicas: 1 })],
    });
    expect(problems).toEqual(['MESH176 a.yaml:1: Service "db" is headless']);
    expect(keys).toEqual(['db.shop']);
  });

  const headless = service('db', { clusterIP: 'None' });
  const membersOf = (spec: object, props = {}) => {
    const { problems, services } = readSource(
      folder,
      { 'a.yaml': [headless, stateful(spec)] },
      props,
    );
    return { codes: problems.map(problem => problem.split(' ')[0]), members: services[0].members };
  };

  test.each([
    [{ serviceName: 'db', replicas: 3 }, { replicas: 3 }],
    [
      { serviceName: 'db', replicas: 2, ordinals: { start: 4 } },
      { replicas: 2, start: 4 },
    ],
  ])('the headless Service of a StatefulSet is exported by member: %j', (spec, members) => {
    expect(membersOf(spec)).toEqual({ codes: [], members });
  });

  test.each([
    ['another Service gives the pods names', { serviceName: 'other', replicas: 3 }, {}],
    ['nobody says how many there are', { serviceName: 'db' }, {}],
    ['there is none', { serviceName: 'db', replicas: 0 }, {}],
    ['there are too many', { serviceName: 'db', replicas: 1001 }, {}],
    [
      'clusters have pods of one name',
      { serviceName: 'db', replicas: 3 },
      { clusters: ['a', 'b'] },
    ],
  ])('it is one host where %s', (_, spec, props) => {
    expect(membersOf(spec, props)).toEqual({ codes: ['MESH176'], members: undefined });
  });

  test('the name of the StatefulSet may be another', () => {
    const store = stateful({ serviceName: 'db', replicas: 1 });
    const files = {
      'a.yaml': [headless, { ...store, metadata: { ...store.metadata, name: 'x' } }],
    };
    expect(readSource(folder, files).services[0].members).toEqual({
      replicas: 1,
      statefulSet: 'x',
    });
  });

  test('so are the pods of a StatefulSet, if there are several', () => {
    const read = (spec: object) =>
      readSource(folder, { 'a.yaml': [service('db'), stateful(spec)] }).problems;
    expect(read({ replicas: 3 })).toEqual([
      'MESH176 a.yaml:1: StatefulSet "db" behind Service "db" has several pods',
    ]);
    expect(read({ replicas: 1 })).toEqual([]);
    expect(read({})).toEqual([]);
  });

  test.each([
    [{ 'statefulset.kubernetes.io/pod-name': 'db-0' }, { replicas: 3 }, []],
    [{ 'statefulset.kubernetes.io/pod-name': 'db-2', app: 'db' }, { replicas: 3 }, []],
    [{ 'apps.kubernetes.io/pod-index': '1', app: 'db' }, { replicas: 3 }, []],
    [{ 'statefulset.kubernetes.io/pod-name': 'db-7' }, {}, []],
    [{ 'statefulset.kubernetes.io/pod-name': 'db-5' }, { ordinals: { start: 5 }, replicas: 1 }, []],
    [{ 'statefulset.kubernetes.io/pod-name': 'db-3' }, { replicas: 3 }, ['MESH153']],
    [{ 'statefulset.kubernetes.io/pod-name': 'db-4' }, { ordinals: { start: 5 } }, ['MESH153']],
    [{ 'statefulset.kubernetes.io/pod-name': 'db-00' }, {}, ['MESH153']],
    [{ 'statefulset.kubernetes.io/pod-name': 'other-0' }, {}, ['MESH153']],
    [{ 'statefulset.kubernetes.io/pod-name': 'db-0', app: 'web' }, {}, ['MESH153']],
  ])('a Service for one of them: %j of %j', (selector, spec, codes) => {
    for (const more of [{}, { clusterIP: 'None' }]) {
      const files = { 'a.yaml': [perPod(selector, more), stateful(spec)] };
      const { problems, services } = readSource(folder, files);
      expect(problems.map(problem => problem.split(' ')[0])).toEqual(codes);
      expect(services.map(one => one.selector)).toEqual(codes.length > 0 ? [] : [selector]);
    }
  });
});

test('a `namespace` is for manifests that have none, and no licence to speak for it', () => {
  const bare = (object: any) => ({
    ...object,
    metadata: { ...object.metadata, namespace: undefined },
  });
  const files = {
    'a.yaml': [bare(service('web')), bare(workload('web'))],
    'b.yaml': [service('cart'), workload('cart')],
  };
  expect(readSource(folder, files).problems).toEqual([
    'MESH151 a.yaml:1: Service "web" has no namespace',
  ]);
  expect(readSource(folder, files, { namespace: 'front' }).keys).toEqual([
    'web.front',
    'cart.shop',
  ]);
  expect(readSource(folder, files, { namespace: 'front', namespaces: ['shop'] }).problems).toEqual([
    'MESH161 a.yaml:1: Service "web" is of namespace "front", but the source speaks for namespace "shop" only',
    'MESH161 a.yaml:14: Deployment "web" is of namespace "front", but the source speaks for namespace "shop" only',
  ]);
});

test('a Pod is a workload, and a PodTemplate is none', () => {
  const pod = { apiVersion: 'v1', kind: 'Pod', ...template('web') };
  const named = { ...pod, metadata: { ...pod.metadata, name: 'web', namespace: 'shop' } };
  expect(readSource(folder, { 'a.yaml': [service('web'), named] }).problems).toEqual([]);
});
