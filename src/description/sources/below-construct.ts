import { ApiObject } from 'cdk8s';
import { IConstruct } from 'constructs';
import { Manifest } from './manifest';
import { objectsIn, placed } from './manifests';
import { Problems } from '../../problems/problems';
import { inManifest } from '../located';

/**
 * The Kubernetes objects of all ApiObjects in a construct, whatever library made them.
 *
 * @param namespace of those that have none
 * @internal
 */
export function manifestsBelow(
  construct: IConstruct,
  namespace: string | undefined,
  problems: Problems,
): Manifest[] {
  return construct.node
    .findAll()
    .filter(one => ApiObject.isApiObject(one))
    .flatMap(one => {
      const where = one.node.path;
      const here = inManifest(where, problems);
      return objectsIn(jsonOf(one as ApiObject, here), here).map(object => ({
        ...placed(object, { fallback: namespace }),
        file: where,
        where,
      }));
    });
}

/** Undefined after reporting that the object is not complete. */
function jsonOf(object: ApiObject, problems: Problems): unknown {
  try {
    return object.toJson();
  } catch (error) {
    problems.report('MESH150', `the object is not complete: ${(error as Error).message}`);
    return undefined;
  }
}
