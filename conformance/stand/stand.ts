import { mkdirSync } from 'fs';
import * as path from 'path';
import { CertificateAuthority, Cacerts } from './ca';
import { StandCluster } from './cluster';
import { installClusterDns } from './cluster-dns';
import { ControlPlane } from './control-plane';
import { serveCharts } from './helm-repository';
import { install } from './install';
import { gatewayIp, startInternet } from './internet';
import { Kubelet } from './kubelet';
import { KubernetesObject } from './kubernetes-api';
import { ConformanceMesh } from './mesh';
import { createNode, Endpoint } from './network';
import { Pod } from './pod';
import { Tools } from './tools';
import { serviceObjects, Workload, workloadsOf } from './workloads';
import { ClusterProps, MulticlusterMeshProps } from '../../src';

export interface StandProps {
  readonly mesh: ConformanceMesh;
  readonly folder: string;
  readonly tools: Tools;
  /** for what is worth telling while one waits */
  readonly say: (text: string) => void;
}

/**
 * A whole mesh: its clusters with everything that runs in them. It ends with the process, which has
 * namespaces of its own.
 */
export class Stand {
  public readonly workloads: readonly Workload[];
  public readonly clusters: StandCluster[] = [];
  public readonly authority: CertificateAuthority;
  private current: MulticlusterMeshProps;
  private readonly rootNamespace: string;

  public constructor(private readonly props: StandProps) {
    this.current = props.mesh.description;
    this.authority = new CertificateAuthority(path.join(props.folder, 'ca'));
    this.workloads = workloadsOf(this.description);
    this.rootNamespace = this.description.rootNamespace ?? 'istio-system';
  }

  /** Builds it all, in the order of the READMEs. */
  public async start(): Promise<void> {
    const { folder, tools, mesh, say } = this.props;
    mkdirSync(folder, { recursive: true });
    await this.authority.begin(this.description.clusters.map(({ name }) => name));
    this.current = { ...this.description, pki: { lockFile: this.authority.lockFile } };
    mesh.synth(this.current, this.output);
    await startInternet(this.description, folder, tools);
    const versions = [
      ...new Set(
        this.description.clusters.map(({ istio = '' }) =>
          istio.split('.').length === 2 ? `${istio}.0` : istio,
        ),
      ),
    ];
    await serveCharts(path.join(folder, 'charts'), versions, tools);
    await Promise.all(
      this.description.clusters.map(async (props, i) => this.startCluster(props, i + 1)),
    );
    say('control planes run');
    await Promise.all(
      this.clusters.map(async (cluster, i) =>
        install(cluster, {
          directory: this.directory(cluster.name),
          rootNamespace: this.rootNamespace,
          workloads: this.workloads.filter(workload => workload.cluster === cluster.name),
          services: serviceObjects(this.description, cluster.name),
          present: this.present(cluster.name),
          loadBalancer: (cluster.props.gateway?.addresses ?? []).map(address =>
            gatewayIp(address, i + 1),
          ),
          setCacerts: async () =>
            this.setCacerts(cluster.name, this.authority.filesOf(cluster.name)),
          say,
        }),
      ),
    );
  }

  /** The description as it is applied now. */
  public get description(): MulticlusterMeshProps {
    return this.current;
  }

  /** How a server's proxy names a workload. */
  public identity({ cluster, namespace, serviceAccount }: Workload): string {
    const trustDomain =
      this.cluster(cluster).props.trustDomain ?? this.current.trustDomain ?? 'cluster.local';
    return `spiffe://${trustDomain}/ns/${namespace}/sa/${serviceAccount}`;
  }

  /** The directories that synth wrote. */
  public get output(): string {
    return path.join(this.props.folder, 'dist');
  }

  public directory(cluster: string): string {
    return path.join(this.output, cluster);
  }

  /** What is in a cluster once it has a control plane, and is not ours. */
  public present(cluster: string): readonly KubernetesObject[] {
    return this.props.mesh.present?.(this.cluster(cluster).props) ?? [];
  }

