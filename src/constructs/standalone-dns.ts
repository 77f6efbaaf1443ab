import { CoreDnsGlobalZoneProps } from '../description/core-dns-global-zone-props';
import { KubeDnsStubProps } from '../description/kube-dns-stub-props';
import { Platform } from '../description/platform';
import { Stub, Zone } from '../model/dns/cluster-dns';
import { readExisting, reportTwice } from '../model/dns/existing';
import { checkZoneOptions } from '../model/dns/options';
import { statedDnsIps } from '../model/dns/own-dns';
import { PLATFORMS } from '../model/dns/platforms';
import { CorefileSource } from '../model/dns/present-corefile';
import { Records, resolveRecords } from '../model/dns/records';
import { resolveStub } from '../model/dns/stub';
import { checkZoneServer, reportOnlyForwards, resolveZone } from '../model/dns/zone';
import { Problems } from '../problems/problems';
import { kubernetesVersion } from '../values/kubernetes-version';
import { checkNotPublic, checkSuffix } from '../values/names';

/** The stub of a `KubeDnsStub`. @internal */
export function resolveStubProps(props: KubeDnsStubProps, problems: Problems): Stub {
  for (const domain of Object.keys(props.stubDomains)) {
    checkNotPublic(domain, problems.at('stubDomains', domain));
  }
  const ownIps = statedDnsIps(props.clusterDnsIp, [], problems.at('clusterDnsIp'));
  const existing = readExisting(props.existing, ['kube-dns'], problems).get('kube-dns');
  if (existing) {
    (['upstreamNameservers', 'federations'] as const)
      .filter(option => props[option] !== undefined)
      .forEach(option => reportTwice(option, 'kube-dns', problems));
  }
  return resolveStub({ ...props, existing }, ownIps, problems);
}

/** A zone with the records that were written for it. @internal */
export interface StandaloneZone {
  readonly zone: Zone;
  readonly records: Records;
}

/**
 * The zone of a `CoreDnsGlobalZone`.
 *
 * @returns undefined after reporting why there is none
 * @internal
 */
export function resolveZoneProps(
  props: CoreDnsGlobalZoneProps,
  problems: Problems,
): StandaloneZone | undefined {
  const { zone: name = 'global', platform = Platform.KUBEADM, forwardTo } = props;
  const dns = PLATFORMS[platform];
  const ownIps = statedDnsIps(props.clusterDnsIp, dns.usualDnsIps, problems.at('clusterDnsIp'));
  checkSuffix(name, problems.at('zone'), props.clusterDomain);
  checkOneAnswer(props, problems);
  const records = resolveRecords(props.records ?? {}, name, problems.at('records'));
  if (dns.server !== 'coredns') {
    const message = `"${platform}" has no CoreDNS to configure`;
    problems.at('platform').report('MESH606', message, dns.insteadOfZone);
    return undefined;
  }
  checkZoneOptions(props, dns.form.reads, platform, problems);
  if (forwardTo !== undefined) {
    checkZoneServer(forwardTo, dns.form, ownIps, problems.at('forwardTo'));
  } else if (props.records && dns.form.onlyForwards) {
    reportOnlyForwards(dns.form.onlyForwards, problems.at('platform'));
  }
  const source = {
    ...props,
    zone: name,
    platform,
    clusterDomain: props.clusterDomain ?? 'cluster.local',
    byDefault: byDefault(props, problems),
  };
  const existing = readExisting(props.existing, [dns.form.object], problems);
  const zone = resolveZone(source, dns.form, existing, ownIps, problems);
  return zone && { zone, records };
}

function checkOneAnswer({ forwardTo, records }: CoreDnsGlobalZoneProps, problems: Problems): void {
  if (forwardTo === undefined && records === undefined) {
    problems.report('MESH609', 'there is neither a server nor records');
  }
  if (forwardTo !== undefined && records !== undefined) {
    problems.report('MESH609', 'there are both a server and records');
  }
}

function byDefault(
  { defaultCorefileOf }: CoreDnsGlobalZoneProps,
  problems: Problems,
): CorefileSource['byDefault'] {
  const key = 'defaultCorefileOf';
  return defaultCorefileOf === undefined
    ? undefined
    : { key, kubernetes: kubernetesVersion(defaultCorefileOf, undefined, problems.at(key)) };
}
