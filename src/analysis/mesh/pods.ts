import { MeshConfig } from './mesh-config';
import { NETWORK_LABEL } from '../../values/ownership';
import { WorkloadFacts } from '../world/facts';
import { covers, Labels, Manifest, Source } from '../world/manifest';
import { ClusterFiles } from '../world/world';

/** Pods that are all alike, such as those of a Deployment. @internal */
export interface Pods {
  /** of what makes them */
  readonly name: string;
  readonly namespace: string;
  readonly serviceAccount: string;
  /** whose certificate they have: that account, unless somebody asks what if */
  readonly identity: string;
  /** as the proxies see them, with those that injection adds */
  readonly labels: Labels;
  readonly annotations: Labels;
  /** container ports, by name */
  readonly namedPorts: { readonly [name: string]: number };
  /** all container ports; empty if none is declared */
  readonly ports: readonly number[];
  readonly proxy: Injection;
  readonly network: string;
  /** of a pod that runs */
  readonly address?: string;
  readonly source: Source;
  /** e.g. `Deployment shop/cart` */
  readonly text: string;
}

/** Whether pods have a sidecar: `has` is undefined where nobody can tell. @internal */
export interface Injection {
  readonly has: boolean | undefined;
  readonly why: string;
  /** what would mend it */
  readonly remedy: string;
}

/** What a proxy says of itself: that it speaks mutual TLS. @internal */
export const TLS_MODE = 'security.istio.io/tlsMode';

/** Never injected (Istio: manifests/charts/istio-control/istio-discovery, the webhook). */
const SYSTEM_NAMESPACES = new Set([
  'kube-system',
  'kube-public',
  'kube-node-lease',
  'local-path-storage',
]);

/** The pods of a cluster: those that run, and those that its workloads will make. @internal */
export function podsOf(
  { name: cluster, manifests, facts }: ClusterFiles,
  mesh: MeshConfig,
  namespaces: ReadonlyMap<string, Manifest>,
): Pods[] {
  const running = manifests.filter(({ group, kind }) => group === '' && kind === 'Pod');
  const makers = manifests.filter(
    manifest => templateOf(manifest) && !isOwned(manifest) && !hasRunning(manifest, running),
  );
  const context = { mesh, namespaces };
  return [
    ...running.map(pod => fromTemplate(pod, pod.values, context)),
    ...makers
      .filter(({ spec }) => spec.replicas !== 0)
      .flatMap(maker => membersOf(maker, fromTemplate(maker, templateOf(maker), context))),
    ...facts.workloads.map(workload => fromFacts(workload, cluster, context)),
  ];
}

/** More than these, nobody tells apart by name. */
const MOST_MEMBERS = 100;

/**
 * The pods of a StatefulSet, each with its name as a label.
 *
 * @param all as its template has them
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#pod-name-label
 */
function membersOf({ kind, name, spec }: Manifest, all: Pods): Pods[] {
  const { replicas = 1, ordinals } = spec;
  if (kind !== 'StatefulSet' || !(replicas <= MOST_MEMBERS)) {
    return [all];
  }
  return Array.from({ length: replicas }, (_, i) => {
    const pod = `${name}-${(ordinals?.start ?? 0) + i}`;
    const labels = { ...all.labels, 'statefulset.kubernetes.io/pod-name': pod };
    return { ...all, name: pod, labels, text: `${all.text} (${pod})` };
  });
}

interface Context {
  readonly mesh: MeshConfig;
  readonly namespaces: ReadonlyMap<string, Manifest>;
}

const CONTROLLERS = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet']);

function templateOf({ group, kind, spec }: Manifest): any {
  if (group === 'apps' && CONTROLLERS.has(kind)) {
    return spec.template;
  }
  if (group === 'batch') {
    return kind === 'CronJob' ? spec.jobTemplate?.spec?.template : spec.template;
  }
  return undefined;
}

const isOwned = ({ values }: Manifest): boolean =>
  (values.metadata.ownerReferences ?? []).length > 0;

/** In the output of `kubectl get`, a Deployment stands beside its pods. */
function hasRunning({ namespace, spec }: Manifest, running: readonly Manifest[]): boolean {
  const labels = spec.selector?.matchLabels;
  return (
    labels !== undefined &&
    running.some(pod => pod.namespace === namespace && covers(labels, pod.labels))
  );
}

function fromTemplate(maker: Manifest, template: any, context: Context): Pods {
  const { namespace, name, kind, source } = maker;
  const labels: Labels = template?.metadata?.labels ?? {};
  const annotations: Labels = template?.metadata?.annotations ?? {};
  const spec = template?.spec ?? {};
  const account = spec.serviceAccountName ?? spec.serviceAccount ?? 'default';
  const containers: any[] = [...(spec.containers ?? []), ...(spec.initContainers ?? [])];
  const declared = containers
    .filter(container => container?.name !== 'istio-proxy')
    .flatMap(container => container?.ports ?? []);
  const hasProxy = containers.some(container => container?.name === 'istio-proxy');
  const proxy = hasProxy
    ? { has: true, why: 'it has a container istio-proxy', remedy: '' }
    : injection({ namespace, labels, annotations, isOnHost: spec.hostNetwork === true }, context);
  return {
    name,
    namespace,
    serviceAccount: account,
    identity: account,
    labels: injectedLabels(labels, proxy, context.mesh),
    annotations,
    namedPorts: Object.fromEntries(
      declared.filter(port => port?.name).map(port => [port.name, port.containerPort]),
    ),
    ports: declared.map(port => port?.containerPort),
    proxy,
    network: networkOf(labels, proxy, context),
    address: maker.status?.podIP,
    source,
    text: `${kind} ${namespace}/${name}`,
  };
}

