/** What of a pod decides whether a sidecar takes its calls. @internal */
export interface PodMetadata {
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly hostNetwork: boolean;
}

type Labels = { readonly [key: string]: string };

/** The labels of its namespace, as far as the source has them. @internal */
export interface PodNamespace {
  readonly name: string;
  readonly labels: Labels;
}

const INJECT = 'sidecar.istio.io/inject';
const MODE = 'istio.io/dataplane-mode';
const TEMPLATES = 'inject.istio.io/templates';
const INTERCEPTION = 'sidecar.istio.io/interceptionMode';

/** What every Istio understands that injects; a newer one knows `true` alone. */
const INJECTED = ['', 'true', 'y', 'yes', 'on'];

/**
 * Why no sidecar takes the calls of a pod, which a gateway sends under mutual TLS. Undefined if one
 * does, as far as the manifests say.
 *
 * @see `injectRequired` in pkg/kube/inject/inject.go and the selectors of the sidecar injector's
 * webhook, in istio/istio
 * @internal
 */
export function withoutSidecar(pod: PodMetadata, namespace?: PodNamespace): string | undefined {
  const { labels, annotations, hostNetwork } = pod;
  if (hostNetwork) {
    return 'uses the network of its node (`hostNetwork`), so no sidecar is injected';
  }
  const inject = labels[INJECT] ?? annotations[INJECT];
  if (!INJECTED.includes((inject ?? '').toLowerCase())) {
    return `has no sidecar (\`${INJECT}\` is "${inject}")`;
  }
  if (labels[MODE] === 'ambient') {
    return 'is in ambient mode';
  }
  const templates = annotations[TEMPLATES]?.split(',').map(template => template.trim()) ?? [];
  const other = ['gateway', 'grpc-agent'].find(template => templates.includes(template));
  if (other !== undefined && !templates.includes('sidecar')) {
    return `has no sidecar (\`${TEMPLATES}\` is "${annotations[TEMPLATES]}")`;
  }
  if (annotations[INTERCEPTION] === 'NONE') {
    return `keeps its calls from the sidecar (\`${INTERCEPTION}\` is "NONE")`;
  }
  return namespace && ofNamespace(namespace, labels);
}

function ofNamespace({ name, labels }: PodNamespace, pod: Labels): string | undefined {
  const injection = labels['istio-injection'];
  if (injection !== undefined && injection !== 'enabled') {
    return `is in namespace "${name}", where \`istio-injection\` is "${injection}"`;
  }
  const isInjected =
    injection === 'enabled' || labels['istio.io/rev'] !== undefined || pod[INJECT] === 'true';
  return labels[MODE] === 'ambient' && !isInjected && pod[MODE] !== 'none'
    ? `is in namespace "${name}", which is in ambient mode`
    : undefined;
}

const INCLUDE = 'traffic.sidecar.istio.io/includeInboundPorts';
const EXCLUDE = 'traffic.sidecar.istio.io/excludeInboundPorts';

/**
 * The annotation by which calls of a port go to the application past its sidecar, which cannot
 * answer the mutual TLS of a gateway. Undefined if they do not.
 *
 * @see `handleInboundPortsInclude` in tools/istio-iptables/pkg/capture/run.go, in istio/istio: a
 * list of what is included leaves no room for what is excluded
 * @internal
 */
export function pastSidecar(port: number, annotations: Labels): string | undefined {
  const lists = (ports: string = '') => ports.split(',').some(each => Number(each) === port);
  const included = annotations[INCLUDE];
  if (included !== undefined && included.trim() !== '*') {
    return lists(included) ? undefined : INCLUDE;
  }
  return lists(annotations[EXCLUDE]) ? EXCLUDE : undefined;
}
