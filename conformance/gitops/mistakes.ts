import { appendFileSync } from 'fs';
import { Oracle } from './oracle';
import { Output } from './output';
import { definitionOf } from './sail';
import { GitOpsTool } from '../../src';

/** So that "right" means something. Last, since it spoils the outputs. */
export async function mistakesAreSeen(
  outputs: readonly Output[],
  oracle: Oracle,
  checkout: string | undefined,
  check: (what: string, run: () => string) => Promise<void>,
): Promise<void> {
  const of = (tool: GitOpsTool) => outputs.find(output => output.tool === tool)!;
  const [flux, argocd, sail] = [GitOpsTool.FLUX, GitOpsTool.ARGOCD, GitOpsTool.SAIL].map(of);
  const [cluster] = flux.clusters;
  await check('a field that Flux does not have is refused', () => {
    const [object] = flux.objects(cluster, 'gitops/flux');
    return oracle.refusal({ decode: { ...object, spec: { ...object.spec, waits: true } } });
  });
  await check('a field that Argo CD does not have is refused', () => {
    const [set] = argocd.objects(cluster, 'gitops/argocd.yaml');
    return oracle.applicationsOf({ ...set, spec: { ...set.spec, waits: true } }).error;
  });
  await check('a parameter that a template does not get is refused', () => {
    const [set] = argocd.objects(cluster, 'gitops/argocd.yaml');
    return oracle.applicationsOf({ ...set, spec: { ...set.spec, templatePatch: '{{.no}}' } }).error;
  });
  await check('a value that Istio does not have is refused', () =>
    oracle.refusal({ values: { pilot: { replicas: 2 } } }),
  );
  await check('a setting of the mesh that Istio does not have is refused', () =>
    oracle.refusal({ values: { meshConfig: { trustDomains: 'a' } } }),
  );
  const [istio] = sail.objects(cluster, 'manifests/control-plane');
  await check('a field that the operator does not have is refused', () =>
    checkout
      ? oracle.refusal({
          crd: {
            definition: definitionOf(istio, checkout),
            object: { ...istio, spec: { ...istio.spec, waits: true } },
          },
        })
      : 'not looked at: there is no SAIL_OPERATOR',
  );
  await check('a file that is not there is missed by kustomize', () => {
    appendFileSync(flux.path(cluster, 'kustomization.yaml'), '  - manifests/none.yaml\n');
    return oracle.refusal({ kustomize: flux.path(cluster) }).split(':')[0];
  });
}
