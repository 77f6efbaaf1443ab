import { ApiObject } from 'cdk8s';
import { IConstruct } from 'constructs';
import { below } from './walk';

/** For an object, the objects that were said to come before it. @internal */
export type Dependencies = ReadonlyMap<ApiObject, ReadonlySet<ApiObject>>;

/**
 * What `node.addDependency` was told anywhere below a construct. What a dependency touches is not
 * only prepared any more.
 *
 * @internal
 */
export function dependenciesBelow(root: IConstruct): Dependencies {
  const result = new Map<ApiObject, Set<ApiObject>>();
  for (const construct of below(root)) {
    const before = construct.node.dependencies.flatMap(objectsOf);
    for (const object of before.length > 0 ? objectsOf(construct) : []) {
      const known = result.get(object) ?? new Set();
      before.filter(other => other !== object).forEach(other => known.add(other));
      result.set(object, known);
    }
  }
  return result;
}

function objectsOf(construct: IConstruct): ApiObject[] {
  return construct.node.findAll().filter(c => ApiObject.isApiObject(c));
}
