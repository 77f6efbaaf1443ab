import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { Problems } from '../problems/problems';

/**
 * A chart, with the charts inside it, is one cluster, and the cluster's DNS has one configuration:
 * a second construct would overwrite the first.
 *
 * @param what what the constructs of that kind write
 * @internal
 */
export function checkOnlyOne(
  construct: Construct,
  kind: new (...args: never[]) => Construct,
  what: string,
  problems: Problems,
): void {
  const cluster = construct.node.scopes.find(Chart.isChart);
  const other = cluster?.node.findAll().find(c => c !== construct && c instanceof kind);
  if (other) {
    problems.report('MESH607', `"${other.node.path}" writes ${what} already`);
  }
}
