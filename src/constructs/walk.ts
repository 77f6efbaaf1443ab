import { IConstruct } from 'constructs';
import { PreparedObjects } from './prepared-objects';

/**
 * A construct and everything that stands below it now, parents first. Objects that are prepared
 * stay so; everybody else's ways to look into the tree make constructs of them.
 *
 * @internal
 */
export function below(root: IConstruct): IConstruct[] {
  const children = root instanceof PreparedObjects ? root._present : root.node.children;
  return [root, ...children.flatMap(below)];
}
