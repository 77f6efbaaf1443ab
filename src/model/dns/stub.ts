import { Stub } from './cluster-dns';
import { ExistingObject, isTextMap, objectText } from './existing';
import { Problems } from '../../problems/problems';
import { checkNotClusterDomain, checkServer, resolveForwards } from '../../values/forwards';
import { isMap } from '../../values/is-map';
import { isHostName } from '../../values/name-server';
import { isDnsLabel, isDnsName } from '../../values/names';
import { byText, sortedRecord } from '../../values/order';

/** @internal */
export const MAX_UPSTREAMS = 3;

/** What a description says about the ConfigMap `kube-dns`. @internal */
export interface StubSource {
  readonly stubDomains: { readonly [domain: string]: readonly string[] };
  readonly upstreamNameservers?: readonly string[];
  readonly federations?: { readonly [name: string]: string };
  readonly clusterDomain?: string;
  /** the ConfigMap that is there */
  readonly existing?: ExistingObject;
  /** true where NodeLocal DNSCache reads the ConfigMap too */
  readonly nodeLocalDns?: boolean;
}

/**
 * What kube-dns is to know, checked by its own rules and those of NodeLocal DNSCache and dnsmasq.
 *
 * @param ownIps where the cluster's own DNS is
 * @internal
 */
export function resolveStub(
  source: StubSource,
  ownIps: readonly string[],
  problems: Problems,
): Stub {
  const { stubDomains, clusterDomain, existing } = source;
  const present = presentStub(existing, problems);
  const upstreamNameservers = source.upstreamNameservers ?? present.upstreamNameservers;
  const federations = source.federations ?? present.federations;
  const checkOne = (server: string, place: Problems) =>
    isHostName(server) && !source.nodeLocalDns
      ? undefined
      : checkKubeDnsServer(server, ownIps, NAME_IN_CACHE, place);
  const checkUpstream = (server: string, place: Problems) =>
    checkKubeDnsServer(server, ownIps, NAME_UPSTREAM, place);
  const saidAt = (option: 'upstreamNameservers' | 'federations') =>
    problems.at(source[option] === undefined ? 'existing' : option);
  const others = Object.entries(present.stubDomains).filter(
    ([domain]) => !Object.hasOwn(stubDomains, domain),
  );
  const resolve = (zones: StubSource['stubDomains'], at: Problems) => {
    const forwards = resolveForwards(zones, checkOne, at);
    for (const domain of forwards) {
      checkNotClusterDomain(domain, clusterDomain ?? 'cluster.local', 'stub domain', at);
    }
    return forwards;
  };
  const domains = [
    ...resolve(Object.fromEntries(others), problems.at('existing')),
    ...resolve(stubDomains, problems.at('stubDomains')),
  ].sort(byText(({ zone }) => zone));
  checkUpstreams(upstreamNameservers ?? [], checkUpstream, saidAt('upstreamNameservers'));
  checkFederations(federations ?? {}, saidAt('federations'));
  return {
    existing,
    stubDomains: Object.fromEntries(domains.map(({ zone, servers }) => [zone, servers])),
    upstreamNameservers: upstreamNameservers && [...upstreamNameservers],
    federations: federations && sortedRecord(federations),
  };
}

/** The three keys that kube-dns reads. Source: kubernetes/dns pkg/dns/config. */
function presentStub(existing: ExistingObject | undefined, problems: Problems): PresentStub {
  const data = existing?.body.data ?? {};
  if (!isTextMap(data)) {
    return { stubDomains: {} };
  }
  try {
    const stubDomains: unknown = JSON.parse(data.stubDomains || '{}');
    const upstreams: unknown = data.upstreamNameservers && JSON.parse(data.upstreamNameservers);
    if (isMap(stubDomains) && Object.values(stubDomains).every(isTextList)) {
      return {
        stubDomains: stubDomains as PresentStub['stubDomains'],
        upstreamNameservers: isTextList(upstreams) ? upstreams : undefined,
        federations: data.federations ? federationsOf(data.federations) : undefined,
      };
    }
  } catch {
    // reported below
  }
  problems
    .at('existing')
    .report('MESH233', `${objectText('kube-dns')} has values that are not those of kube-dns`);
  return { stubDomains: {} };
}

type PresentStub = Pick<StubSource, 'stubDomains' | 'upstreamNameservers' | 'federations'>;

const isTextList = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every(text => typeof text === 'string');

const federationsOf = (text: string): { readonly [name: string]: string } =>
  Object.fromEntries(
    text.split(',').map((pair): [string, string] => {
      const [name, ...domain] = pair.trim().split('=');
      return [name, domain.join('=')];
    }),
  );

function checkUpstreams(
  servers: readonly string[],
  checkOne: (server: string, problems: Problems) => void,
  problems: Problems,
): void {
  if (servers.length > MAX_UPSTREAMS) {
    problems.report(
      'MESH604',
      `there are ${servers.length} upstream name servers; kube-dns takes ${MAX_UPSTREAMS}`,
    );
  }
  servers.forEach((server, i) => checkOne(server, problems.at(i)));
}

function checkFederations(
  federations: { readonly [name: string]: string },
  problems: Problems,
): void {
  for (const [name, domain] of Object.entries(federations)) {
    if (!isDnsLabel(name) || !isDnsName(domain)) {
      problems
        .at(name)
        .report(
          'MESH604',
          `federation "${name}=${domain}" is not a DNS label and a lower-case DNS name`,
        );
    }
  }
}

/**
 * kube-dns looks a server up by its name when dnsmasq starts (pkg/dnsmasq/nanny.go).
 * NodeLocal DNSCache hands it to CoreDNS as it is, and refuses all of the ConfigMap for it.
 */
const NAME_IN_CACHE = 'NodeLocal DNSCache refuses all of the ConfigMap for it';
const NAME_UPSTREAM = 'kube-dns takes one for a stub domain only';

/** dnsmasq exits on an IPv6 address in brackets, although kube-dns lets one pass. */
function checkKubeDnsServer(
  text: string,
  ownIps: readonly string[],
  noNames: string,
  problems: Problems,
): void {
  const server = checkServer(text, ownIps, noNames, problems);
  if (server?.family === 6 && server.port !== undefined) {
    problems.report('MESH604', `name server "${text}" is an IPv6 address with a port`);
  }
}
