import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'fs';
import * as path from 'path';
import { Program, run, RunOptions, waitFor } from './commands';
import { KubernetesApi } from './kubernetes-api';
import { Interface, POD_NETWORK, SERVICE_CIDR, within } from './network';
import { Tools } from './tools';

const TOKEN = 'the-stand-itself';

/**
 * Of each program; the API server would take two and a half times of that, though it does not need
 * it.
 */
const MEMORY_LIMIT = '400MiB';

/**
 * A cluster's own Kubernetes: etcd, kube-apiserver, kube-controller-manager, kube-proxy, all on its
 * one node.
 */
export class ControlPlane {
  public static async start(
    folder: string,
    { netns, address }: Interface,
    tools: Tools,
  ): Promise<ControlPlane> {
    mkdirSync(folder, { recursive: true });
    const file = (name: string) => path.join(folder, name);
    const env = { ...process.env, GOMEMLIMIT: MEMORY_LIMIT };
    const start = (name: string, ...args: string[]) =>
      new Program(
        `${netns}: ${name}`,
        within(netns, [tools.binary(name), ...args]),
        file(`${name}.log`),
        env,
      );
    const server = `https://${address}:6443`;
    const [caFile, kubeconfig] = [file('apiserver.crt'), file('kubeconfig')];
    writeFileSync(file('tokens.csv'), `${TOKEN},stand,stand,system:masters\n`);
    await run(['openssl', 'genrsa', '-out', file('service-accounts.key'), '2048']);

    start(
      'etcd',
      '--data-dir',
      file('etcd'),
      '--unsafe-no-fsync',
      '--log-level',
      'warn',
      '--listen-client-urls=http://127.0.0.1:2379',
      '--advertise-client-urls=http://127.0.0.1:2379',
      '--listen-peer-urls=http://127.0.0.1:2380',
    );
    const apiServer = start(
      'kube-apiserver',
      '--etcd-servers=http://127.0.0.1:2379',
      `--cert-dir=${folder}`,
      `--bind-address=${address}`,
      `--advertise-address=${address}`,
      `--service-cluster-ip-range=${SERVICE_CIDR}`,
      '--authorization-mode=RBAC',
      `--token-auth-file=${file('tokens.csv')}`,
      '--service-account-issuer=https://kubernetes.default.svc.cluster.local',
      `--service-account-signing-key-file=${file('service-accounts.key')}`,
      `--service-account-key-file=${file('service-accounts.key')}`,
      '--api-audiences=https://kubernetes.default.svc.cluster.local,istio-ca',
      '--enable-aggregator-routing=true',
      '--enable-priority-and-fairness=false',
    );
    await waitFor(
      `the certificate of ${netns}'s API server`,
      60,
      async () => existsSync(caFile),
      () => apiServer.lastWords,
    );

    writeFileSync(kubeconfig, kubeconfigOf(server, readFileSync(caFile, 'utf8')));
    const plane = new ControlPlane(kubeconfig, file('cache'), server, caFile, tools);
    await waitFor(
      `${netns}'s API server`,
      90,
      () =>
        plane.api.get('/readyz').then(
          () => true,
          () => false,
        ),
      () => apiServer.lastWords,
    );
    start(
      'kube-controller-manager',
      `--kubeconfig=${kubeconfig}`,
      '--leader-elect=false',
      '--use-service-account-credentials=false',
      `--root-ca-file=${caFile}`,
      `--controllers=${CONTROLLERS.join()}`,
      '--secure-port=0',
      `--service-account-private-key-file=${file('service-accounts.key')}`,
    );
    start(
      'kube-proxy',
      `--kubeconfig=${kubeconfig}`,
      '--proxy-mode=iptables',
      '--cluster-cidr',
      `${POD_NETWORK}.0/24`,
      `--hostname-override=${netns}`,
      '--conntrack-max-per-core=0',
      '--conntrack-tcp-timeout-established=0s',
      '--conntrack-tcp-timeout-close-wait=0s',
      '--iptables-min-sync-period=100ms',
      '--metrics-bind-address=127.0.0.1:10249',
      '--healthz-bind-address=127.0.0.1:10256',
    );
    return plane;
  }

  public readonly api: KubernetesApi;

  private constructor(
    private readonly kubeconfig: string,
    private readonly cache: string,
    server: string,
    caFile: string,
    private readonly tools: Tools,
  ) {
    this.api = new KubernetesApi(server, TOKEN, caFile);
  }

  /**
   * The environment in which a person works with this cluster: kubectl and helm, with their context
   * set to it. They would remember what a server has by its address, in the user's home; each
   * cluster of each run has that address.
   */
  public get environment(): NodeJS.ProcessEnv {
    return {
      PATH: `${this.tools.folder}:${process.env.PATH}`,
      KUBECONFIG: this.kubeconfig,
      KUBECACHEDIR: this.cache,
      ...this.tools.helmEnvironment,
    };
  }

  public async kubectl(args: readonly string[], options: RunOptions = {}): Promise<string> {
    return run(['kubectl', ...args], { ...options, env: this.environment });
  }
}

/** Everything that turns what a person applies into pods, endpoints and accounts. */
const CONTROLLERS = [
  'deployment-controller',
  'replicaset-controller',
  'statefulset-controller',
  'endpointslice-controller',
  'serviceaccount-controller',
  'root-ca-certificate-publisher-controller',
  'namespace-controller',
  'garbage-collector-controller',
];

function kubeconfigOf(server: string, ca: string): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'stand',
    clusters: [
      {
        name: 'stand',
        cluster: { server, 'certificate-authority-data': Buffer.from(ca).toString('base64') },
      },
    ],
    users: [{ name: 'stand', user: { token: TOKEN } }],
    contexts: [{ name: 'stand', context: { cluster: 'stand', user: 'stand' } }],
  });
}
