import { LineCounter } from 'yaml';
import { Context, missing } from './context';
import { differences } from './differences';
import { otherwise } from './value-text';
import { otherVariables } from './workload';
import { isMap } from '../../values/is-map';
import { readYaml } from '../../values/yaml-reader';
import { Manifest, objectText, Source } from '../world/manifest';
import { HelmValues } from '../world/world';

/** Whether an istiod, and what it injects, was told what its values say. @internal */
export function checkSettings(
  { values, source }: HelmValues,
  istiod: Manifest,
  context: Context,
): void {
  const { global = {}, revision, meshConfig, env, pilot } = values;
  const suffix = revision ? `-${revision}` : '';
  const flags = { ...env, ...pilot?.env, ...clusterId(global) };
  for (const message of otherVariables(flags, istiod)) {
    context.findings.report('MESH888', objectText(istiod), message, source);
  }
  checkText(`istio${suffix}`, 'mesh', 'meshConfig', meshConfig ?? {}, source, context);
  const { network, meshID, multiCluster } = global;
  const injected = { global: { network, meshID, multiCluster } };
  checkText(`istio-sidecar-injector${suffix}`, 'values', 'values', injected, source, context);
}

const clusterId = ({ multiCluster }: any): object =>
  multiCluster?.clusterName ? { CLUSTER_ID: multiCluster.clusterName } : {};

/** Compares what a ConfigMap of istiod's holds as YAML or JSON. */
function checkText(
  name: string,
  key: string,
  path: string,
  wanted: object,
  source: Source,
  context: Context,
): void {
  const { live, written, findings } = context;
  const namespace = written.rootNamespace;
  const object = `ConfigMap ${namespace}/${name}`;
  const map = live.get('', 'ConfigMap', namespace, name);
  if (!map) {
    missing('MESH885', { group: '', kind: 'ConfigMap', namespace, name }, context, source);
    return;
  }
  const found = parsed(map.values.data?.[key]);
  if (!isMap(found)) {
    findings.report('MESH895', object, `its key ${key} is not what istiod writes`, source);
    return;
  }
  // what is undefined was not written
  const told = JSON.parse(JSON.stringify(wanted));
  for (const one of differences(told, found, path, false)) {
    findings.report('MESH888', object, `${one.path} ${otherwise(one.live, one.written)}`, source);
  }
}

function parsed(text: unknown): unknown {
  const [document] = typeof text === 'string' ? readYaml(text, new LineCounter()) : [];
  return document?.problems.some(({ isWarning }) => !isWarning) ? undefined : document?.values;
}
