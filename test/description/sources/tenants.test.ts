import { mkdirSync, mkdtempSync, writeFileSync } from 'fs';
import * as path from 'path';
import { MulticlusterMeshProps, ServiceSource, ServiceSourceProps } from '../../../src';
import { EXPORT, GRANTS } from '../../../src/description/sources/marks';
import { locateDiscovered, withDiscovered } from '../../../src/description/sources/service-source';
import { formatPlace } from '../../../src/problems/place';
import { Problems } from '../../../src/problems/problems';
import { temporaryFolder } from '../../golden/golden';
import { BASE, problemsOf, resolve } from '../../model/base';

const folder = temporaryFolder();

const service = (grants: string, more = '') => `apiVersion: v1
kind: Service
metadata: { name: payments, namespace: bank, annotations: { ${EXPORT}: "true", ${GRANTS}: "${grants}" } }
spec: { selector: { app: payments }, ports: [{ port: 80, appProtocol: http }] }
${more}`;
const workload = (account = 'payments', name = account) => `---
apiVersion: v1
kind: Pod
metadata: { name: ${name}, namespace: bank, labels: { app: payments } }
spec: { serviceAccountName: ${account}, containers: [] }
`;
const OWNER = service('east/shop/checkout', workload());
/** The copy of another team, which need never be applied. */
const COPY = service('east/evil/*');

/** A directory with these files. */
function directory(files: { readonly [file: string]: string }): string {
  const root = mkdtempSync(path.join(folder, 'source-'));
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  }
  return root;
}

