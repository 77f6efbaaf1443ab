import { mkdirSync, writeFileSync } from 'fs';
import * as path from 'path';
import { CertificateAuthority, Cacerts } from './ca';
import { installClusterDns } from './cluster-dns';
import { Program, waitFor } from './commands';
import { ControlPlane } from './control-plane';
import { serveCharts } from './helm-repository';
import { installSteps, perform } from './install';
import { Kubelet, Pod } from './kubelet';
import { core, KubernetesObject } from './kubernetes-api';
import { ConformanceMesh } from './mesh';
import { createInternet, createNode, Endpoint, within } from './network';
import { Tools } from './tools';
import { namespaceObjects, serviceObjects, Workload, workloadObjects, workloadsOf } from './workloads';
import { ClusterProps, GatewayAddress, MulticlusterMeshProps } from '../../src';

/** A cluster of the stand. */
export interface StandCluster {
  readonly props: ClusterProps;
  readonly name: string;
  readonly plane: ControlPlane;
  readonly kubelet: Kubelet;
}

export interface StandProps {
  readonly mesh: ConformanceMesh;
  readonly folder: string;
  readonly tools: Tools;
  /** for what is worth telling while one waits */
  readonly say: (text: string) => void;
}

/** A whole mesh: its clusters with everything that runs in them. It ends with the process, which has namespaces of its own. */
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
    await this.startInternet();
    const versions = [...new Set(this.description.clusters.map(({ istio }) => istio.split('.').length === 2 ? `${istio}.0` : istio))];
    await serveCharts(path.join(folder, 'charts'), versions, tools);
    await Promise.all(this.description.clusters.map(async (props, i) => this.startCluster(props, i + 1)));
    say('control planes run');
    await this.install();
  }

  /** The description as it is applied now. */
  public get description(): MulticlusterMeshProps {
    return this.current;
  }

  /** How a server's proxy names a workload. */
  public identity({ cluster, namespace, serviceAccount }: Workload): string {
    const trustDomain = this.cluster(cluster).props.trustDomain ?? this.current.trustDomain ?? 'cluster.local';
    return `spiffe://${trustDomain}/ns/${namespace}/sa/${serviceAccount}`;
  }

  /** The directories that synth wrote. */
  public get output(): string {
    return path.join(this.props.folder, 'dist');
  }

  public directory(cluster: string): string {
    return path.join(this.output, cluster);
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
    return this.cluster(cluster).kubelet.ready(gateway?.namespace ?? this.rootNamespace, gateway?.labels ?? { istio: 'eastwestgateway' });
  }

  public async egressGateway(cluster: string): Promise<Pod> {
    const { egressGateway } = this.cluster(cluster).props;
    return this.cluster(cluster).kubelet.ready(egressGateway?.namespace ?? 'istio-egress', egressGateway?.labels ?? { istio: 'egressgateway' });
  }

  public async istiod(cluster: string): Promise<Pod> {
    return this.cluster(cluster).kubelet.ready(this.rootNamespace, { app: 'istiod' });
  }

  /** Writes the directories anew from another description and applies them; what is gone from the files is deleted, as a GitOps controller does. */
  public async change(change: (description: MulticlusterMeshProps) => MulticlusterMeshProps): Promise<void> {
    const objectsOf = async ({ name, plane }: StandCluster) => (await plane.kubectl(['create', '--dry-run=client', '-o', NAMES, '-k', this.directory(name)])).trim().split('\n');
    const before = await Promise.all(this.clusters.map(objectsOf));
    const changed = change(this.current);
    this.props.mesh.synth(changed, this.output);
    this.current = changed;
    await Promise.all(this.clusters.map(async (cluster, i) => {
      const after = await objectsOf(cluster);
      await cluster.plane.kubectl(['apply', '-k', this.directory(cluster.name)]);
      for (const [kind, namespace, name] of before[i].filter(object => !after.includes(object)).map(object => object.split('/'))) {
        await cluster.plane.kubectl(['delete', kind, name, '-n', namespace]);
      }
    }));
  }

  public async setCacerts(cluster: string, cacerts: Cacerts): Promise<void> {
    const secret = {
      apiVersion: 'v1', kind: 'Secret', metadata: { name: 'cacerts', namespace: this.rootNamespace }, stringData: cacerts,
    };
    await this.cluster(cluster).plane.kubectl(['apply', '--server-side', '--force-conflicts', '-f', '-'], { input: JSON.stringify(secret) });
  }

  /** The name servers of the internet know the gateways that have names. */
  private async startInternet(): Promise<void> {
    const { folder, tools } = this.props;
    await createInternet();
    const names = this.description.clusters.flatMap((cluster, i) => (cluster.gateway?.addresses ?? []).filter(({ isHostname }) => isHostname)
      .map(address => `${address.host} {\n  hosts {\n    ${gatewayIp(address, i + 1)} ${address.host}\n  }\n}`));
    const corefile = path.join(folder, 'internet.Corefile');
    writeFileSync(corefile, [...names, '. {', '  template IN ANY . {', '    rcode NXDOMAIN', '  }', '}', ''].join('\n'));
    const server = new Program('the internet\'s DNS', within('internet', [tools.binary('coredns'), '-conf', corefile]), path.join(folder, 'internet.log'));
    await waitFor(server.name, 20, async () => /CoreDNS-/.test(server.output), () => server.lastWords);
  }

  private async startCluster(props: ClusterProps, index: number): Promise<void> {
    const { tools } = this.props;
    const folder = path.join(this.props.folder, props.name);
    const addresses = (props.gateway?.addresses ?? []).map(address => gatewayIp(address, index));
    const plane = await ControlPlane.start(path.join(folder, 'control-plane'), await createNode(props.name, index, addresses), tools);
    const { region, zone } = props;
    const kubelet = new Kubelet({
      cluster: props.name, api: plane.api, tools, folder: path.join(folder, 'pods'), locality: region && (zone ? `${region}/${zone}` : region),
    });
    await kubelet.start();
    await installClusterDns(plane);
    this.clusters.push({ props, name: props.name, plane, kubelet });
  }

  private async install(): Promise<void> {
    await Promise.all(this.clusters.map(async cluster => {
      const { name, plane } = cluster;
      const own = this.workloads.filter(workload => workload.cluster === name);
      await apply(plane, namespaceObjects(own));
      const [trust, ...rest] = installSteps(this.directory(name));
      await plane.kubectl(['apply', '-R', '-f', path.join(this.directory(name), 'trust')]);
      await this.setCacerts(name, this.authority.filesOf(name));
      await perform(trust, this.directory(name), plane);
      const cloud = this.actAsCloud(cluster);
      for (const step of rest) {
        await perform(step, this.directory(name), plane);
        if (step === rest[0]) {
          await apply(plane, [telemetry(this.rootNamespace)]);
        }
        this.props.say(`${name}: ${step.text.split(/[,.:] /)[0]}`);
      }
      await cloud;
      await apply(plane, await missing(plane, [...serviceObjects(this.description, name), ...workloadObjects(own)]));
    }));
  }

  /** Gives the gateway's Service, once the chart has made it, the addresses that the description has. */
  private async actAsCloud({ name, props: { gateway }, plane }: StandCluster): Promise<void> {
    if (gateway) {
      const index = this.current.clusters.findIndex(cluster => cluster.name === name) + 1;
      const service = core(gateway.namespace ?? this.rootNamespace, 'services', 'istio-eastwestgateway');
      const ingress = gateway.addresses.map(address => (
        { ip: gatewayIp(address, index), ...(address.isHostname ? { hostname: address.host } : {}) }));
      const { spec: { type } } = await waitFor('the gateway\'s Service', 240, () => plane.api.get(service).catch(() => undefined));
      if (type === 'LoadBalancer') {
        await plane.api.patch(`${service}/status`, { status: { loadBalancer: { ingress } } });
      }
    }
  }
}

