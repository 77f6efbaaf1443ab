import { mkdirSync } from 'fs';
import * as path from 'path';
import { setTimeout as sleep } from 'timers/promises';
import { attempt, Outcome, Program, waitFor } from './commands';
import { Sandbox, startContainer } from './container';
import { ApiError, core, KubernetesApi, KubernetesObject } from './kubernetes-api';
import { createPod, removePod, within } from './network';
import { Sources, volumesOf, writeVolume } from './pod-volumes';
import { Tools } from './tools';

/** The one node of a cluster. */
export interface NodeProps {
  readonly cluster: string;
  readonly address: string;
  /** of its gateways, as the internet calls it */
  readonly externalAddresses: readonly string[];
  readonly api: KubernetesApi;
  /** for the pods' files */
  readonly folder: string;
  readonly tools: Tools;
  /** `region` or `region/zone` */
  readonly locality?: string;
}

/** A pod of the stand. */
export class Pod {
  public isReady = false;
  public isRemoved = false;
  private readonly programs = new Map<string, Program>();
  private readonly volumes = new Map<string, ReadonlyMap<string, Buffer>>();
  private sandbox?: Sandbox;

  /** @param number the last part of its address */
  public constructor(
    public readonly object: KubernetesObject,
    private readonly number: number,
    private readonly node: NodeProps,
    private readonly sources: Sources,
  ) {}

  public get name(): string {
    return this.object.metadata.name;
  }

  public get netns(): string {
    return this.sandbox!.network.netns;
  }

  public get address(): string {
    return this.sandbox!.network.address;
  }

  public get lastWords(): string {
    return (
      [...this.programs.values()].map(program => program.lastWords).join('\n') ||
      `${this.name} has not started`
    );
  }

  public log(container: string): string {
    return this.programs.get(container)?.output ?? '';
  }

  /** As `kubectl exec`. */
  public async exec(command: readonly string[], timeout?: number): Promise<Outcome> {
    return this.sandbox!.exec(command, timeout);
  }

  /**
   * Ends a container for good, as if it were broken beyond restarts; the pod keeps its status until
   * a probe would notice.
   */
  public async kill(container: string): Promise<void> {
    await this.programs.get(container)!.stop();
  }

  /** Starts a container that was ended. */
  public revive(container: string): void {
    this.start(container);
  }

  /** The same, or another program in its place. */
  public start(container: string, command?: readonly string[]): void {
    const spec = [...this.object.spec.containers, ...(this.object.spec.initContainers ?? [])].find(
      ({ name }: KubernetesObject) => name === container,
    );
    this.programs.set(
      container,
      startContainer(
        command ? { ...spec, command, args: [] } : spec,
        this.object,
        this.sandbox!,
        this.node.cluster,
      ),
    );
  }

  public async run(): Promise<void> {
    const { namespace, name } = this.object.metadata;
    const { cluster, api, tools } = this.node;
    await api.post(core(namespace, 'pods', name, 'binding'), {
      metadata: { name },
      target: { kind: 'Node', name: cluster },
    });
    this.object.spec.nodeName = cluster;
    const folder = path.join(this.node.folder, `${namespace}.${name}`);
    mkdirSync(folder, { recursive: true });
    const sandbox = new Sandbox(folder, await createPod(cluster, this.number), tools);
    this.sandbox = sandbox;
    await sandbox.create(this.object);
    this.object.status = {
      ...this.object.status,
      podIP: sandbox.network.address,
      hostIP: sandbox.network.address,
    };
    await waitFor(
      `${cluster}: the volumes of ${namespace}/${name}`,
      120,
      async () => this.isRemoved || this.refresh(),
    );

    for (const container of this.object.spec.initContainers ?? []) {
      const program = startContainer(container, this.object, sandbox, cluster);
      this.programs.set(container.name, program);
      if (container.restartPolicy !== 'Always') {
        await waitFor(
          `${program.name} to end`,
          60,
          async () => !program.isRunning,
          () => program.lastWords,
        );
      }
    }
    for (const container of this.object.spec.containers) {
      this.programs.set(container.name, startContainer(container, this.object, sandbox, cluster));
    }
    await this.report('False');
    await waitFor(
      `${cluster}: ${namespace}/${name} to be ready`,
      120,
      async () => this.isRemoved || this.probe(),
      () => this.lastWords,
    );
    await this.report('True');
    this.isReady = !this.isRemoved;
  }

