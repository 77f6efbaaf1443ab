import { Context, unseen } from './context';
import { gatewayLabels } from './foreign-gateways';
import { covers, Labels, Manifest, objectText, templateLabels } from '../world/manifest';

/** Pods that others call, as far as they are known. */
interface Target {
  readonly namespace: string;
  /** of each kind of pods that is selected; none where only the selector is known */
  readonly templates: readonly Labels[];
  readonly selector: Labels;
  readonly of: Manifest;
}

/** Policies of others that stand in the way of calls that are granted. @internal */
export function checkForeignPolicies(foreign: readonly Manifest[], context: Context): void {
  const targets = targetsOf(context);
  if (context.written.isClassic || targets.length === 0) {
    return;
  }
  for (const kind of ['AuthorizationPolicy', 'PeerAuthentication']) {
    if (!context.live.sees('security.istio.io', kind)) {
      unseen(context, `every ${kind}`);
    }
  }
  for (const policy of foreign.filter(({ group }) => group === 'security.istio.io')) {
    const does = effectOf(policy);
    const target =
      does === undefined ? undefined : targets.find(one => applies(policy, one, context));
    if (target) {
      const message = `${does} at pods of ${objectText(target.of)}`;
      context.findings.report('MESH875', objectText(policy), message, target.of.source);
    }
  }
}

/** The pods behind the hosts of the mesh, and its gateways. */
function targetsOf(context: Context): Target[] {
  const { live, written } = context;
  const ofHosts = written.serving.map((entry): Target => {
    const selector: Labels = entry.spec.workloadSelector.labels;
    const templates = live
      .of('apps', 'Deployment')
      .filter(one => one.namespace === entry.namespace)
      .map(templateLabels)
      .filter(labels => covers(selector, labels));
    return { namespace: entry.namespace, templates, selector, of: entry };
  });
  const ofGateways = written.of('networking.istio.io', 'Gateway').map((gateway): Target => {
    const labels = gatewayLabels(gateway, context);
    return { namespace: gateway.namespace, templates: [labels], selector: labels, of: gateway };
  });
  return [...ofHosts, ...ofGateways];
}

/** What a policy does to calls; undefined where it stands in nobody's way. */
function effectOf({ kind, spec }: Manifest): string | undefined {
  if (kind === 'AuthorizationPolicy') {
    const action = spec.action ?? 'ALLOW';
    const words = new Map([
      ['ALLOW', 'allows what it names, and nothing else,'],
      ['DENY', 'refuses what it names'],
      ['CUSTOM', 'lets somebody else decide'],
    ]);
    return words.get(action);
  }
  const modes = [spec.mtls, ...Object.values<any>(spec.portLevelMtls ?? {})];
  return kind === 'PeerAuthentication' && modes.some(one => one?.mode === 'DISABLE')
    ? 'turns mutual TLS off'
    : undefined;
}

function applies(
  { namespace, spec, kind }: Manifest,
  target: Target,
  { written }: Context,
): boolean {
  const isOfMesh = namespace === written.rootNamespace;
  const selector: Labels | undefined = spec.selector?.matchLabels;
  // without a port, which belongs to pods, the one of the root namespace is for all
  const reaches = isOfMesh && (selector === undefined || kind === 'AuthorizationPolicy');
  if (spec.targetRef !== undefined || spec.targetRefs !== undefined) {
    return false;
  }
  return (namespace === target.namespace || reaches) && maySelect(selector ?? {}, target);
}

/** Where the pods are not known, two selectors may meet unless they contradict each other. */
function maySelect(selector: Labels, target: Target): boolean {
  return target.templates.length > 0
    ? target.templates.some(labels => covers(selector, labels))
    : Object.entries(selector).every(([key, value]) => (target.selector[key] ?? value) === value);
}
