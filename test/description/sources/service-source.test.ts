import { mkdtempSync, writeFileSync } from 'fs';
import * as path from 'path';
import { MulticlusterMesh, MeshApp, Protocol, ServiceSource } from '../../../src';
import { discover } from '../../../src/description/sources/discover';
import { EXPORT, GRANTS } from '../../../src/description/sources/marks';
import { MeshError } from '../../../src/problems/mesh-error';
import { Problem } from '../../../src/problems/problem';
import { Problems } from '../../../src/problems/problems';
import { temporaryFolder } from '../../golden/golden';
import { BASE } from '../../model/base';

const FIXTURES = 'test/description/sources/fixtures';
const folder = temporaryFolder();

/** Without the symbols that say which manifest a service came from. */
const plain = (value: unknown) => JSON.parse(JSON.stringify(value));

test('turns each exported Service into a service, and leaves the others alone', () => {
  const { services, grants } = ServiceSource.fromDirectory(`${FIXTURES}/shop`, ['cluster2']);
  expect(plain(services)).toEqual([
    {
      name: 'cart',
      namespace: 'shop',
      clusters: ['cluster2'],
      selector: { app: 'cart' },
      serviceAccounts: ['cart'],
      ports: [
        { number: 7070, protocol: Protocol.GRPC, targetPort: 17070 },
        { number: 80, protocol: Protocol.HTTP, targetPort: 8080 },
        { number: 27017, protocol: Protocol.MONGO },
      ],
    },
    {
      name: 'data',
      namespace: 'store',
      clusters: ['cluster2'],
      selector: { app: 'data' },
      serviceAccounts: ['default'],
      ports: [{ number: 6379, protocol: Protocol.REDIS }],
    },
  ]);
  expect(plain(grants)).toEqual([
    {
      services: ['cart.shop'],
      clusters: ['east'],
      namespaces: ['web'],
      serviceAccounts: ['frontend'],
    },
    { services: ['cart.shop'], namespaces: ['checkout'], clusters: ['*'], serviceAccounts: ['*'] },
    { services: ['cart.shop'], clusters: ['west'], namespaces: ['*'], serviceAccounts: ['*'] },
  ]);
});

test('reports everything that is wrong, with file and line', () => {
  const problems = new Problems();
  discover({ directory: `${FIXTURES}/broken`, clusters: ['a'] }, problems);
  expect(
    problems.all.map(p => `${p.code} ${p.where.replace(`${FIXTURES}/broken/`, '')} ${p.message}`),
  ).toEqual([
    'MESH151 all.yaml:1 Service "nowhere" has no namespace',
    'MESH152 all.yaml:6 Service "external" has no selector',
    'MESH153 all.yaml:11 no workload of namespace "ns" has the labels that Service "lonely" selects',
    'MESH154 all.yaml:16 target port "nosuch" of port 80 is not a port of Deployment "bad"',
    'MESH155 all.yaml:16 port 80 does not say its protocol and is taken for TCP',
    'MESH157 all.yaml:16 UDP port 53 cannot cross the gateway and is left out',
    'MESH158 all.yaml:16 "*/*" does not say who may call',
    'MESH158 all.yaml:16 "Foo" does not say who may call',
    'MESH158 all.yaml:16 "a/b/c/d" does not say who may call',
    'MESH159 all.yaml:16 Deployment "bad" behind Service "bad" has no sidecar (`sidecar.istio.io/inject` is "false")',
    'MESH160 all.yaml:16 Deployment "bad" has a container port "http-8000" with number 9999, which would win over 8080',
    'MESH156 all.yaml:39 the Service has no TCP port',
    'MESH157 all.yaml:39 UDP port 53 cannot cross the gateway and is left out',
    'MESH159 all.yaml:39 DaemonSet "amb" behind Service "dns" is in ambient mode',
    'MESH150 syntax.yaml:2 Flow map in block collection must be sufficiently indented and end with a }',
    'MESH150 template.yaml:1 a Service has no name; is it a template?',
  ]);
});

