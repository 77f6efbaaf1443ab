import { isIP, isIPv6 } from 'net';
import { Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { isDnsLabel, isDnsName } from '../mesh/names';
import { byText, sortedRecord } from '../mesh/order';
import { KEEP, MANAGED_BY } from '../mesh/ownership';
import { check, Problems } from '../mesh/problems';
import { Layer, Layers } from '../output/layer';

/**
 * What the `kube-dns` ConfigMap of a cluster is to say.
 */
export interface KubeDnsStubProps {
  /** Servers to ask for each domain, e.g. `{ global: ['10.0.0.200'] }`. All of them: the ConfigMap holds them in one string. */
  readonly stubDomains: { [domain: string]: string[] };

  /**
   * Servers for everything else; at most three, as IP address or `IP:port`.
   *
   * @default - the node's
   */
  readonly upstreamNameservers?: string[];

  /**
   * Federations that the ConfigMap has already: name to domain.
   *
   * @default - none
   */
  readonly federations?: { [name: string]: string };
}

/**
 * Makes kube-dns, or NodeLocal DNSCache, ask a server of the mesh for the mesh's names: the ConfigMap `kube-dns` in `kube-system`.
 *
 * kube-dns checks the ConfigMap itself and ignores all of it when one entry is wrong, without an error that anyone sees. So the same
 * rules are applied here.
 *
 * @see https://kubernetes.io/docs/tasks/administer-cluster/dns-custom-nameservers/
 * @throws MeshError with every problem of the props
 */
export class KubeDnsStub extends Construct {
  public constructor(scope: Construct, id: string, props: KubeDnsStubProps) {
    super(scope, id);
    check(problems => {
      const other = Chart.of(this).node.findAll().find(c => c !== this && c instanceof KubeDnsStub);
      if (other) {
        problems.report('MESH607', `"${other.node.path}" writes the ConfigMap kube-dns already`);
      }
      checkStubs(props, problems);
    }, [this.node.path]);
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

function checkStubs({ stubDomains, upstreamNameservers = [], federations = {} }: KubeDnsStubProps, problems: Problems): void {
  for (const [domain, servers] of Object.entries(stubDomains).sort(byText(([key]) => key))) {
    const at = problems.at('stubDomains', domain);
    if (!isDnsName(domain)) {
      at.report('MESH604', `stub domain "${domain}" is not a lower-case DNS name`);
    }
    if (servers.length === 0) {
      at.report('MESH604', `stub domain "${domain}" has no server`);
    }
    servers.forEach((server, i) => checkServer(server, at.at(i)));
  }
  if (upstreamNameservers.length > MAX_UPSTREAMS) {
    problems.at('upstreamNameservers').report('MESH604', `there are ${upstreamNameservers.length} upstream name servers; kube-dns takes ${MAX_UPSTREAMS}`);
  }
  for (const [name, domain] of Object.entries(federations)) {
    if (!isDnsLabel(name) || !isDnsName(domain)) {
      problems.at('federations', name).report('MESH604', `federation "${name}=${domain}" is not a DNS label and a lower-case DNS name`);
    }
  }
  upstreamNameservers.forEach((server, i) => checkServer(server, problems.at('upstreamNameservers', i)));
}

/** dnsmasq exits on an IPv6 address in brackets, although kube-dns lets one pass. */
function checkServer(server: string, problems: Problems): void {
  const [, ip, port] = /^([\d.]+):(\d+)$/.exec(server) ?? [, server, '53'];
  const isPort = Number(port) >= 1 && Number(port) <= 65535;
  if (!isIP(ip!) || !isPort || (isIPv6(server) && server.includes('['))) {
    problems.report('MESH604', `name server "${server}" is not an IP address, or has no valid port`);
  }
}
