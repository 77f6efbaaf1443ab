import { mkdirSync, rmSync, writeFileSync } from 'fs';
import * as path from 'path';
import { Outcome, attempt, Program, run } from './commands';
import { KubernetesObject } from './kubernetes-api';
import { DNS_SERVICE, INTERNET_DNS, Interface, within } from './network';
import { podField } from './pod-volumes';
import { Tools } from './tools';

/**
 * A pod's network, and the file system that its containers share: the machine's own, with Istio's
 * image and the pod's volumes on top.
 */
export class Sandbox {
  public readonly root: string;

  public constructor(
    public readonly folder: string,
    public readonly network: Interface,
    private readonly tools: Tools,
  ) {
    this.root = path.join(folder, 'root');
  }

  public async create(pod: KubernetesObject): Promise<void> {
    for (const name of ['up', 'work', 'root']) {
      mkdirSync(path.join(this.folder, name), { recursive: true });
    }
    await run(
      [
        'sh',
        '-ec',
        [
          `mount -t overlay overlay -o lowerdir=${this.tools.image}:/,upperdir=up,workdir=work root`,
          'for tree in proc dev sys; do mount --rbind /$tree root/$tree; done',
          `mount --bind ${this.tools.folder} root/usr/local/bin`,
        ].join('\n'),
      ],
      { cwd: this.folder },
    );
    // where it is a link, it would lead out
    rmSync(path.join(this.root, 'etc/resolv.conf'), { force: true });
    const isNodes = pod.spec.dnsPolicy === 'Default';
    const domains = [
      `${pod.metadata.namespace}.svc.cluster.local`,
      'svc.cluster.local',
      'cluster.local',
    ];
    writeFileSync(
      path.join(this.root, 'etc/resolv.conf'),
      isNodes
        ? `nameserver ${INTERNET_DNS}\n`
        : `nameserver ${DNS_SERVICE}\nsearch ${domains.join(' ')}\noptions ndots:5\n`,
    );
    writeFileSync(
      path.join(this.root, 'etc/hosts'),
      `127.0.0.1 localhost\n${this.network.address} ${pod.metadata.name}\n`,
    );
  }

  /** The command inside. */
  public command(command: readonly string[], user: number = 0): string[] {
    return within(this.network.netns, [
      'chroot',
      `--userspec=${user}:${user}`,
      this.root,
      ...command,
    ]);
  }

  public async exec(command: readonly string[], timeout: number = 30): Promise<Outcome> {
    return attempt(this.command(command), { timeout });
  }

  public async remove(): Promise<void> {
    await run(['umount', '-R', this.root]);
  }
}

/** Starts what stands for a container. */
export function startContainer(
  container: KubernetesObject,
  pod: KubernetesObject,
  sandbox: Sandbox,
  cluster: string,
): Program {
  const env = environmentOf(container, pod);
  const { command, user, extra } = programOf(container, pod, cluster);
  const expanded = command.map(text =>
    text.replace(/\$\(([A-Z_0-9]+)\)/g, (whole, name) => env[name] ?? whole),
  );
  const name = `${cluster}: ${pod.metadata.namespace}/${pod.metadata.name}/${container.name}`;
  return new Program(
    name,
    sandbox.command(expanded, user),
    path.join(sandbox.folder, `${container.name}.log`),
    { ...env, ...extra, PATH: process.env.PATH },
  );
}

interface Stand {
  readonly command: string[];
  readonly user: number;
  readonly extra?: NodeJS.ProcessEnv;
}

/**
 * Envoy as released knows neither Istio's own filters nor its protocols, so istiod must not ask for
 * them.
 */
const FOR_STOCK_ENVOY = {
  PILOT_ENABLE_ALPN_FILTER: 'false',
  PILOT_ENABLE_METADATA_EXCHANGE: 'false',
  PILOT_ENABLE_TELEMETRY: 'false',
  DISABLE_MX_ALPN: 'true',
};

/**
 * The program in the place of an image. Of the applications there is only Istio's own echo server.
 */
function programOf(
  { image, command, args = [], ports = [], securityContext }: KubernetesObject,
  pod: KubernetesObject,
  cluster: string,
): Stand {
  const name = image.split('/').pop().split(':')[0];
  if (command) {
    return { command: [...command, ...args], user: 0 };
  }
  switch (name) {
    case 'pilot':
      return {
        command: ['/usr/local/bin/pilot-discovery', ...args],
        user: 0,
        extra: FOR_STOCK_ENVOY,
      };
    case 'proxyv2':
      return {
        command: ['/usr/local/bin/pilot-agent', ...args],
        user: securityContext?.runAsUser ?? 1337,
      };
    case 'coredns':
      return { command: ['/usr/local/bin/coredns', ...args], user: 0 };
    default: {
      const listen =
        args.length > 0
          ? args
          : ports.map(({ containerPort }: { containerPort: number }) => `--port=${containerPort}`);
      return {
        command: [
          '/usr/local/bin/echo-server',
          ...listen,
          `--cluster=${cluster}`,
          `--version=${pod.metadata.labels?.version ?? pod.metadata.name}`,
        ],
        user: 0,
      };
    }
  }
}

function environmentOf({ env = [] }: KubernetesObject, pod: KubernetesObject): NodeJS.ProcessEnv {
  return Object.fromEntries([
    ['KUBERNETES_SERVICE_HOST', '10.96.0.1'],
    ['KUBERNETES_SERVICE_PORT', '443'],
    ['HOSTNAME', pod.metadata.name],
    ...env
      .map(({ name, value, valueFrom }: KubernetesObject) => [
        name,
        value === undefined ? valueOf(valueFrom, pod) : withAllCounters(name, value),
      ])
      .filter(([, value]: string[]) => value !== undefined),
  ]);
}

/** The suites read Envoy's counters, of which Istio keeps few. */
function withAllCounters(name: string, value: string): string {
  return name === 'PROXY_CONFIG'
    ? JSON.stringify({ ...JSON.parse(value), proxyStatsMatcher: { inclusionRegexps: ['.*'] } })
    : value;
}

function valueOf(from: KubernetesObject | undefined, pod: KubernetesObject): string | undefined {
  if (from?.resourceFieldRef?.resource === 'limits.cpu') {
    return '1'; // the machine has two, for all
  }
  return from?.resourceFieldRef ? undefined : podField(pod, from?.fieldRef?.fieldPath ?? '');
}
