import { run } from './commands';

/**
 * The wires. Around everything lies one network namespace, that of the run, with a bridge `wan`:
 * the internet. A cluster is a namespace with a foot on that bridge, a pod one behind its cluster.
 * All clusters give the same addresses to pods and Services, so nothing gets from pod to pod of
 * different clusters but through the gateways' addresses on the bridge.
 */
export const POD_NETWORK = '10.244.0';
export const SERVICE_CIDR = '10.96.0.0/16';
export const API_SERVICE = '10.96.0.1';
export const DNS_SERVICE = '10.96.0.10';
/** what everybody on the internet asks for names */
export const INTERNET_DNS = '192.0.2.53';

const ROUTER = '169.254.1.1';

export interface Interface {
  readonly netns: string;
  readonly address: string;
}

export async function createInternet(): Promise<void> {
  await shell(
    'ip link set lo up; ip link add wan type bridge; ip link set wan up; ip netns add internet',
    connectToWan('internet', [INTERNET_DNS]),
  );
}

/**
 * The cluster's one node: it routes, translates Services, and shows all its pods to the outside as
 * one address. What its load balancers have as addresses are its own, which kube-proxy leads to the
 * pods.
 */
export async function createNode(
  cluster: string,
  index: number,
  loadBalancers: readonly string[],
): Promise<Interface> {
  const netns = cluster;
  const address = nodeAddress(index);
  await shell(
    `ip netns add ${netns}`,
    inside(
      netns,
      'sysctl -qw net.ipv4.ip_forward=1 net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.default.rp_filter=0 net.ipv4.conf.all.arp_ignore=1',
    ),
    connectToWan(netns, [`192.0.2.${index}`, ...loadBalancers]),
    `ip link add mgmt${index} type veth peer name mgmt netns ${netns}; ip addr add ${address.replace(/\.2$/, '.1')}/30 dev mgmt${index}; ip link set mgmt${index} up`,
    inside(
      netns,
      `ip addr add ${address}/30 dev mgmt && ip link set mgmt up && iptables -w -t nat -A POSTROUTING -o wan -j MASQUERADE`,
    ),
  );
  return { netns, address };
}

/** Where the cluster's API server listens; the stand itself uses it too. */
export function nodeAddress(index: number): string {
  return `172.31.${index}.2`;
}

/**
 * Has a node drop what comes from the internet for a port, on connections old and new, or take it
 * again.
 */
export async function setSilent(cluster: string, port: number, isSilent: boolean): Promise<void> {
  await shell(
    inside(
      cluster,
      `iptables -w -t raw ${isSilent ? '-A' : '-D'} PREROUTING -i wan -p tcp --dport ${port} -j DROP`,
    ),
  );
}

/** A pod's namespace, routed by the node like Calico's. */
export async function createPod(cluster: string, number: number): Promise<Interface> {
  const netns = `${cluster}-${number}`;
  const address = `${POD_NETWORK}.${number}`;
  await shell(
    `ip netns add ${netns}; ip link add eth0 netns ${netns} type veth peer name pod${number} netns ${cluster}`,
    inside(
      cluster,
      `ip addr add ${ROUTER}/32 dev pod${number} && ip link set pod${number} up && ip route add ${address}/32 dev pod${number}`,
    ),
    inside(
      netns,
      'sysctl -qw net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.default.rp_filter=0 net.ipv4.ip_unprivileged_port_start=0',
    ),
    inside(
      netns,
      `ip link set lo up && ip addr add ${address}/32 dev eth0 && ip link set eth0 up && ip route add default via ${ROUTER} dev eth0 onlink`,
    ),
  );
  return { netns, address };
}

/** An address of the internet, with the port that others use there. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

export async function removePod(netns: string): Promise<void> {
  await run(['ip', 'netns', 'delete', netns]);
}

/** The command in a network namespace. */
export function within(netns: string, command: readonly string[]): string[] {
  return ['nsenter', `--net=/run/netns/${netns}`, '--', ...command];
}

let ports = 0;

function connectToWan(netns: string, addresses: readonly string[]): string {
  const port = `wan${++ports}`;
  return [
    `ip link add wan netns ${netns} type veth peer name ${port}; ip link set ${port} master wan up`,
    ...addresses.map(address => inside(netns, `ip addr add ${address}/32 dev wan`)),
    inside(netns, 'ip link set lo up && ip link set wan up && ip route add default dev wan'),
  ].join('\n');
}

function inside(netns: string, commands: string): string {
  return within(netns, ['sh', '-ec', `'${commands}'`]).join(' ');
}

async function shell(...lines: string[]): Promise<void> {
  await run(['sh', '-ec', lines.join('\n')]);
}
