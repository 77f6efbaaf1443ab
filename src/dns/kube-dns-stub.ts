import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { checkServer, checkServers, clusterDnsIps } from './name-server';
import { checkOnlyOne } from './only-one';
import { formatProblem } from '../mesh/mesh-error';
import { checkNotPublic, isDnsLabel, isDnsName, isWithin } from '../mesh/names';
import { sortedRecord } from '../mesh/order';
import { KEEP, MANAGED_BY } from '../mesh/ownership';
import { Problems } from '../mesh/problems';
import { Layer, Layers } from '../output/layer';

/**
 * What the `kube-dns` ConfigMap of a cluster is to say.
 */
export interface KubeDnsStubProps {
  /**
   * Servers to ask for each domain, e.g. `{ global: ['10.0.0.200'] }`: lower-case names without a trailing dot, each with one to 15 IP
   * addresses. An IPv4 address may have a port, an IPv6 address stands bare (MESH604).
   *
   * All of them, also the ones that the ConfigMap has already: it holds them in one string.
   */
  readonly stubDomains: { [domain: string]: string[] };

  /**
   * Servers for everything else, also the ones that the ConfigMap has already; at most three, in the same form.
   *
   * @default - the node's
   */
  readonly upstreamNameservers?: string[];

  /**
   * Federations that the ConfigMap has already: name, a DNS label, to domain, a lower-case DNS name.
   *
   * @default - none
   */
  readonly federations?: { [name: string]: string };

  /**
   * DNS domain of the cluster itself, which no stub domain may be or contain.
   *
   * @default 'cluster.local'
   */
  readonly clusterDomain?: string;

  /**
   * Address of the cluster's own DNS, which must not be told to ask itself (MESH610).
   *
   * @default - not known; loopback addresses and the one of NodeLocal DNSCache are refused in any case
   */
  readonly clusterDnsIp?: string;
}

/**
 * Makes kube-dns, or NodeLocal DNSCache, ask a server of the mesh for the mesh's names: the ConfigMap `kube-dns` in `kube-system`.
 *
 * kube-dns checks the ConfigMap itself and ignores all of it when one entry is wrong, without an error that anyone sees. So the same
 * rules are applied here (kubernetes/dns pkg/dns/config), and two more: host names, which NodeLocal DNSCache refuses, and IPv6 addresses
 * with a port, on which dnsmasq exits.
 *
 * @see https://kubernetes.io/docs/tasks/administer-cluster/dns-custom-nameservers/
 * @throws MeshError with every problem of the props, and when the chart has a `KubeDnsStub` already (MESH607)
 */
export class KubeDnsStub extends Construct {
  /** What is doubtful about the props, each as one paragraph: code, place, what it is, what to do. */
  public readonly warnings: string[];

  public constructor(scope: Construct, id: string, props: KubeDnsStubProps) {
    super(scope, id);
    const problems = new Problems([this.node.path]);
    checkOnlyOne(this, KubeDnsStub, 'the ConfigMap kube-dns', problems);
    checkProps(props, problems);
    problems.throwIfErrors();
    this.warnings = problems.warnings.map(formatProblem);
    Layers.assign(this, Layer.DNS);
    new k8s.KubeConfigMap(this, 'config', {
      metadata: { name: 'kube-dns', namespace: 'kube-system', labels: { 'addonmanager.kubernetes.io/mode': 'EnsureExists', ...MANAGED_BY }, annotations: { ...KEEP } },
      data: {
        stubDomains: JSON.stringify(sortedRecord(props.stubDomains)),
        ...(props.federations ? { federations: Object.entries(sortedRecord(props.federations)).map(([name, domain]) => `${name}=${domain}`).join() } : {}),
        ...(props.upstreamNameservers ? { upstreamNameservers: JSON.stringify(props.upstreamNameservers) } : {}),
      },
    });
  }
}

const MAX_UPSTREAMS = 3;

function checkProps(props: KubeDnsStubProps, problems: Problems): void {
  const { stubDomains, upstreamNameservers = [], federations = {}, clusterDomain = 'cluster.local' } = props;
  const ownIps = clusterDnsIps(props.clusterDnsIp, [], problems);
  const checkOne = (server: string, at: Problems) => checkKubeDnsServer(server, ownIps, at);
  checkServers(stubDomains, checkOne, problems.at('stubDomains'));
  for (const domain of Object.keys(stubDomains)) {
    checkNotPublic(domain, problems.at('stubDomains', domain));
    if (isWithin(clusterDomain, domain)) {
      problems.at('stubDomains', domain).report('MESH604', `stub domain "${domain}" would take the cluster's own names, which end in "${clusterDomain}"`);
    }
  }
  if (upstreamNameservers.length > MAX_UPSTREAMS) {
    problems.at('upstreamNameservers').report('MESH604', `there are ${upstreamNameservers.length} upstream name servers; kube-dns takes ${MAX_UPSTREAMS}`);
  }
  upstreamNameservers.forEach((server, i) => checkOne(server, problems.at('upstreamNameservers', i)));
  for (const [name, domain] of Object.entries(federations)) {
    if (!isDnsLabel(name) || !isDnsName(domain)) {
      problems.at('federations', name).report('MESH604', `federation "${name}=${domain}" is not a DNS label and a lower-case DNS name`);
    }
  }
}

/** dnsmasq exits on an IPv6 address in brackets, although kube-dns lets one pass. */
function checkKubeDnsServer(text: string, ownIps: readonly string[], problems: Problems): void {
  const server = checkServer(text, ownIps, problems);
  if (server?.family === 6 && server.port !== undefined) {
    problems.report('MESH604', `name server "${text}" is an IPv6 address with a port`);
  }
}
