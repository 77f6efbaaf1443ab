import { waitFor } from './commands';
import { core, KubernetesObject } from './kubernetes-api';
import { NodeProps, Pod } from './pod';
import { Sources } from './pod-volumes';

/**
 * What stands for the scheduler and the kubelet of a cluster's one node: binds pods, gives each a
 * network namespace and its volumes, starts real programs in the place of its images, probes them,
 * and reports the pod's status.
 */
export class Kubelet {
  private readonly pods = new Map<string, Pod>();
  private readonly configMaps = new Map<string, KubernetesObject>();
  private readonly secrets = new Map<string, KubernetesObject>();
  private readonly sources: Sources;
  private ending = 0;
  private failure?: Error;
  private next = 2;

  public constructor(private readonly node: NodeProps) {
    const { api } = node;
    this.sources = {
      configMap: (namespace, name) => this.configMaps.get(`${namespace}/${name}`),
      secret: (namespace, name) => this.secrets.get(`${namespace}/${name}`),
      token: async ({ metadata, spec }, audience) =>
        (
          await api.post(
            core(metadata.namespace, 'serviceaccounts', spec.serviceAccountName, 'token'),
            {
              spec: { audiences: audience && [audience], expirationSeconds: 3600 },
            },
          )
        ).status.token,
    };
  }

  public async start(): Promise<void> {
    const { api, cluster, address, externalAddresses, locality } = this.node;
    const [region, zone] = locality?.split('/') ?? [];
    await api.post('/api/v1/nodes', {
      metadata: {
        name: cluster,
        labels: {
          ...(region ? { 'topology.kubernetes.io/region': region } : {}),
          ...(zone ? { 'topology.kubernetes.io/zone': zone } : {}),
        },
      },
      // kube-proxy waits half a minute for it
      status: {
        addresses: [
          { type: 'InternalIP', address },
          ...externalAddresses.map(external => ({ type: 'ExternalIP', address: external })),
        ],
      },
    });
    void api.watch('/api/v1/configmaps', (type, object) =>
      this.changed(this.configMaps, type, { kind: 'ConfigMap', ...object }),
    );
    void api.watch('/api/v1/secrets', (type, object) =>
      this.changed(this.secrets, type, { kind: 'Secret', ...object }),
    );
    void api.watch('/api/v1/pods', (type, pod) => this.podChanged(type, pod));
  }

  /** The running pods that a check accepts. */
  public find(namespace: string, labels: { readonly [label: string]: string }): Pod[] {
    this.throwIfFailed();
    return [...this.pods.values()].filter(
      ({ object: { metadata } }) =>
        metadata.namespace === namespace &&
        Object.entries(labels).every(([key, value]) => metadata.labels?.[key] === value),
    );
  }

  /** The one ready pod that fits. */
  public async ready(
    namespace: string,
    labels: { readonly [label: string]: string },
    seconds: number = 90,
  ): Promise<Pod> {
    const name = `${this.node.cluster}: a pod of ${namespace} with ${JSON.stringify(labels)}`;
    return waitFor(
      name,
      seconds,
      async () => this.find(namespace, labels).find(pod => pod.isReady),
      () =>
        this.find(namespace, labels)
          .map(pod => pod.lastWords)
          .join('\n') || 'There is none.',
    );
  }

  public get all(): Pod[] {
    this.throwIfFailed();
    return [...this.pods.values()];
  }

  /** Some pod was told to end and has not yet. */
  public get isEnding(): boolean {
    return this.ending > 0;
  }

  /** No pod is on its way to run or to end. */
  public get isQuiet(): boolean {
    return !this.isEnding && this.all.every(({ isReady }) => isReady);
  }

  /** The next who asks is told. */
  private fail(error: Error): void {
    this.failure ??= error;
  }

  private throwIfFailed(): void {
    if (this.failure) {
      throw this.failure;
    }
  }

  private changed(
    cache: Map<string, KubernetesObject>,
    type: string,
    object: KubernetesObject,
  ): void {
    const key = `${object.metadata.namespace}/${object.metadata.name}`;
    if (type === 'DELETED') {
      cache.delete(key);
    } else {
      cache.set(key, object);
    }
    // a source that is gone leaves the files as they are
    this.pods.forEach(pod => pod.refresh().catch(() => undefined));
  }

  private podChanged(type: string, object: KubernetesObject): void {
    const { uid, deletionTimestamp } = object.metadata;
    const known = this.pods.get(uid);
    if (known && (type === 'DELETED' || deletionTimestamp)) {
      this.pods.delete(uid);
      this.ending++;
      known
        .remove(type !== 'DELETED')
        .catch(error => this.fail(error))
        .finally(() => this.ending--);
    } else if (!known && type !== 'DELETED' && !deletionTimestamp) {
      const pod = new Pod(object, this.next++, this.node, this.sources);
      this.pods.set(uid, pod);
      pod.run().catch(error => {
        if (!pod.isRemoved) {
          this.fail(error);
        }
      });
    }
  }
}
