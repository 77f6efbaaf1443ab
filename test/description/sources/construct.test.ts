import { ApiObject, App, Chart } from 'cdk8s';
import * as plus27 from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { service, workload } from './reading';
import { MeshApp, MeshProblems, MulticlusterMesh, ServiceSource } from '../../../src';
import { EXPORT, GRANTS } from '../../../src/description/sources/marks';
import { temporaryFolder } from '../../golden/golden';
import { BASE } from '../../model/base';

const folder = temporaryFolder();

const chart = (app: App = new App({ outdir: folder })) =>
  new Chart(app, 'shop', { namespace: 'shop' });

const MARKED = { labels: { [EXPORT]: 'true' }, annotations: { [GRANTS]: 'cluster1/web/front' } };

/** Those that are installed: the API of a later one is not that of the first. */
const GENERATIONS = ['cdk8s-plus-27', 'cdk8s-plus-33'].filter(name => {
  try {
    return require.resolve(name);
  } catch {
    return false;
  }
});

test.each(GENERATIONS)('Deployments and Services of %s', name => {
  const plus: typeof plus27 = jest.requireActual(name);
  const shop = chart();
  const account = new plus.ServiceAccount(shop, 'account');
  const deployment = new plus.Deployment(shop, 'cart', {
    serviceAccount: account,
    containers: [{ image: 'cart', ports: [{ number: 7070, name: 'api' }] }],
  });
  const exposed = deployment.exposeViaService({
    name: 'cart',
    ports: [{ port: 80, targetPort: 7070, name: 'http' }],
  });
  exposed.metadata.addLabel(EXPORT, 'true');
  exposed.metadata.addAnnotation(GRANTS, 'cluster1/web/front');
  const { services, grants } = ServiceSource.of({ construct: shop, clusters: ['cluster2'] });
  const [label] = Object.entries(deployment.matchLabels);
  expect(JSON.parse(JSON.stringify(services))).toEqual([
    {
      name: 'cart',
      namespace: 'shop',
      clusters: ['cluster2'],
      selector: Object.fromEntries([label]),
      serviceAccounts: [account.name],
      ports: [{ number: 80, protocol: 'HTTP', targetPort: 7070 }],
    },
  ]);
  expect(grants).toHaveLength(1);
});

/** A chart with a Service and its workload. */
function shopIn(app: App, spec: object = {}) {
  const shop = chart(app);
  const scope = new Construct(shop, 'deep');
  new ApiObject(scope, 'service', service('web', { metadata: MARKED, ...spec }));
  const deployment = new ApiObject(scope, 'workload', workload('web'));
  return { shop, deployment };
}

const meshOf = (app: App, source: object) =>
  new MulticlusterMesh(app, 'mesh', {
    ...BASE,
    serviceSources: [{ clusters: ['cluster2'], ...source }],
  });

const problemsOf = (work: () => unknown) => {
  try {
    work();
    return [];
  } catch (error) {
    if (MeshProblems.of(error).length === 0) {
      throw error;
    }
    return MeshProblems.of(error).map(({ code, place, message }) => `${code} ${place}: ${message}`);
  }
};

describe('a chart of the program', () => {
  const newApp = () => new MeshApp({ outdir: `${folder}/dist` });

  test('is a source of the mesh', () => {
    const app = newApp();
    const mesh = meshOf(app, { construct: shopIn(app).shop });
    const hosts = mesh
      .chart('cluster1')
      .node.findAll()
      .flatMap((one: any) => one.props?.spec?.hosts ?? []);
    expect(hosts).toContain('web.shop.mesh.internal');
    expect(() => app.synth()).not.toThrow();
  });

  test('names its objects by their paths', () => {
    const app = newApp();
    const { shop } = shopIn(app, { selector: { app: 'other' } });
    expect(problemsOf(() => meshOf(app, { construct: shop }))).toEqual([
      'MESH153 shop/deep/service: no workload of namespace "shop" has the labels that Service "web" selects',
    ]);
    const bound = () => meshOf(newApp(), { construct: shop, namespaces: ['bank'] });
    expect(problemsOf(bound)[0]).toMatch(
      /^MESH161 shop\/deep\/service: Service "web" is of namespace "shop"/,
    );
  });

  test('is told where an object is not complete', () => {
    const shop = chart();
    new plus27.Deployment(shop, 'empty');
    expect(problemsOf(() => ServiceSource.of({ construct: shop, clusters: ['a'] }))).toEqual([
      expect.stringMatching(/^MESH150 shop\/empty.*: the object is not complete: .*container/),
    ]);
  });

  test('must not export something else later', () => {
    const app = newApp();
    const { shop } = shopIn(app);
    meshOf(app, { construct: shop });
    new ApiObject(shop, 'config', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c' } });
    expect(problemsOf(() => app.synth())).toEqual([]);
    new ApiObject(shop, 'late', service('late'));
    new ApiObject(shop, 'pods', workload('late'));
    expect(problemsOf(() => app.synth())).toEqual([
      'MESH808 mesh: "shop" exports something else than when the mesh was made; make the mesh last',
    ]);
  });

  test('with another account is something else, also in a plain app', () => {
    const app = new App({ outdir: `${folder}/plain` });
    const { shop, deployment } = shopIn(app);
    meshOf(app, { construct: shop });
    (deployment as any).props.spec.template.spec.serviceAccountName = 'other';
    expect(() => app.synth()).toThrow('exports something else');
  });

  test.each([
    [{ directory: 'x' }, 'directory'],
    [{ exclude: ['x'] }, 'exclude'],
    [{ render: 'kustomize' }, 'render'],
    [{ valuesFiles: ['x'] }, 'valuesFiles'],
  ])('has no %j', (more, key) => {
    const app = newApp();
    expect(problemsOf(() => meshOf(app, { construct: shopIn(app).shop, ...more }))).toEqual([
      `MESH185 serviceSources[0].${key}: "${key}" is for a directory, and this is a construct`,
    ]);
  });

  test('is not what a file can have, and one of the two has to be there', () => {
    expect(problemsOf(() => meshOf(newApp(), { construct: {} }))).toEqual([
      'MESH102 serviceSources[0].construct: "construct" is a construct of a program',
    ]);
    expect(problemsOf(() => meshOf(newApp(), { construct: 'shop' }))).toEqual([
      'MESH104 serviceSources[0].construct: "shop" is not a map of keys',
    ]);
    expect(problemsOf(() => meshOf(newApp(), {}))).toEqual([
      'MESH103 serviceSources[0]: "directory" is missing',
    ]);
  });

  test('stays what it is beside a mistake elsewhere', () => {
    const app = newApp();
    const { shop } = shopIn(app);
    const grants = [
      { services: ['web.shop'], clusters: ['nowhere'], namespaces: ['*'], serviceAccounts: ['*'] },
    ];
    const description = {
      ...BASE,
      clusters: [{ ...BASE.clusters[0], regoin: 'x' }, BASE.clusters[1]],
      serviceSources: [{ construct: shop, clusters: ['cluster2'] }],
      grants,
    };
    expect(problemsOf(() => MulticlusterMesh.fromObject(app, 'mesh', description))).toEqual([
      'MESH102 clusters[0].regoin: "regoin" is not a key here',
      'MESH402 grants[0].clusters[0]: "nowhere" is not a cluster of the mesh',
    ]);
  });
});
