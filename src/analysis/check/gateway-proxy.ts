import { Context, unseen } from './context';
import { differences } from './differences';
import { otherwise } from './value-text';
import { isAvailable } from './workload';
import { GatewayFacts } from '../world/facts';
import { objectText } from '../world/manifest';

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
    if (live.sees('apps', 'Deployment')) {
      findings.report('MESH877', `Deployment ${namespace}/${name}`, 'is missing', values.source);
    } else {
      unseen(context, `Deployment ${namespace}/${name}`, values.source);
    }
    return;
  }
  const report = (message: string) =>
    findings.report('MESH877', objectText(deployment), message, values.source);
  const { metadata, spec } = deployment.spec.template ?? {};
  const { labels, env = {} } = values.values;
  for (const one of differences(labels ?? {}, metadata?.labels ?? {}, '', false)) {
    report(`the label ${one.path} of its pods ${otherwise(one.live, one.written)}`);
  }
  const variables: any[] = (spec?.containers ?? []).flatMap((one: any) => one?.env ?? []);
  for (const [variable, value] of Object.entries<any>(env)) {
    const found = variables.find(one => one?.name === variable)?.value;
    if (String(found) !== String(value)) {
      report(`the variable ${variable} ${otherwise(found, value)}`);
    }
  }
  if (!isAvailable(deployment)) {
    report('has no pod that is ready');
  }
}