/** The filter that makes Istio's metrics is not part of Envoy as released. */
function telemetry(namespace: string): KubernetesObject {
  return { apiVersion: 'telemetry.istio.io/v1', kind: 'Telemetry', metadata: { name: 'no-metrics', namespace }, spec: { metrics: [{ overrides: [{ disabled: true }] }] } };
}

async function apply(plane: ControlPlane, items: readonly KubernetesObject[]): Promise<void> {
  await plane.kubectl(['apply', '-f', '-'], { input: JSON.stringify({ apiVersion: 'v1', kind: 'List', items }) });
}

/** Without the objects that the mesh's directories brought along. */
async function missing(plane: ControlPlane, objects: readonly KubernetesObject[]): Promise<KubernetesObject[]> {
  const present = (await plane.kubectl(['get', 'serviceaccounts,services,deployments', '-A', '-o', `go-template=${PRESENT}`])).split('\n');
  return objects.filter(({ kind, metadata: { namespace, name } }) => !present.includes(`${kind}/${namespace}/${name}`));
}

const NAMES = 'go-template={{.kind}}/{{.metadata.namespace}}/{{.metadata.name}}{{"\\n"}}';
const PRESENT = '{{range .items}}{{.kind}}/{{.metadata.namespace}}/{{.metadata.name}}{{"\\n"}}{{end}}';

/** An address of the internet for a gateway that the description knows by name. */
function gatewayIp(address: GatewayAddress, index: number): string {
  return address.isHostname ? `198.18.0.${index}` : address.host;
}
