import { CallerSettings, GrantProps } from '../../../src';
import { BASE, httpbin, problemsOf, summarize } from '../base';

const said = (callerSettings: CallerSettings[], grants: GrantProps[] = BASE.grants) =>
  summarize(problemsOf({ ...BASE, services: [httpbin({ callerSettings })], grants }));
const to = (clusters: string[], namespaces: string[]): GrantProps => ({
  ...BASE.grants[0],
  clusters,
  namespaces,
});
const of = (clusters: string[], namespaces?: string[]): CallerSettings => ({
  clusters,
  namespaces,
  timeout: '1s',
});

test('a namespace has callers in each of the clusters, or the entry cannot be for all of them', () => {
  const entry = of(['cluster1', 'cluster2'], ['foo']);
  expect(said([entry], [to(['cluster1'], ['foo']), to(['cluster2'], ['foo', 'baz'])])).toEqual([]);
  expect(said([entry], [to(['cluster1'], ['foo']), to(['cluster2'], ['*'])])).toEqual([]);
  expect(said([entry], [to(['cluster1'], ['foo']), to(['cluster2'], ['baz'])])).toEqual([
    'MESH371 at services[0].callerSettings[0].namespaces[0]: nobody in namespace "foo" may call "httpbin.bar"',
  ]);
});

test('a service without a grant has no callers', () => {
  expect(said([of(['cluster1'])], [])).toEqual([
    'MESH406 at services[0]: service "httpbin.bar" has no grant',
    'MESH371 at services[0].callerSettings[0]: nobody in "cluster1" may call "httpbin.bar"',
  ]);
});

test('every namespace is what an entry means that names none, and a "*" is one mistake', () => {
  expect(said([of(['cluster1'], ['*'])])).toEqual([
    'MESH371 at services[0].callerSettings[0].namespaces: "*" is not the name of a namespace',
  ]);
});

test('namespaces are names of namespaces, and what is none is one mistake', () => {
  expect(said([of(['cluster1'], ['a.b', 'Foo Bar'])])).toEqual([
    'MESH201 at services[0].callerSettings[0].namespaces[0]: namespace "a.b" is not a DNS label',
    'MESH201 at services[0].callerSettings[0].namespaces[1]: namespace "Foo Bar" is not a DNS label',
  ]);
});

test('two entries are for different callers of a cluster', () => {
  const grants = [to(['cluster1', 'cluster2'], ['foo', 'baz'])];
  const [foo, baz] = ['foo', 'baz'].map(namespace => of(['cluster1'], [namespace]));
  expect(said([foo, baz, of(['cluster2'], ['foo']), of(['cluster1'])], grants)).toEqual([]);
  const taken =
    'MESH371 at services[0].callerSettings[1]: an entry before this one holds for callers in "cluster1" already';
  expect(said([foo, foo], grants)).toEqual([taken]);
  expect(said([foo, of(['cluster1'], ['baz', 'foo'])], grants)).toEqual([taken]);
});