  /** Writes the directories of another description, and applies nothing. */
  public write(description: MulticlusterMeshProps, outdir: string): void {
    this.props.mesh.synth({ ...description, pki: this.current.pki }, outdir);
  }

  public cluster(name: string): StandCluster {
    return this.clusters.find(cluster => cluster.name === name)!;
  }

  public get tools(): Tools {
    return this.props.tools;
  }

  public async workload({ cluster, namespace, labels }: Workload): Promise<Pod> {
    return this.cluster(cluster).kubelet.ready(namespace, labels);
  }

  /** The first address of a cluster's gateway, as the internet has it. */
  public gatewayAddress(cluster: string): Endpoint {
    const index = this.current.clusters.findIndex(({ name }) => name === cluster);
    const [address] = this.current.clusters[index].gateway!.addresses;
    return { host: gatewayIp(address, index + 1), port: address.port };
  }

  public async gateway(cluster: string): Promise<Pod> {
    const { gateway } = this.cluster(cluster).props;
    return this.cluster(cluster).kubelet.ready(
      gateway?.namespace ?? this.rootNamespace,
      gateway?.labels ?? { istio: 'eastwestgateway' },
    );
  }

  public async egressGateway(cluster: string): Promise<Pod> {
    const { egressGateway } = this.cluster(cluster).props;
    return this.cluster(cluster).kubelet.ready(
      egressGateway?.namespace ?? 'istio-egress',
      egressGateway?.labels ?? { istio: 'egressgateway' },
    );
  }

  public async istiod(cluster: string): Promise<Pod> {
    return this.cluster(cluster).kubelet.ready(this.rootNamespace, { app: 'istiod' });
  }

  /**
   * Writes the directories anew from another description and applies them; what is gone from the
   * files is deleted, as a GitOps controller does.
   */
  public async change(
    change: (description: MulticlusterMeshProps) => MulticlusterMeshProps,
  ): Promise<void> {
    const objectsOf = async ({ name, plane }: StandCluster) =>
      (await plane.kubectl(['create', '--dry-run=client', '-o', NAMES, '-k', this.directory(name)]))
        .trim()
        .split('\n');
    const before = await Promise.all(this.clusters.map(objectsOf));
    const changed = change(this.current);
    this.props.mesh.synth(changed, this.output);
    this.current = changed;
    await Promise.all(
      this.clusters.map(async (cluster, i) => {
        const after = await objectsOf(cluster);
        await cluster.plane.kubectl(['apply', '-k', this.directory(cluster.name)]);
        for (const [kind, namespace, name] of before[i]
          .filter(object => !after.includes(object))
          .map(object => object.split('/'))) {
          await cluster.plane.kubectl(['delete', kind, name, '-n', namespace]);
        }
      }),
    );
  }

  public async setCacerts(cluster: string, cacerts: Cacerts): Promise<void> {
    const secret = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'cacerts', namespace: this.rootNamespace },
      stringData: cacerts,
    };
    await this.cluster(cluster).plane.kubectl(
      ['apply', '--server-side', '--force-conflicts', '-f', '-'],
      { input: JSON.stringify(secret) },
    );
  }

  private async startCluster(props: ClusterProps, index: number): Promise<void> {
    const { tools } = this.props;
    const folder = path.join(this.props.folder, props.name);
    const addresses = (props.gateway?.addresses ?? []).map(address => gatewayIp(address, index));
    const node = await createNode(props.name, index, addresses);
    const plane = await ControlPlane.start(path.join(folder, 'control-plane'), node, tools);
    const { region, zone } = props;
    const kubelet = new Kubelet({
      cluster: props.name,
      address: node.address,
      externalAddresses: addresses,
      api: plane.api,
      tools,
      folder: path.join(folder, 'pods'),
      locality: region && (zone ? `${region}/${zone}` : region),
    });
    await kubelet.start();
    await installClusterDns(plane);
    this.clusters[index - 1] = { props, name: props.name, plane, kubelet };
  }
}

const NAMES = 'go-template={{.kind}}/{{.metadata.namespace}}/{{.metadata.name}}{{"\\n"}}';
