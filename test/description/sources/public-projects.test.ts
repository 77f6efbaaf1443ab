import { MeshApp, MulticlusterMesh } from '../../../src';
import { discover } from '../../../src/description/sources/discover';
import { Problems } from '../../../src/problems/problems';
import { temporaryFolder } from '../../golden/golden';
import { BASE } from '../../model/base';

const folder = temporaryFolder();

/** The shapes in which well-known projects publish their manifests. */
const PROJECTS: Array<[name: string, namespace: string, services: number, warnings: string[]]> = [
  // one file, no namespace: GoogleCloudPlatform/microservices-demo
  ['demo-shop', 'shop', 12, []],
  // custom resources, roles, StatefulSets, a Service for each pod: argoproj/argo-cd
  ['gitops', 'gitops', 10, ['MESH155']],
  // rendered by a chart, some with a namespace: open-telemetry/opentelemetry-demo
  ['telemetry-demo', 'telemetry', 28, ['MESH155', 'MESH157', 'MESH176']],
];

test.each(PROJECTS)('%s is discovered without a refusal', (name, namespace, count, warnings) => {
  const source = {
    directory: `test/description/sources/fixtures/${name}`,
    clusters: ['cluster2'],
    namespace,
    namespaces: [namespace],
  };
  const problems = new Problems();
  const { exported: found } = discover(source, problems);
  expect(problems.errors).toEqual([]);
  expect([...new Set(problems.warnings.map(({ code }) => code))].sort()).toEqual(warnings);
  expect(found).toHaveLength(count);
  expect(new Set(found.map(({ service }) => service.namespace))).toEqual(new Set([namespace]));
  const mesh = () =>
    new MulticlusterMesh(new MeshApp({ outdir: folder }), 'mesh', {
      ...BASE,
      lockFile: `${folder}/${name}.json`,
      serviceSources: [source],
    });
  expect(mesh).not.toThrow(/MESH(?!325)/);
});

test('each Service has the accounts of the pods that it selects', () => {
  const accounts = (name: string) =>
    Object.fromEntries(
      discover(
        { directory: `test/description/sources/fixtures/${name}`, clusters: ['a'], namespace: 'x' },
        new Problems(),
      ).exported.map(({ service }) => [service.name, service.serviceAccounts]),
    );
  expect(accounts('demo-shop')).toMatchObject({
    'cart-store': ['default'],
    'web-external': ['web'],
    ads: ['ads'],
  });
  expect(accounts('gitops')).toMatchObject({
    'gitops-store-announce-1': ['gitops-store'],
    'gitops-metrics': ['gitops-controller'],
  });
});
