import { guarded, written } from './issuers';
import { GrantProps, MulticlusterMeshProps } from '../../../src';
import { judgeAdmission } from '../../oracle/admission';
import { BASE, problemsOf, resolve, summarize, withCluster, withService } from '../base';

const SPIRE = 'spiffe://{trustDomain}/k8s/{namespace}/{serviceAccount}';

describe('the form of identities', () => {
  test('is that of those who answer, and of those who call', () => {
    const mesh = { ...withCluster({ spiffeIdTemplate: SPIRE }, 1), trustDomain: 'example.org' };
    const spire = {
      ...mesh,
      clusters: mesh.clusters.map(c => ({ ...c, spiffeIdTemplate: SPIRE })),
    };
    const { cluster1, cluster2 } = written(spire);
    const entry = cluster1.find(({ kind }) => kind === 'ServiceEntry');
    expect(entry.spec.subjectAltNames).toEqual(['spiffe://example.org/k8s/bar/httpbin']);
    const policy = cluster2.find(({ kind }) => kind === 'AuthorizationPolicy');
    expect(policy.spec.rules[0].from).toEqual([
      { source: { notPrincipals: ['example.org/k8s/foo/*'] } },
    ]);
  });

  const FORMS = [
    undefined,
    SPIRE,
    'spiffe://{trustDomain}/{namespace}/{serviceAccount}',
    'spiffe://{trustDomain}/a/b/c/d/{namespace}/{serviceAccount}',
    'spiffe://{trustDomain}/{namespace}/sa/{serviceAccount}/pod',
  ] as string[];
  const GRANTS: Array<Array<Partial<GrantProps>>> = [
    [{}],
    [{ namespaces: ['foo', 'fo'], serviceAccounts: ['sleep', 'sa'] }],
    [{ serviceAccounts: ['*'] }, { clusters: ['cluster3'], namespaces: ['foo-2'] }],
    [{ namespaces: ['*'], serviceAccounts: ['*'] }, { clusters: ['cluster3'] }],
    [{ clusters: ['cluster1', 'cluster3'], namespaces: ['ns', 'k8s', 'a'] }],
  ];
  const cases = FORMS.flatMap(form =>
    GRANTS.map((grants): [string, MulticlusterMeshProps] => [
      `${form} ${JSON.stringify(grants)}`,
      guarded([form, SPIRE, form], grants),
    ]),
  );

  test.each(cases)('lets in who is granted, and nobody else: %s', (_, props) => {
    expect(problemsOf(props)).toEqual([]);
    expect(judgeAdmission(props, written(props))).toEqual([]);
  });

  test('that is the same in all trust domains would let in others, if it had five segments', () => {
    const form = 'spiffe://{trustDomain}/a/b/{namespace}/{serviceAccount}';
    const props = guarded([form, form, form], [{ serviceAccounts: ['*'] }]);
    expect(judgeAdmission(props, written(props))).toContain(
      'httpbin.bar in cluster2 lets in foo/stranger of cluster3',
    );
    expect(summarize(problemsOf(props))).toContain(
      `MESH446 at clusters[0].spiffeIdTemplate: "${form}" gives principals of five segments, and there are trust domain aliases`,
    );
    const alone = guarded([form, form, form], [{}], { trustDomainAliases: [] });
    expect(summarize(problemsOf(alone)).filter(line => line.startsWith('MESH446'))).toEqual([]);
  });

  test.each([
    [
      'spiffe://example.org/{namespace}/{serviceAccount}',
      'does not begin with "spiffe://{trustDomain}/"',
    ],
    ['', 'does not begin with "spiffe://{trustDomain}/"'],
    [
      'spiffe://{trustDomain}/{namespace}',
      'has not "{namespace}" and "{serviceAccount}" once each',
    ],
    [
      'spiffe://{trustDomain}/{namespace}/{namespace}/{serviceAccount}',
      'has not "{namespace}" and "{serviceAccount}" once each',
    ],
    [
      'spiffe://{trustDomain}/{serviceAccount}/{namespace}',
      'has "{serviceAccount}" before "{namespace}"',
    ],
    ['spiffe://{trustDomain}/x-{namespace}/{serviceAccount}', 'has the segment "x-{namespace}"'],
    ['spiffe://{trustDomain}/*/{namespace}/{serviceAccount}', 'has the segment "*"'],
    ['spiffe://{trustDomain}/../{namespace}/{serviceAccount}', 'has the segment ".."'],
    ['spiffe://{trustDomain}//{namespace}/{serviceAccount}', 'has the segment ""'],
    ['spiffe://{trustDomain}/{pod}/{namespace}/{serviceAccount}', 'has the segment "{pod}"'],
  ])('MESH445: %s', (spiffeIdTemplate, flaw) => {
    expect(summarize(problemsOf(withCluster({ spiffeIdTemplate })))).toContain(
      `MESH445 at clusters[0].spiffeIdTemplate: "${spiffeIdTemplate}" ${flaw}`,
    );
  });

  test('MESH446: the aliases of one cluster are enough, whichever it is', () => {
    const form = 'spiffe://{trustDomain}/a/b/{namespace}/{serviceAccount}';
    const clusters = BASE.clusters.map((one, i) => ({
      ...one,
      spiffeIdTemplate: form,
      trustDomainAliases: i === 0 ? [] : ['old.example'],
    }));
    expect(
      problemsOf({ ...BASE, clusters }).flatMap(({ code, where }) =>
        code === 'MESH446' ? [where] : [],
      ),
    ).toEqual(['clusters[0].spiffeIdTemplate', 'clusters[1].spiffeIdTemplate']);
  });

  test('MESH446: it is one for a trust domain', () => {
    expect(summarize(problemsOf(withCluster({ spiffeIdTemplate: SPIRE }, 1)))).toEqual([
      'MESH446 at clusters[1].spiffeIdTemplate: "cluster2" and "cluster1" give identities of "cluster.local" in different forms',
    ]);
  });
});

