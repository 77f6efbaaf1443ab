import { Context, missing } from './context';
import { differences } from './differences';
import { otherwise } from './value-text';
import { isAvailable, otherVariables } from './workload';
import { GatewayFacts } from '../world/facts';
import { objectText, templateLabels } from '../world/manifest';

/** Whether the pods of a gateway are what its values say. @internal */
export function checkProxy(gateway: GatewayFacts, context: Context): void {
  const { live, written, findings } = context;
  const values = written.gatewayValues(gateway);
  if (!values) {
    return;
  }
  const { name, namespace } = gateway;
  const deployment = live.get('apps', 'Deployment', namespace, name);
  if (!deployment) {
    const wanted = { group: 'apps', kind: 'Deployment', namespace, name };
    missing('MESH877', wanted, context, values.source);
    return;
  }
  const report = (message: string) =>
    findings.report('MESH877', objectText(deployment), message, values.source);
  const { labels, env = {} } = values.values;
  for (const one of differences(labels ?? {}, templateLabels(deployment), '', false)) {
    report(`the label ${one.path} of its pods ${otherwise(one.live, one.written)}`);
  }
  otherVariables(env, deployment).forEach(report);
  if (!isAvailable(deployment)) {
    report('has no pod that is ready');
  }
}