/** What sources of east, mid and west declare, and what is wrong with them. */
function read(sources: ServiceSourceProps[]) {
  const clusters = ['east', 'mid', 'west'].map((name, i) => ({
    name,
    istio: '1.29',
    gateway: BASE.clusters[i % 2].gateway,
  }));
  let described: MulticlusterMeshProps = { clusters, serviceSources: sources };
  const problems = new Problems(
    [],
    locateDiscovered(() => described, formatPlace),
  );
  described = withDiscovered(described, problems);
  const text = (value: string) => value.replaceAll(`${folder}/`, '').replace(/source-\w+\//g, '');
  return {
    services: described.services!,
    grants: JSON.parse(JSON.stringify(described.grants)),
    problems: problems.all.map(p => text(`${p.code} at ${p.where}: ${p.message}`)),
    remedies: problems.all.map(p => p.remedy),
  };
}

describe('a Service that another team copies', () => {
  test('into its own folder of the source is an error that names both places', () => {
    const source = directory({ 'team-a/payments.yaml': OWNER, 'team-b/evil.yaml': COPY });
    const { problems, grants } = read([{ directory: source, clusters: ['west'] }]);
    expect(problems).toEqual([
      'MESH301 at team-b/evil.yaml:1: service "payments.bank" is declared twice, first at team-a/payments.yaml:1',
    ]);
    expect(grants).toEqual([
      {
        services: ['payments.bank'],
        clusters: ['east'],
        namespaces: ['shop'],
        serviceAccounts: ['checkout'],
      },
    ]);
  });

  test('into the namespace of the owner by a kustomization is the same error', () => {
    const source = directory({
      'team-a/payments.yaml': OWNER,
      'team-b/kustomization.yaml': 'namespace: bank\nresources: [evil.yaml]\n',
      'team-b/evil.yaml': COPY.replace('namespace: bank', 'namespace: b'),
    });
    expect(read([{ directory: source, clusters: ['west'] }]).problems).toEqual([
      'MESH301 at team-b/evil.yaml:1: service "payments.bank" is declared twice, first at team-a/payments.yaml:1',
    ]);
  });

  test('into a second source is no endpoint, and the error says how an owner would join it', () => {
    const sources = [
      { directory: directory({ 'payments.yaml': OWNER }), clusters: ['west'] },
      {
        directory: directory({ 'evil.yaml': OWNER.replace('east/shop/checkout', 'east/evil/*') }),
        clusters: ['mid'],
      },
    ];
    const { services, problems, remedies, grants } = read(sources);
    expect(problems).toEqual([
      'MESH301 at evil.yaml:1: service "payments.bank" is declared twice, first at payments.yaml:1, in another source',
    ]);
    expect(remedies).toEqual([
      'Keep the one of its owner. If both clusters serve it, give this source a `name`, and add `joins: [<name>]` to the source of the owner.',
    ]);
    expect(services.map(({ clusters }) => clusters)).toEqual([['west']]);
    expect(grants).toHaveLength(1);
    const named = read([sources[0], { ...sources[1], name: 'mid' }]);
    expect(named.remedies[0]).toContain('add `joins: [mid]` to the source of the owner');
  });

  test('and that joins the owner instead of being joined, still has the owner told', () => {
    const sources = [
      { name: 'bank', directory: directory({ 'payments.yaml': OWNER }), clusters: ['west'] },
      {
        directory: directory({ 'evil.yaml': OWNER.replace('east/shop/checkout', 'east/evil/*') }),
        clusters: ['mid'],
        namespaces: ['evil'],
        joins: ['bank'],
      },
    ];
    const { services, problems } = read(sources);
    expect(problems).toEqual([
      'MESH161 at evil.yaml:1: Service "payments" is of namespace "bank", but the source speaks for namespace "evil" only',
      'MESH161 at evil.yaml:6: Pod "payments" is of namespace "bank", but the source speaks for namespace "evil" only',
    ]);
    expect(services.map(({ clusters }) => clusters)).toEqual([['west']]);
  });

  test('by ServiceSource.fromDirectory is the same error', () => {
    const source = directory({ 'team-a/payments.yaml': OWNER, 'team-b/evil.yaml': COPY });
    expect(() => ServiceSource.fromDirectory(source, ['west'])).toThrow('MESH301');
    expect(() => ServiceSource.fromDirectory(source, ['west'], ['b'])).toThrow('MESH161');
  });

  test('of the description is an error that names both places', () => {
    const source = directory({ 'evil.yaml': COPY + workload() });
    const [first] = read([{ directory: source, clusters: ['west'] }]).services;
    const props = { ...BASE, services: [{ ...first, clusters: ['cluster1'] }, first] };
    expect(problemsOf(props).map(({ code, message }) => `${code} ${message}`)).toContain(
      'MESH301 service "payments.bank" is declared twice, first at services[0]',
    );
  });
});

describe('a source that is bound to namespaces', () => {
  const bound = (files: { readonly [file: string]: string }) =>
    read([{ directory: directory(files), clusters: ['west'], namespaces: ['bank'] }]).problems;

  test('speaks for them', () => expect(bound({ 'payments.yaml': OWNER })).toEqual([]));

  test.each([
    ['a Service', OWNER.replace('namespace: bank', 'namespace: shop'), 'Service "payments"'],
    [
      'a Service that is not marked',
      OWNER.replace('namespace: bank', 'namespace: shop').replace('"true"', '"false"'),
      'Service "payments"',
    ],
    [
      'a ServiceExport',
      'apiVersion: multicluster.x-k8s.io/v1alpha1\nkind: ServiceExport\nmetadata: { name: cart, namespace: shop }',
      'ServiceExport "cart"',
    ],
    [
      'a workload',
      'kind: Deployment\napiVersion: apps/v1\nmetadata: { name: cart, namespace: shop }\nspec: { template: { spec: {} } }',
      'Deployment "cart"',
    ],
    [
      'one of a list',
      'kind: List\napiVersion: v1\nitems: [{ kind: Pod, apiVersion: v1, metadata: { name: cart, namespace: shop }, spec: {} }]',
      'Pod "cart"',
    ],
  ])('and not for %s of another', (_, text, object) => {
    expect(bound({ 'a.yaml': text })[0]).toBe(
      `MESH161 at a.yaml:1: ${object} is of namespace "shop", but the source speaks for namespace "bank" only`,
    );
  });

  test('and not for one into which a kustomization puts its objects', () => {
    expect(bound({ 'kustomization.yaml': 'namespace: shop', 'a.yaml': OWNER })).toHaveLength(2);
  });

  test('and says nothing with an empty list', () => {
    const source = directory({ 'a.yaml': OWNER });
    expect(read([{ directory: source, clusters: ['west'], namespaces: [] }]).problems[0]).toContain(
      'but the source speaks for nothing',
    );
  });
});

describe('joining', () => {
  const OTHER = service('', workload('payments-mid'));
  const joined = (other: string, props: Partial<ServiceSourceProps> = {}) =>
    read([
      { directory: directory({ 'a.yaml': OWNER }), clusters: ['west'], joins: ['mid'] },
      { name: 'mid', directory: directory({ 'b.yaml': other }), clusters: ['mid'], ...props },
    ]);

  test('adds the clusters of the other source, in any order of sources', () => {
    const { services, problems } = joined(OWNER);
    expect(problems).toEqual([]);
    expect(services).toMatchObject([
      { name: 'payments', clusters: ['west', 'mid'], serviceAccounts: ['payments'] },
    ]);
    expect(services[0].serviceAccountsByCluster).toBeUndefined();
    const reversed = read([
      { name: 'mid', directory: directory({ 'b.yaml': OTHER }), clusters: ['mid'] },
      { directory: directory({ 'a.yaml': OWNER }), clusters: ['west'], joins: ['mid'] },
    ]);
    expect(reversed).toMatchObject({ problems: [], services: [{ clusters: ['west', 'mid'] }] });
  });

  test('keeps the accounts of each cluster', () => {
    const { services } = joined(OTHER);
    expect(services[0]).toMatchObject({
      serviceAccounts: ['payments'],
      serviceAccountsByCluster: { mid: ['payments-mid'] },
    });
    const clusters = BASE.clusters.map((cluster, i) => ({
      ...cluster,
      name: ['west', 'mid'][i],
      trustDomain: ['td1', 'td2'][i],
      trustDomainAliases: ['td2', 'td1'].slice(i, i + 1),
    }));
    expect(resolve({ ...BASE, clusters, services, grants: [] }).services[0].identities).toEqual([
      'spiffe://td1/ns/bank/sa/payments',
      'spiffe://td2/ns/bank/sa/payments-mid',
    ]);
  });

  test.each([
    [
      'other ports',
      OTHER.replace('port: 80', 'port: 81'),
      'MESH302 at b.yaml:1: service "payments.bank" has ports 81 http-81 HTTP here and 80 http-80 HTTP at a.yaml:1',
    ],
    [
      'another target port',
      OTHER.replace('port: 80', 'port: 80, targetPort: 8080'),
      'MESH302 at b.yaml:1: service "payments.bank" has ports 80 http-80 HTTP → 8080 here and 80 http-80 HTTP at a.yaml:1',
    ],
    [
      'another selector',
      OTHER.replaceAll('app: payments', 'app: other'),
      'MESH162 at b.yaml:1: service "payments.bank" selects other pods than at a.yaml:1',
    ],
    [
      'a grant that the owner does not give',
      OWNER.replace('east/shop/checkout', 'east/evil/*'),
      'MESH163 at b.yaml:1: service "payments.bank" lets callers in that it does not at a.yaml:1',
    ],
  ])('refuses %s', (_, other, problem) => {
    const { problems, services } = joined(other);
    expect(problems).toEqual([problem]);
    expect(services[0].clusters).toEqual(['west']);
  });

  test('refuses a second Service for a cluster', () => {
    expect(joined(OTHER, { clusters: ['west'] }).problems).toEqual([
      'MESH301 at b.yaml:1: service "payments.bank" is declared twice, first at a.yaml:1, for the same cluster',
    ]);
  });

  test('is no licence for copies within the joined source', () => {
    const copies = directory({ 'b.yaml': OTHER, 'c/evil.yaml': OTHER });
    expect(joined(OTHER, { directory: copies }).problems).toEqual([
      'MESH301 at c/evil.yaml:1: service "payments.bank" is declared twice, first at b.yaml:1',
    ]);
  });

  test('does not lift the bounds of the joined source', () => {
    expect(joined(OTHER, { namespaces: ['shop'] }).problems).toHaveLength(2);
  });

  test('needs names that are there, once, and no circle', () => {
    const source = { directory: directory({}), clusters: ['west'] };
    const problemsOfNames = (...sources: Array<Partial<ServiceSourceProps>>) =>
      read(sources.map(props => ({ ...source, ...props }))).problems.filter(
        problem => !problem.startsWith('MESH180 '),
      );
    expect(problemsOfNames({ joins: ['nowhere', ''] }, {})).toEqual([
      'MESH164 at serviceSources[0].joins[0]: "nowhere" is not the name of a source',
      'MESH164 at serviceSources[0].joins[1]: "" is not the name of a source',
    ]);
    expect(problemsOfNames({ name: 'a' }, { name: 'a' })).toEqual([
      'MESH164 at serviceSources[1].name: "a" is already the name of the source at serviceSources[0].name',
    ]);
    expect(
      problemsOfNames(
        { name: 'a', joins: ['b'] },
        { name: 'b', joins: ['c'] },
        { name: 'c', joins: ['a'] },
        { name: 'd', joins: ['d', 'a'] },
      ),
    ).toEqual([
      'MESH164 at serviceSources[0].joins[0]: joining "b" leads back to this source',
      'MESH164 at serviceSources[1].joins[0]: joining "c" leads back to this source',
      'MESH164 at serviceSources[2].joins[0]: joining "a" leads back to this source',
      'MESH164 at serviceSources[3].joins[0]: joining "d" leads back to this source',
    ]);
  });
});