describe('SPIFFE IDs of a service', () => {
  const by = (...spiffeIds: string[]) => withService({ serviceAccounts: undefined, spiffeIds });

  test('are those that callers accept', () => {
    const ids = ['spiffe://cluster.local/payments/api', 'spiffe://cluster.local/a'];
    expect(resolve(by(...ids)).services[0].identities).toEqual([...ids].reverse());
  });

  test.each([
    'https://cluster.local/a',
    'spiffe://cluster.local',
    'spiffe://cluster.local/',
    'spiffe://cluster.local/a//b',
    'spiffe://cluster.local/a/..',
    'spiffe://cluster.local/*',
    'spiffe:///a',
    'spiffe://Cluster.Local/a',
    '',
  ])('MESH447: "%s"', id => {
    expect(summarize(problemsOf(by(id)))).toEqual([
      `MESH447 at services[0].spiffeIds[0]: "${id}" is not a SPIFFE ID with a path`,
    ]);
  });

  test('MESH447: of another trust domain', () => {
    expect(summarize(problemsOf(by('spiffe://other.example/a')))).toEqual([
      'MESH447 at services[0].spiffeIds[0]: no cluster that serves is in the trust domain "other.example"',
    ]);
  });

  test('MESH448: not beside service accounts', () => {
    const ids = { spiffeIds: ['spiffe://cluster.local/a'] };
    for (const accounts of [
      {},
      { serviceAccounts: undefined, serviceAccountsByCluster: { cluster2: ['a'] } },
    ]) {
      expect(summarize(problemsOf(withService({ ...ids, ...accounts })))).toContain(
        'MESH448 at services[0].spiffeIds: there are SPIFFE IDs and service accounts',
      );
    }
  });

  test('MESH332: none are no identity', () => {
    expect(summarize(problemsOf(by()))).toEqual([
      'MESH332 at services[0].serviceAccounts: service "httpbin.bar" has no service account',
    ]);
  });
});