describe('an object that Kubernetes would not take is told, and is no reason to stop', () => {
  const SERVICE = `apiVersion: v1
kind: Service
metadata: { name: x, namespace: ns, labels: { mesh.cdk8s-istio-multicluster/export: "true" }, annotations: {} }
spec: { selector: { app: x }, ports: [{ port: 80, appProtocol: http }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: x, namespace: ns }
spec: { template: { metadata: { labels: { app: x } }, spec: { containers: [{ name: c, ports: [{ name: http, containerPort: 80 }] }] } } }
`;
  const read = (text: string, kustomization = '') => {
    const directory = mkdtempSync(path.join(folder, 'source-'));
    writeFileSync(path.join(directory, 'x.yaml'), text);
    if (kustomization !== '') {
      writeFileSync(path.join(directory, 'kustomization.yaml'), kustomization);
    }
    const problems = new Problems();
    return {
      services: discover({ directory, clusters: ['a'] }, problems).exported.map(
        ({ service }) => service,
      ),
      problems: problems.all.map(p => `${p.code} ${p.message}`),
    };
  };
  const found = (text: string) => {
    const { services, problems } = read(text);
    return [services.length, ...problems];
  };

  test('the same object, well shaped, also with keys that have no value', () => {
    expect(found(SERVICE)).toEqual([1]);
    expect(
      found(
        SERVICE.replace('annotations: {}', 'annotations:').replace(
          'appProtocol: http',
          'name: http, targetPort: ~, appProtocol:',
        ),
      ),
    ).toEqual([1]);
  });

  test.each([
    [
      'ports: [{ port: 80, appProtocol: http }]',
      'ports: none',
      'Service "x" is not one: spec.ports must be array',
    ],
    [
      'ports: [{ port: 80, appProtocol: http }]',
      'ports: [~]',
      'Service "x" is not one: spec.ports.0 must be object',
    ],
    [
      'port: 80, appProtocol',
      'port: "80", appProtocol',
      'Service "x" is not one: spec.ports.0.port must be integer',
    ],
    [
      'port: 80, appProtocol',
      'appProtocol',
      'Service "x" is not one: spec.ports.0 must have required property \'port\'',
    ],
    ['appProtocol: http', 'name: 80', 'Service "x" is not one: spec.ports.0.name must be string'],
    [
      'selector: { app: x }',
      'selector: app=x',
      'Service "x" is not one: spec.selector must be object',
    ],
    [
      'selector: { app: x }',
      'selector: { app: 1 }',
      'Service "x" is not one: spec.selector.app must be string',
    ],
    [
      'export: "true"',
      'export: true',
      'Service "x" is not one: metadata.labels.mesh.cdk8s-istio-multicluster~1export must be string',
    ],
    [
      'annotations: {}',
      'annotations: { mesh.cdk8s-istio-multicluster/grants: 5 }',
      'Service "x" is not one: metadata.annotations.mesh.cdk8s-istio-multicluster~1grants must be string',
    ],
    [
      'containers: [',
      'containers: [c, ',
      'Deployment "x" is not one: spec.template.spec.containers.0 must be object',
    ],
    [
      'spec: { containers',
      'spec: { serviceAccountName: 5, containers',
      'Deployment "x" is not one: spec.template.spec.serviceAccountName must be string',
    ],
    ['apiVersion: apps/v1', 'apiVersion: *nowhere', 'alias "*nowhere" names no anchor before it'],
    ['template: {', 'template: &t { more: *t, ', 'alias "*t" leads into itself'],
  ])('%s → %s', (before, after, message) => {
    expect(SERVICE).toContain(before);
    expect(found(SERVICE.replace(before, after))).toContain(`MESH150 ${message}`);
  });

  test('a container port with the name of the service port is right where it is the target', () => {
    const named = SERVICE.replace(
      'port: 80, appProtocol',
      'port: 80, targetPort: 8080, appProtocol',
    ).replace('name: http, containerPort: 80', 'name: http-80, containerPort: 8080');
    expect(found(named)).toEqual([1]);
    expect(found(named.replace('containerPort: 8080', 'containerPort: 80'))).toEqual([
      1,
      'MESH160 Deployment "x" has a container port "http-80" with number 80, which would win over 8080',
    ]);
  });

  test('a target port that workloads number differently stays a name', () => {
    const [service, deployment] = SERVICE.replace(
      'appProtocol: http',
      'appProtocol: http, targetPort: http',
    ).split('---\n');
    const second = deployment.replace('name: x, namespace', 'name: y, namespace');
    expect(read([service, deployment, second].join('---\n')).services[0].ports).toEqual([
      { number: 80, protocol: 'HTTP', targetPort: 80 },
    ]);
    expect(
      read(
        [service, deployment, second.replace('containerPort: 80', 'containerPort: 81')].join(
          '---\n',
        ),
      ).services[0].ports,
    ).toEqual([{ number: 80, protocol: 'HTTP', targetPortName: 'http' }]);
  });

  test('pods of another namespace are not behind a Service', () => {
    expect(
      found(
        SERVICE.replace(
          'metadata: { name: x, namespace: ns }',
          'metadata: { name: x, namespace: other }',
        ),
      )[1],
    ).toMatch(/^MESH153 /);
  });

  test('kustomize puts objects into its namespace, whatever they say', () => {
    expect(read(SERVICE, 'namespace: shop\nresources: [x.yaml]\n').services[0].namespace).toBe(
      'shop',
    );
    expect(read(SERVICE, 'namespace: [\n').problems[0]).toMatch(/^MESH150 Flow sequence/);
    expect(read(SERVICE, 'namespace: *x\n').problems).toEqual([
      'MESH150 alias "*x" names no anchor before it',
    ]);
  });

  test('a port name that every object has as a key is no protocol', () => {
    expect(found(SERVICE.replace('appProtocol: http', 'name: constructor'))).toEqual([
      1,
      'MESH155 port 80 does not say its protocol and is taken for TCP',
    ]);
  });
});

