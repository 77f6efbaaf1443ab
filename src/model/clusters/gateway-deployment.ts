import { GatewayDeploymentProps } from '../../description/gateway-settings';
import { Problems } from '../../problems/problems';

/** The chart's own greatest number of pods. */
const MOST = 5;

/** @internal */
export function checkDeployment(props: GatewayDeploymentProps, problems: Problems): void {
  const { replicas, ...byLoad } = props;
  for (const [key, value] of Object.entries(props)) {
    if (!Number.isInteger(value) || value < 1 || value > 2 ** 31 - 1) {
      problems.at(key).report('MESH262', `${value} is not a whole number from 1`);
    } else if (replicas !== undefined && key !== 'replicas') {
      problems
        .at(key)
        .report('MESH262', `the number of pods is fixed, to ${replicas}, and follows the load`);
    }
  }
  const { minReplicas = 1, maxReplicas = MOST } = byLoad;
  if (minReplicas > maxReplicas) {
    const isSaid = byLoad.maxReplicas !== undefined;
    problems
      .at(isSaid ? 'maxReplicas' : 'minReplicas')
      .report(
        'MESH262',
        `at least ${minReplicas} pods, and at most ${maxReplicas}${isSaid ? '' : ", the chart's own number"}`,
      );
  }
}
