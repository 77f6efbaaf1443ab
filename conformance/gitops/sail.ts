import { existsSync } from 'fs';
import * as path from 'path';
import { render } from './charts';
import { Oracle } from './oracle';
import { Output, sameObjects } from './output';
import { KubernetesObject } from '../stand/kubernetes-api';

const operated = (output: Output, cluster: string): KubernetesObject[] =>
  output
    .objects(cluster, 'manifests/control-plane')
    .filter(({ apiVersion }) => apiVersion.startsWith('sailoperator.io/'));

/** Istio knows each value, and its chart makes of them what it makes of those by hand. */
export function valuesAreKnown(output: Output, byHand: Output, cluster: string, oracle: Oracle) {
  const [{ spec }] = operated(output, cluster);
  oracle.ask({ values: spec.values });
  const [values] = byHand.objects(cluster, 'helm/istiod.yaml');
  const release = { name: 'istiod', chart: 'istiod', version: '', namespace: spec.namespace };
  const [objects, wanted] = [spec.values, values].map(one =>
    render({ ...release, values: one }, oracle),
  );
  sameObjects(objects, wanted);
  return `${objects.length} objects`;
}

/** The definitions of the operator take each object, and leave nothing of it out. */
export function definitionsAgree(
  output: Output,
  cluster: string,
  checkout: string,
  oracle: Oracle,
) {
  const objects = operated(output, cluster);
  for (const object of objects) {
    const definition = definitionOf(object, checkout);
    if (!existsSync(definition)) {
      throw new Error(`there is no ${definition}`);
    }
    oracle.ask({ crd: { definition, object } });
  }
  return objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`).join(', ');
}

export const definitionOf = ({ kind }: KubernetesObject, checkout: string): string =>
  path.join(checkout, 'chart/crds', `sailoperator.io_${kind.toLowerCase()}s.yaml`);
