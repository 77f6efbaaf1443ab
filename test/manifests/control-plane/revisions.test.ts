import { Testing } from 'cdk8s';
import { parse } from 'yaml';
import { ClusterFile, ClusterProps, IstiodProps, MulticlusterMesh } from '../../../src';
import { withCluster } from '../../model/base';

const REVISION = 'istio.io/rev';

/** What is written for cluster1, which calls httpbin.bar and has both gateways. */
function written(istiod: IstiodProps, props: Partial<ClusterProps> = {}) {
  const egressGateway = { address: '10.0.0.9' };
  const mesh = withCluster({ istiod, egressGateway, ...props });
  const chart = new MulticlusterMesh(Testing.app(), 'mesh', mesh).chart('cluster1');
  const files = chart.node.findAll().filter((c): c is ClusterFile => c instanceof ClusterFile);
  const contents = Object.fromEntries(files.map(({ path, content }) => [path, content]));
  const [install, upgrade = ''] = contents['README.md']
    .split(/^## /m)
    .filter(section => /^(Install|Upgrade)/.test(section));
  const values = (name: string) => parse(contents[`helm/${name}.yaml`]);
  const world = contents['world.yaml'];
  return { objects: chart.toJson(), paths: Object.keys(contents), values, install, upgrade, world };
}

/** As the commands read them. */
const [PRESENT, NEXT] = ['istio', 'nextIstio'].map(
  key => `"$(sed -n 's/^${key}: //p' world.yaml | tr -d '"')"`,
);
const UPGRADE = { istio: '1.30.0', revision: '1-30-0' };

describe.each<[string, IstiodProps, { label: object; gateway?: string; istiod: string }]>([
  ['nothing', {}, { label: { 'istio-injection': 'enabled' }, istiod: 'istiod' }],
  [
    'a revision',
    { revision: 'blue' },
    { label: { [REVISION]: 'blue' }, gateway: 'blue', istiod: 'istiod-blue' },
  ],
  [
    'a tag',
    { revision: 'blue', revisionTag: 'stable' },
    { label: { [REVISION]: 'stable' }, gateway: 'stable', istiod: 'istiod-blue' },
  ],
  [
    'the tag of pods without a revision',
    { revision: 'blue', revisionTag: 'default' },
    { label: { 'istio-injection': 'enabled' }, istiod: 'istiod-blue' },
  ],
  [
    'a tag of the control plane without a revision',
    { revisionTag: 'stable' },
    { label: { [REVISION]: 'stable' }, gateway: 'stable', istiod: 'istiod' },
  ],
])('a cluster with %s', (_, istiod, expected) => {
  const { objects, values, install } = written(istiod);

  test('labels what it creates so that its control plane injects there', () => {
    const { labels } = objects.find(
      ({ kind, metadata }) => kind === 'Namespace' && metadata.name === 'bar',
    ).metadata;
    const { 'app.kubernetes.io/managed-by': __, ...others } = labels;
    expect(others).toEqual(expected.label);
  });

  test('has its gateways injected by it', () => {
    for (const name of ['istio-eastwestgateway', 'istio-egressgateway']) {
      expect(values(name).revision).toBe(expected.gateway);
    }
  });

  test('installs it under its name', () => {
    expect(values(expected.istiod).revision).toBe(istiod.revision);
    expect(install).toContain(
      `helm upgrade --install ${expected.istiod} istio/istiod --version ${PRESENT} -n istio-system -f helm/${expected.istiod}.yaml`,
    );
    expect(install.includes(`defaultRevision=${istiod.revision}`)).toBe(
      istiod.revision !== undefined,
    );
    const { revision = 'default', revisionTag } = istiod;
    expect(install.includes(`istioctl tag set ${revisionTag} --revision ${revision}`)).toBe(
      revisionTag !== undefined,
    );
  });
});

test('a gateway and a namespace may go by a revision of their own', () => {
  const { values, objects } = written(
    { revision: 'blue', revisionTag: 'stable', upgrade: UPGRADE },
    {
      egressGateway: { address: '10.0.0.9', revision: '1-30-0' },
      namespaces: [{ name: 'first', revision: '1-30-0' }],
    },
  );
  expect(values('istio-egressgateway').revision).toBe('1-30-0');
  expect(values('istio-eastwestgateway').revision).toBe('stable');
  const labelled = objects.filter(({ metadata }) => metadata.labels?.[REVISION] === '1-30-0');
  expect(labelled.map(({ metadata }) => metadata.name)).toEqual(['first']);
});

describe('an upgrade', () => {
  const { objects, paths, values, install, upgrade } = written({
    revision: '1-29',
    revisionTag: 'stable',
    upgrade: UPGRADE,
  });

  test('has two control planes that differ in nothing but the revision', () => {
    const { revision: first, ...present } = values('istiod-1-29');
    const { revision: second, ...next } = values('istiod-1-30-0');
    expect([first, second]).toEqual(['1-29', '1-30-0']);
    expect(next).toEqual(present);
    expect(paths).not.toContain('helm/istiod.yaml');
  });

  test('has the objects of the mesh for both, as both know them', () => {
    const without = written({ revision: '1-29', revisionTag: 'stable' }).objects;
    expect(objects).toEqual(without);
    const labelled = objects.filter(({ metadata }) => metadata.labels?.[REVISION]);
    expect(labelled.map(({ kind }) => kind)).toEqual(['Namespace']);
  });

  test('brings the newer CRDs, and moves no tag when the installation is repeated', () => {
    expect(install).toContain(`istio/base --version ${NEXT} `);
    expect(install).toContain(
      "istioctl tag list --istioNamespace istio-system | grep '^stable[[:space:]]' || ",
    );
    expect(install).not.toContain('--overwrite');
  });

  test('has both versions in one file', () => {
    expect(parse(written({ revision: '1-29', upgrade: UPGRADE }).world)).toMatchObject({
      istio: '1.29',
      nextIstio: '1.30.0',
    });
  });

  test('leads from the new control plane over one namespace and everybody to the end of the old one', () => {
    const steps = [
      `helm upgrade --install istiod-1-30-0 istio/istiod --version ${NEXT} `,
      'kubectl label namespace <namespace> istio-injection- istio.io/rev=1-30-0 --overwrite',
      'istioctl tag set stable --revision 1-30-0 --istioNamespace istio-system --overwrite\n',
      'rollout restart deployment istio-eastwestgateway',
      'rollout restart deployment istio-egressgateway',
      'helm uninstall istiod-1-29 -n istio-system',
    ];
    const places = steps.map(step => upgrade.indexOf(step));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  test('without a tag moves each namespace and gateway', () => {
    const { upgrade: byRevision } = written({ revision: 'blue', upgrade: UPGRADE });
    expect(byRevision).not.toContain('istioctl tag');
    expect(byRevision).toMatch(/istio-eastwestgateway .* --set-string revision=1-30-0\n/);
  });

  test('from the control plane without a revision moves the tag that Istio has for it', () => {
    const { upgrade: first } = written({ upgrade: UPGRADE });
    expect(first).toContain('istioctl tag set default --revision 1-30-0 ');
    expect(first).toContain('`istiod.revisionTag` to `default`');
    expect(first).toContain('helm uninstall istiod -n istio-system');
  });
});

test('without one, the README says nothing of it', () => {
  expect(written({ revision: 'blue' }).upgrade).toBe('');
});