function fromFacts(workload: WorkloadFacts, cluster: string, context: Context): Pods {
  const { namespace, serviceAccount, labels, ports, sidecar, address } = workload;
  const proxy =
    sidecar === undefined
      ? injection({ namespace, labels, annotations: {}, isOnHost: false }, context)
      : {
          has: sidecar,
          why: 'world.yaml says so',
          remedy: 'Have it injected, and say so in world.yaml.',
        };
  return {
    name: serviceAccount,
    namespace,
    serviceAccount,
    identity: serviceAccount,
    labels: injectedLabels(labels, proxy, context.mesh),
    annotations: {},
    namedPorts: ports,
    ports: Object.values(ports),
    proxy,
    network: networkOf(labels, proxy, context),
    address,
    source: { file: 'world.yaml', line: 1 },
    text: `the workload ${namespace}/${serviceAccount} of ${cluster} in world.yaml`,
  };
}

/** What the template of injection adds (Istio: files/injection-template.yaml). */
function injectedLabels(labels: Labels, { has }: Injection, { network }: MeshConfig): Labels {
  return has
    ? { [TLS_MODE]: 'istio', ...(network === '' ? {} : { [NETWORK_LABEL]: network }), ...labels }
    : labels;
}

/** Istio: `Controller.Network` in pilot/pkg/serviceregistry/kube/controller/network.go. */
function networkOf(labels: Labels, proxy: Injection, { mesh, namespaces }: Context): string {
  return (
    injectedLabels(labels, proxy, mesh)[NETWORK_LABEL] ??
    namespaces.get(mesh.rootNamespace)?.labels[NETWORK_LABEL] ??
    ''
  );
}

interface Candidate {
  readonly namespace: string;
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly isOnHost: boolean;
}

/**
 * Whether the webhooks of Istio inject a pod (Istio: `injectRequired` in pkg/kube/inject/inject.go,
 * and the selectors of the chart's mutatingwebhook.yaml).
 */
function injection(pod: Candidate, { mesh, namespaces }: Context): Injection {
  const { namespace, labels, annotations, isOnHost } = pod;
  const asked = labels['sidecar.istio.io/inject'] ?? annotations['sidecar.istio.io/inject'];
  const no = (why: string, remedy: string): Injection => ({ has: false, why, remedy });
  if (isOnHost) {
    return no('it is in the network of its host', 'Give it a network of its own.');
  }
  if (SYSTEM_NAMESPACES.has(namespace)) {
    return no(`nothing in ${namespace} is injected`, 'Move it to another namespace.');
  }
  if (asked === 'false') {
    return no('it asks for none: sidecar.istio.io/inject is "false"', 'Take that label away.');
  }
  const found = namespaces.get(namespace);
  if (!found) {
    return {
      has: undefined,
      why: `the namespace ${namespace} is not in the manifests`,
      remedy: `Give the Namespace ${namespace} with its labels, or name the workload in world.yaml.`,
    };
  }
  if (isAmbient(labels, found.labels)) {
    return { has: undefined, why: 'it is in ambient mode', remedy: 'Give it a sidecar.' };
  }
  return byNamespace(found.labels, labels, mesh, namespace);
}

const isAmbient = (pod: Labels, namespace: Labels): boolean =>
  (pod['istio.io/dataplane-mode'] ?? namespace['istio.io/dataplane-mode']) === 'ambient';

function byNamespace(
  namespace: Labels,
  pod: Labels,
  { injectsByDefault, revisions }: MeshConfig,
  name: string,
): Injection {
  const wanted = namespace['istio-injection'];
  const label = `Label the namespace ${name} with istio-injection=enabled.`;
  if (wanted === 'disabled') {
    return { has: false, why: `the namespace ${name} has istio-injection=disabled`, remedy: label };
  }
  if (wanted === 'enabled') {
    return revisions.includes('default')
      ? { has: true, why: `the namespace ${name} has istio-injection=enabled`, remedy: '' }
      : {
          has: undefined,
          why: `istio-injection=enabled asks for the default revision, and there are ${revisions.join(', ')}`,
          remedy: `Label the namespace ${name} with istio.io/rev.`,
        };
  }
  const asked = namespace['istio.io/rev'] ?? pod['istio.io/rev'];
  if (asked !== undefined) {
    return revisions.includes(asked)
      ? { has: true, why: `revision ${asked} injects it`, remedy: '' }
      : { has: undefined, why: `revision "${asked}" may not be of this mesh`, remedy: label };
  }
  if (pod['sidecar.istio.io/inject'] === 'true' || injectsByDefault) {
    return { has: true, why: 'it asks for a sidecar', remedy: '' };
  }
  return { has: false, why: `the namespace ${name} has no istio-injection=enabled`, remedy: label };
}
