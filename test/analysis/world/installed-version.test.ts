import { installedVersion } from '../../../src/analysis/world/installed-version';

const of = (apiVersion: string, kind: string, spec: unknown) =>
  installedVersion([{ values: { apiVersion, kind, metadata: { name: 'a' }, spec } }]);
const release = (chart: string, version: unknown) =>
  of('helm.toolkit.fluxcd.io/v2', 'HelmRelease', { chart: { spec: { chart, version } } });
const source = (targetRevision: string) => ({ chart: 'istiod', targetRevision });

test.each([
  ['~1.29.0', '1.29'],
  ['~1.29', '1.29'],
  ['1.29.2', '1.29.2'],
  ['v1.29.2', '1.29.2'],
  ['1.29.0', '1.29.0'],
])('the chart istiod %s is Istio %s', (version, istio) => {
  expect(release('istiod', version)).toBe(istio);
});

test('no other chart says it, nor a version that is no text', () => {
  expect(release('gateway', '1.29.2')).toBeUndefined();
  expect(release('istiod', 1.29)).toBeUndefined();
  expect(of('helm.toolkit.fluxcd.io/v2', 'HelmRelease', null)).toBeUndefined();
  expect(of('example.com/v1', 'Istio', { version: 'v1.29.2' })).toBeUndefined();
});

test.each([
  ['v1.29.2', '1.29.2'],
  ['v1.29-latest', '1.29'],
])('%s of the Sail operator is Istio %s', (version, istio) => {
  expect(of('sailoperator.io/v1', 'Istio', { version })).toBe(istio);
});

test('Argo CD has it in a source, in one of several, in a template, or in an element', () => {
  const argocd = (kind: string, spec: unknown) => of('argoproj.io/v1alpha1', kind, spec);
  const sources = [{ ref: 'values', targetRevision: 'main' }, source('~1.29.0')];
  expect(argocd('Application', { source: source('1.29.2') })).toBe('1.29.2');
  expect(argocd('Application', { sources })).toBe('1.29');
  expect(argocd('ApplicationSet', { template: { spec: { sources } } })).toBe('1.29');
  const generators = [{ clusters: {} }, { list: { elements: [{}, { sources }] } }];
  expect(argocd('ApplicationSet', { generators })).toBe('1.29');
});