  /** Writes the volumes as their sources now are; false when one is missing. */
  public async refresh(): Promise<boolean> {
    const volumes = this.sandbox && (await volumesOf(this.object, this.sources));
    if (!volumes || this.isRemoved) {
      return false;
    }
    const { containers, initContainers = [] } = this.object.spec;
    const mounts = [...containers, ...initContainers].flatMap(
      ({ volumeMounts = [] }: KubernetesObject) => volumeMounts,
    );
    for (const { name, mountPath } of mounts) {
      writeVolume(
        path.join(this.sandbox!.root, mountPath),
        volumes.get(name)!,
        this.volumes.get(mountPath),
      );
      this.volumes.set(mountPath, volumes.get(name)!);
    }
    return true;
  }

  private async probe(): Promise<boolean> {
    const { containers, initContainers = [] } = this.object.spec;
    const probed = [...containers, ...initContainers].filter(
      ({ readinessProbe }: KubernetesObject) => readinessProbe?.httpGet,
    );
    for (const {
      readinessProbe: { httpGet },
    } of probed) {
      const url = `http://${this.address}:${httpGet.port}${httpGet.path}`;
      if (
        (
          await attempt(
            within(this.netns, ['curl', '-sf', '-o', '/dev/null', '--max-time', '2', url]),
          )
        ).code !== 0
      ) {
        return false;
      }
    }
    return true;
  }

  private async report(ready: 'True' | 'False'): Promise<void> {
    const { namespace, name } = this.object.metadata;
    const now = new Date().toISOString();
    const conditions = ['PodScheduled', 'Initialized', 'ContainersReady', 'Ready'].map(
      (type, i) => ({ type, status: i < 2 ? 'True' : ready, lastTransitionTime: now }),
    );
    const containerStatuses = this.object.spec.containers.map((container: KubernetesObject) => ({
      name: container.name,
      image: container.image,
      imageID: container.image,
      ready: ready === 'True',
      restartCount: 0,
      state: { running: { startedAt: now } },
    }));
    const { podIP } = this.object.status;
    await this.node.api
      .patch(core(namespace, 'pods', name, 'status'), {
        status: {
          phase: 'Running',
          podIP,
          podIPs: [{ ip: podIP }],
          startTime: now,
          conditions,
          containerStatuses,
        },
      })
      .catch(ignoreMissing);
  }

  /**
   * In the order of the kubelet: the hooks, then the containers, and when these have ended, what
   * was started before them.
   */
  public async remove(tellServer: boolean): Promise<void> {
    this.isRemoved = true;
    this.isReady = false;
    const {
      containers,
      initContainers = [],
      terminationGracePeriodSeconds = 30,
    } = this.object.spec;
    const hooks = [...containers, ...initContainers]
      .map(({ lifecycle }: KubernetesObject) => lifecycle?.preStop?.exec?.command)
      .filter(Boolean);
    await Promise.all(hooks.map(command => this.exec(command).catch(() => undefined)));
    for (const group of [containers, initContainers]) {
      await Promise.all(
        group.map(({ name }: KubernetesObject) =>
          this.programs.get(name)?.stop(terminationGracePeriodSeconds),
        ),
      );
    }
    // as long as the kubelet takes to notice; the last packets must get out before the network goes
    await sleep(1000);
    await this.sandbox?.remove().catch(() => undefined);
    if (this.sandbox) {
      await removePod(this.netns).catch(() => undefined);
    }
    if (tellServer) {
      const { namespace, name } = this.object.metadata;
      await this.node.api
        .delete(core(namespace, 'pods', name), { gracePeriodSeconds: 0 })
        .catch(ignoreMissing);
    }
  }
}

function ignoreMissing(error: unknown): void {
  if (!(error instanceof ApiError && error.status === 404)) {
    throw error;
  }
}
