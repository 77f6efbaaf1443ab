import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import * as path from 'path';
import { parseAllDocuments } from 'yaml';
import { must } from './requests';
import { RestartRules } from './restart-rules';
import { ClusterProps, DnsMode, GatewayProps } from '../../src';
import { Results } from '../results';
import { attempt, run } from '../stand/commands';
import { chartFolder } from '../stand/helm-repository';
import { KubernetesObject } from '../stand/kubernetes-api';
import { Stand } from '../stand/stand';

const SUITE = 'tools';

/** Istio's own tools on what synth wrote, without a cluster. */
export async function tools(stand: Stand, results: Results): Promise<void> {
  await results.check(SUITE, 'istioctl analyze sees a mistake', () => seesMistake(stand));
  const rules = new RestartRules((chart, values) => renderValues(stand, chart, values));
  await results.check(SUITE, 'values that restart istiod, as `mesh diff` says', () =>
    rules.ofIstiod(),
  );
  await results.check(SUITE, 'values that restart a gateway, as `mesh diff` says', () =>
    rules.ofGateway(),
  );
  for (const { name, props } of stand.clusters) {
    await results.check(SUITE, `${name}: istioctl analyze`, () => analyze(stand, name));
    await results.check(SUITE, `${name}: the chart istiod with our values`, () =>
      istiodChart(stand, props),
    );
    if (props.gateway) {
      await results.check(SUITE, `${name}: the chart gateway with our values`, () =>
        gatewayChart(stand, props),
      );
    }
  }
}

/** What the analyzer says although it is right, and why. */
const EXPLAINED: ReadonlyArray<{
  readonly code: string;
  readonly origin: RegExp;
  readonly reason: string;
}> = [
  {
    code: 'IST0134',
    origin: /^ServiceEntry istio-egress\//,
    reason: 'an egress gateway goes by the server name, so its own entries need no address',
  },
];

async function analyze(stand: Stand, cluster: string): Promise<string> {
  const serious = (await messages(stand, stand.directory(cluster))).filter(
    ({ level }) => level !== 'Info',
  );
  const explanations = serious.map(({ code, origin, message }) => {
    const known = EXPLAINED.find(one => one.code === code && one.origin.test(origin));
    must(known !== undefined, `${code} ${origin}: ${message}`);
    return `${code}: ${known!.reason}`;
  });
  return [...new Set(explanations)].join('; ') || 'nothing to say';
}

/** So that "nothing to say" means something. */
async function seesMistake(stand: Stand): Promise<string> {
  const folder = mkdtempSync(path.join(tmpdir(), 'analyze-'));
  writeFileSync(
    path.join(folder, 'mistake.yaml'),
    JSON.stringify({
      apiVersion: 'networking.istio.io/v1',
      kind: 'ServiceEntry',
      metadata: { name: 'mistake', namespace: 'shop' },
      spec: {
        hosts: ['a.shop.mesh.internal'],
        ports: [{ number: 80, name: 'http', protocol: 'HTTP' }],
        resolution: 'NONE',
        endpoints: [{ address: '203.0.113.1' }],
      },
    }),
  );
  const found = (await messages(stand, folder)).map(({ code }) => code);
  rmSync(folder, { recursive: true });
  must(found.includes('IST0106'), `the analyzer sees ${found.join() || 'nothing'}`);
  return found.join();
}

interface Message {
  readonly code: string;
  readonly level: string;
  readonly origin: string;
  readonly message: string;
}

async function messages(stand: Stand, directory: string): Promise<Message[]> {
  const { stdout, stderr } = await attempt(
    [
      stand.tools.binary('istioctl'),
      'analyze',
      '--use-kube=false',
      '--all-namespaces',
      '-o',
      'json',
      directory,
    ],
    { timeout: 120 },
  );
  const [json] = /^\[[^]*\]$/m.exec(stdout) ?? [];
  must(json !== undefined, stderr || stdout);
  return JSON.parse(json!);
}

/**
 * Every pod is told what the description says: mesh, cluster, network, trust domain, and who
 * answers for names.
 */
async function istiodChart(stand: Stand, props: ClusterProps): Promise<string> {
  const { meshId, trustDomain: ofMesh = 'cluster.local' } = stand.description;
  const { name, network = name, trustDomain = ofMesh, trustDomainAliases, dns } = props;
  const objects = await render(stand, name, 'istiod', 'istiod');
  const mesh = yamlOf(find(objects, 'ConfigMap', 'istio').data.mesh);
  const values = JSON.parse(
    find(objects, 'ConfigMap', 'istio-sidecar-injector').data.values,
  ).global;
  const [{ env }] = find(objects, 'Deployment', 'istiod').spec.template.spec.containers;
  const isCaptured = (dns?.mode ?? DnsMode.SIDECAR) === DnsMode.SIDECAR;
  equal(
    {
      trustDomain: mesh.trustDomain,
      trustDomainAliases: mesh.trustDomainAliases,
      capture: mesh.defaultConfig.proxyMetadata?.ISTIO_META_DNS_CAPTURE === 'true',
      meshId: values.meshID,
      network: values.network,
      cluster: values.multiCluster.clusterName,
      clusterOfIstiod: env.find((variable: KubernetesObject) => variable.name === 'CLUSTER_ID')
        .value,
    },
    {
      trustDomain,
      trustDomainAliases,
      capture: isCaptured,
      meshId: meshId ?? ofMesh,
      network,
      cluster: name,
      clusterOfIstiod: name,
    },
  );
  return `${objects.length} objects`;
}

