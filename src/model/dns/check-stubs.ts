import { checkServer, checkServers, clusterDnsIps } from './name-server';
import { KubeDnsStubProps } from '../../description/kube-dns-stub-props';
import { Problems } from '../../problems/problems';
import { isDnsLabel, isDnsName, isWithin } from '../../values/names';

const MAX_UPSTREAMS = 3;

/** By the rules of kube-dns, of NodeLocal DNSCache and of dnsmasq. @internal */
export function checkStubs(props: KubeDnsStubProps, problems: Problems): void {
  const {
    stubDomains,
    upstreamNameservers = [],
    federations = {},
    clusterDomain = 'cluster.local',
  } = props;
  const ownIps = clusterDnsIps(props.clusterDnsIp, [], problems);
  const checkOne = (server: string, at: Problems) => checkKubeDnsServer(server, ownIps, at);
  checkServers(stubDomains, checkOne, problems.at('stubDomains'));
  for (const domain of Object.keys(stubDomains)) {
    if (isWithin(clusterDomain, domain)) {
      problems
        .at('stubDomains', domain)
        .report(
          'MESH604',
          `stub domain "${domain}" would take the cluster's own names, which end in "${clusterDomain}"`,
        );
    }
  }
  if (upstreamNameservers.length > MAX_UPSTREAMS) {
    problems
      .at('upstreamNameservers')
      .report(
        'MESH604',
        `there are ${upstreamNameservers.length} upstream name servers; kube-dns takes ${MAX_UPSTREAMS}`,
      );
  }
  upstreamNameservers.forEach((server, i) =>
    checkOne(server, problems.at('upstreamNameservers', i)),
  );
  for (const [name, domain] of Object.entries(federations)) {
    if (!isDnsLabel(name) || !isDnsName(domain)) {
      problems
        .at('federations', name)
        .report(
          'MESH604',
          `federation "${name}=${domain}" is not a DNS label and a lower-case DNS name`,
        );
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
