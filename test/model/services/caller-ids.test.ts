import { guarded, written } from './issuers';
import {
  AuthorizationMode,
  ClusterProps,
  GrantProps,
  LocalCallers,
  MulticlusterMeshProps,
} from '../../../src';
import { judgeAdmission } from '../../oracle/admission';
import { BASE, httpbin, problemsOf, summarize, withGrant, withService } from '../base';

describe('SPIFFE IDs of callers', () => {
  const to = (spiffeIds: string[], grant: Partial<GrantProps> = {}): GrantProps => ({
    services: ['httpbin.bar'],
    clusters: ['cluster1'],
    namespaces: ['foo'],
    spiffeIds,
    ...grant,
  });
  const among = (
    grants: GrantProps[],
    localCallers: LocalCallers[] = [],
    aliases: Partial<ClusterProps> = {},
  ): MulticlusterMeshProps => ({
    ...guarded([], [], aliases),
    services: [httpbin({ localCallers })],
    grants,
  });
  const ID = 'spiffe://cluster1.example/payments/batch';

  test.each<[string, MulticlusterMeshProps]>([
    ['of one segment and more', among([to([ID, 'spiffe://cluster1.example/a', `${ID}/b/c/d/e`])])],
    [
      'of five, of which istiod makes those of the aliases',
      among([
        to(['spiffe://cluster1.example/a/b/c/d']),
        to(['spiffe://cluster3.example/a/b/c/e'], { clusters: ['*'] }),
      ]),
    ],
    [
      'beside accounts of the same namespace',
      among([
        to(['spiffe://cluster1.example/ns/foo/sa/other', 'spiffe://cluster1.example/ns/foo/x']),
        to([], { spiffeIds: undefined, serviceAccounts: ['sleep'] }),
      ]),
    ],
    [
      'in a namespace that may call as a whole',
      among([
        to([
          'spiffe://cluster1.example/ns/foo/sa/sleep',
          'spiffe://cluster1.example/ns/foo/sa/a/b',
        ]),
        to([], { spiffeIds: undefined, serviceAccounts: ['*'] }),
      ]),
    ],
    ['known in every namespace', among([to([ID], { clusters: ['*'], namespaces: ['*'] })])],
    [
      'of the serving cluster',
      among([], [{ namespace: 'bar', spiffeIds: ['spiffe://cluster2.example/jobs/nightly'] }]),
    ],
  ])('are let in, and nobody else: %s', (_, props) => {
    expect(problemsOf(props).filter(({ code }) => code !== 'MESH406')).toEqual([]);
    expect(judgeAdmission(props, written(props))).toEqual([]);
  });

  test('known in every namespace are not everybody', () => {
    const grants = [to(['spiffe://cluster.local/a'], { clusters: ['*'], namespaces: ['*'] })];
    const props = { ...BASE, grants };
    expect(problemsOf(props)).toEqual([]);
    const policies = written(props).cluster2.filter(({ kind }) => kind === 'AuthorizationPolicy');
    expect(policies.map(({ spec }) => spec.rules[0].from)).toEqual([
      [{ source: { notPrincipals: ['cluster.local/a'] } }],
    ]);
    const entry = written(props).cluster1.find(({ kind }) => kind === 'ServiceEntry');
    expect(entry.spec.exportTo).toEqual(['*']);
  });

  test('are told from namesakes, since they are named in full', () => {
    const grants = [to(['spiffe://cluster.local/a'])];
    const props = { ...withService({ localCallers: [] }), grants };
    expect(problemsOf({ ...props, authorization: AuthorizationMode.ENFORCE })).toEqual([]);
  });

  const LOCAL = { namespace: 'bar', serviceAccounts: ['a'] };
  test.each<[string, MulticlusterMeshProps]>([
    [
      'MESH457 at grants[1].spiffeIds[0]: "batch" is not a SPIFFE ID with a path',
      withGrant(to(['batch'])),
    ],
    [
      'MESH457 at grants[1].spiffeIds[0]: no cluster of the grant is in the trust domain "other.example"',
      withGrant(to(['spiffe://other.example/a'])),
    ],
    [
      'MESH457 at grants[0].spiffeIds[0]: no cluster of the grant is in the trust domain "cluster3.example"',
      among([to(['spiffe://cluster3.example/a'])]),
    ],
    [
      'MESH457 at services[0].localCallers[0].spiffeIds[0]: no cluster that serves is in the trust domain "cluster1.example"',
      among([to([ID])], [{ namespace: 'bar', spiffeIds: [ID] }]),
    ],
    [
      'MESH448 at grants[1].spiffeIds: there are SPIFFE IDs and service accounts',
      withGrant(to(['spiffe://cluster.local/a'], { serviceAccounts: ['*'] })),
    ],
    [
      'MESH448 at services[0].localCallers[0].spiffeIds: there are SPIFFE IDs and service accounts',
      withService({ localCallers: [{ ...LOCAL, spiffeIds: ['spiffe://cluster.local/a'] }] }),
    ],
    ['MESH407 at grants[1].spiffeIds: the list of spiffeIds is empty', withGrant(to([]))],
    [
      'MESH407 at services[0].localCallers[0].spiffeIds: the list of spiffeIds is empty',
      withService({ localCallers: [{ namespace: 'bar', spiffeIds: [] }] }),
    ],
    [
      'MESH403 at services[0].localCallers[0]: the local callers of "bar" do not say which serviceAccounts',
      withService({ localCallers: [{ namespace: 'bar' }] }),
    ],
    [
      'MESH404 at grants[1]: the grant is to everyone and names callers too',
      withGrant({
        services: ['httpbin.bar'],
        everyone: true,
        spiffeIds: ['spiffe://cluster.local/a'],
      }),
    ],
  ])('%s', (problem, props) => {
    expect(summarize(problemsOf(props))).toEqual([problem]);
  });

  test('MESH508: not with Istio 1.1 to 1.7', () => {
    const clusters = BASE.clusters.map(one => ({ ...one, istio: '1.7' }));
    const grants = [to(['spiffe://cluster.local/a'], { namespaces: ['*'] })];
    expect(summarize(problemsOf({ ...BASE, clusters, grants }))).toContain(
      'MESH508 at grants[0].spiffeIds: a host is visible to all workloads of a cluster: `spiffeIds` needs Istio 1.20 or later',
    );
  });
});