/**
 * The gateway sees its own network only, has the labels that the Gateway selects, publishes the
 * ports at which others dial it, and stays for the connections that it has.
 */
async function gatewayChart(
  stand: Stand,
  { name, network = name, gateway }: ClusterProps,
): Promise<string> {
  const objects = await render(stand, name, 'gateway', 'istio-eastwestgateway');
  const { template } = find(objects, 'Deployment', 'istio-eastwestgateway').spec;
  const [{ env }] = template.spec.containers;
  const valueOf = (variable: string) =>
    env.find((one: KubernetesObject) => one.name === variable).value;
  const service = find(objects, 'Service', 'istio-eastwestgateway').spec;
  const labels = gateway!.labels ?? { istio: 'eastwestgateway' };
  equal(
    {
      view: valueOf('ISTIO_META_REQUESTED_NETWORK_VIEW'),
      endsWhenUnused: valueOf('EXIT_ON_ZERO_ACTIVE_CONNECTIONS'),
      graceSeconds: template.spec.terminationGracePeriodSeconds,
      networkLabel: template.metadata.labels['topology.istio.io/network'],
      labels: Object.fromEntries(
        Object.keys(labels).map(key => [key, template.metadata.labels[key]]),
      ),
      health: service.ports.find(({ port }: KubernetesObject) => port === 15021).targetPort,
      targets: dialedPorts(gateway!).map(port => targetsAt(service, port)),
    },
    {
      view: network,
      endsWhenUnused: 'true',
      graceSeconds: 300,
      networkLabel: undefined,
      labels,
      health: 15021,
      targets: dialedPorts(gateway!).map(() => [15443]),
    },
  );
  return `${objects.length} objects`;
}

/** What somebody dials, or what is in front of the gateway dials for him. */
function dialedPorts({ addresses, service }: GatewayProps): readonly number[] {
  return service?.ports ?? [...new Set(addresses.map(({ port }) => port))];
}

/** Where a load balancer or the nodes lead to from a port. */
function targetsAt({ type, ports }: KubernetesObject, dialed: number): number[] {
  return ports
    .filter(
      ({ port, nodePort }: KubernetesObject) =>
        nodePort === dialed || (port === dialed && type !== 'NodePort'),
    )
    .map(({ targetPort }: KubernetesObject) => targetPort);
}

async function render(
  stand: Stand,
  cluster: string,
  chart: 'istiod' | 'gateway',
  release: string,
): Promise<KubernetesObject[]> {
  const file = path.join(stand.directory(cluster), `helm/${release}.yaml`);
  must(existsSync(file), `there is no ${file}`);
  return renderFile(stand, chart, release, file);
}

async function renderValues(
  stand: Stand,
  chart: 'istiod' | 'gateway',
  values: object,
): Promise<KubernetesObject[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'values-'));
  const file = path.join(folder, 'values.yaml');
  writeFileSync(file, JSON.stringify(values));
  const objects = await renderFile(stand, chart, chart, file);
  rmSync(folder, { recursive: true });
  return objects;
}

async function renderFile(
  stand: Stand,
  chart: 'istiod' | 'gateway',
  release: string,
  file: string,
): Promise<KubernetesObject[]> {
  const text = await run(
    [
      stand.tools.binary('helm'),
      'template',
      release,
      chartFolder(stand.tools, chart),
      '-n',
      'istio-system',
      '-f',
      file,
    ],
    { env: stand.tools.helmEnvironment },
  );
  return parseAllDocuments(text)
    .map(document => document.toJS())
    .filter(Boolean);
}

function find(objects: readonly KubernetesObject[], kind: string, name: string): KubernetesObject {
  const found = objects.find(object => object.kind === kind && object.metadata.name === name);
  must(found !== undefined, `the chart makes no ${kind} ${name}`);
  return found;
}

function yamlOf(text: string): KubernetesObject {
  return parseAllDocuments(text)[0].toJS();
}

function equal(actual: object, expected: object): void {
  must(
    JSON.stringify(actual) === JSON.stringify(expected),
    `is ${JSON.stringify(actual)}, should be ${JSON.stringify(expected)}`,
  );
}