test('what is wrong with a service or grant that was found is told at its manifest', () => {
  const directory = mkdtempSync(path.join(folder, 'source-'));
  const found = (name: string, grants: string) => `apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: kube-system, annotations: { ${EXPORT}: "true", ${GRANTS}: "${grants}" } }
spec: { selector: { app: x }, ports: [{ port: 80, appProtocol: http }] }
---
`;
  writeFileSync(
    path.join(directory, 'a.yaml'),
    `${found('one', 'nowhere/*/*').replace('80', '81')}${found('two', 'cluster1/*/*')}apiVersion: v1
kind: Pod
metadata: { name: x, namespace: kube-system, labels: { app: x } }
spec: { containers: [] }
`,
  );
  let problems: readonly Problem[] = [];
  try {
    new MulticlusterMesh(new MeshApp({ outdir: folder }), 'mesh', {
      ...BASE,
      serviceSources: [{ directory, clusters: ['cluster2'] }],
    });
  } catch (error) {
    problems = (error as MeshError).problems;
  }
  expect(problems.map(p => `${p.code} ${p.where.replace(directory, '')}`)).toEqual([
    'MESH402 /a.yaml:1 (grants[1].clusters[0])',
    'MESH342 /a.yaml:1 (services[1].namespace)',
    'MESH342 /a.yaml:6 (services[2].namespace)',
  ]);
});

test('a directory that cannot be read', () => {
  expect(() => ServiceSource.fromDirectory('nowhere', ['a'])).toThrow(MeshError);
  expect(() => ServiceSource.fromDirectory('nowhere', ['a'])).toThrow('MESH106');
});

test('a service that its owner joins is one service that two clusters serve', () => {
  const mesh = new MulticlusterMesh(new MeshApp({ outdir: folder }), 'mesh', {
    ...BASE,
    services: [],
    grants: [
      { services: ['web.web'], clusters: ['cluster3'], namespaces: ['*'], serviceAccounts: ['*'] },
    ],
    serviceSources: [
      { directory: `${FIXTURES}/east`, clusters: ['cluster1'], joins: ['west'] },
      { name: 'west', directory: `${FIXTURES}/west`, clusters: ['cluster2'] },
    ],
    clusters: [...BASE.clusters, { name: 'cluster3', istio: '1.29' }],
  });
  const entry = mesh
    .chart('cluster3')
    .node.findAll()
    .map((c: any) => c.props?.spec)
    .find(spec => spec?.endpoints);
  expect(entry.endpoints.map((e: any) => e.address)).toEqual(['8.8.4.1', '8.8.4.2']);
});
