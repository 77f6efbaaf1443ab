import { meshOf, objectsOf, outputOf } from './base';
import { GitOpsTool } from '../../../src';
import { compiledVerdicts } from '../../oracle/compiled-validators';

test('Flux gets what its CRDs accept', () => {
  const { files } = outputOf(meshOf(GitOpsTool.FLUX, { istio: '1.29.2' }));
  const all = [
    ...objectsOf(files['cluster2/gitops/flux/kustomizations.yaml']),
    ...objectsOf(files['cluster2/gitops/istio/releases.yaml']),
  ];
  expect(compiledVerdicts(all)).toEqual(all.map(() => null));
});

describe('Argo CD', () => {
  const { files } = outputOf(meshOf(GitOpsTool.ARGOCD));
  const [set] = objectsOf(files['cluster2/gitops/argocd.yaml']);

  test('gets what its CRD accepts', () => {
    expect(compiledVerdicts([set])).toEqual([null]);
  });

  test('makes Applications that the CRD accepts', () => {
    const { elements } = set.spec.generators[0].list;
    const all = elements.map((element: any) => applicationOf(set, element));
    expect(compiledVerdicts(all)).toEqual(all.map(() => null));
  });
});

/** What the controller makes of the template and an element. */
function applicationOf({ spec: { template, templatePatch } }: any, element: any): any {
  const filled = (text: string) =>
    text
      .replace(/\{\{ toJson \.(\w+) \}\}/g, (_, key) => JSON.stringify(element[key]))
      .replace(/\{\{\.(\w+)\}\}/g, (_, key) => element[key]);
  const { metadata, spec } = JSON.parse(filled(JSON.stringify(template)));
  const [patch] = objectsOf(filled(templatePatch));
  expect(Object.values(patch.spec)).not.toContain(undefined);
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata,
    spec: { ...spec, ...patch.spec },
  };
}
