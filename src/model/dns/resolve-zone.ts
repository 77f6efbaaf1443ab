import { USUAL_CLUSTER_DNS_IPS } from './cluster-dns-ip';
import { checkServer, checkServers, clusterDnsIps } from './name-server';
import { zoneForm, ZoneForm } from './platform-forms';
import { defaultCorefile, coreDnsOf, KNOWN_MINORS } from '../../corefile/defaults';
import { CoreDnsVersion, coreDnsVersion, lintCorefile } from '../../corefile/lint';
import { modernize } from '../../corefile/modernize';
import { Records } from '../../corefile/zone-block';
import { CoreDnsGlobalZoneProps } from '../../description/core-dns-global-zone-props';
import { Platform } from '../../description/platform';
import { Problems } from '../../problems/problems';
import { ipFamily } from '../../values/ip';
import { kubernetesMinor } from '../../values/kubernetes-version';
import { checkHost, isDnsName, isWithin } from '../../values/names';
import { byText, sortedRecord } from '../../values/order';

/**
 * What to write for a zone, in the form of the platform. The name of the zone is for the caller to
 * check.
 *
 * @returns undefined after reporting why there is none
 * @internal
 */
export function resolveZone(
  props: CoreDnsGlobalZoneProps,
  problems: Problems,
): ZoneForm | undefined {
  const {
    zone = 'global',
    forwardTo,
    records,
    platform = Platform.KUBEADM,
    clusterDomain = 'cluster.local',
  } = props;
  const { [zone]: _, ...otherZones } = props.otherZones ?? {};
  const ownIps = clusterDnsIps(props.clusterDnsIp, USUAL_CLUSTER_DNS_IPS[platform], problems);
  if ((forwardTo === undefined) === (records === undefined)) {
    problems.report(
      'MESH609',
      forwardTo === undefined
        ? 'there is neither a server nor records'
        : 'there are a server and records',
    );
  }
  if (forwardTo !== undefined) {
    checkServer(forwardTo, ownIps, problems.at('forwardTo'));
  }
  checkRecords(records ?? {}, zone, problems.at('records'));
  checkServers(
    otherZones,
    (server, at) => checkServer(server, ownIps, at),
    problems.at('otherZones'),
  );
  for (const name of Object.keys(otherZones).filter(other => isWithin(clusterDomain, other))) {
    problems
      .at('otherZones', name)
      .report(
        'MESH604',
        `zone "${name}" would take the cluster's own names, which end in "${clusterDomain}"`,
      );
  }
  return zoneForm(
    {
      zone,
      platform,
      clusterDomain,
      answer:
        forwardTo === undefined ? { records: sorted(records ?? {}) } : { forwardTo: [forwardTo] },
      corefile: presentCorefile(props, clusterDomain, problems),
      otherZones: new Map(Object.entries(otherZones)),
      nodeLocalDns: props.nodeLocalDns ?? false,
    },
    problems,
  );
}

function presentCorefile(
  props: CoreDnsGlobalZoneProps,
  clusterDomain: string,
  problems: Problems,
): string | undefined {
  const minor = kubernetesMinor(
    props.defaultCorefileOf,
    undefined,
    problems.at('defaultCorefileOf'),
  );
  const byDefault = minor === undefined ? undefined : defaultCorefile(minor, clusterDomain);
  if (minor !== undefined && byDefault === undefined) {
    problems
      .at('defaultCorefileOf')
      .report(
        'MESH603',
        `the default Corefile of Kubernetes "${props.defaultCorefileOf}" is not known; it is for 1.${KNOWN_MINORS.first} to 1.${KNOWN_MINORS.last}`,
      );
  }
  if (props.corefile !== undefined && minor !== undefined) {
    problems
      .at('defaultCorefileOf')
      .report(
        'MESH603',
        'there are a Corefile and a version whose default it would be',
        'Keep one of the two.',
      );
  }
  const corefile =
    props.corefile ?? byDefault ?? (props.defaultCorefileOf === undefined ? undefined : '');
  const version =
    props.coreDnsVersion === undefined
      ? minor && coreDnsOf(minor)
      : coreDnsVersion(props.coreDnsVersion, problems.at('coreDnsVersion'));
  return corefile === undefined || !version
    ? corefile
    : fitting(corefile, version, props.modernize ?? false, problems.at('corefile'));
}

function fitting(
  corefile: string,
  version: CoreDnsVersion,
  mayModernize: boolean,
  problems: Problems,
): string {
  const result = mayModernize ? modernize(corefile, version, new Problems()) : corefile;
  lintCorefile(result, version, problems);
  return result;
}

function checkRecords(
  records: { readonly [host: string]: readonly string[] },
  zone: string,
  problems: Problems,
): void {
  for (const [host, ips] of Object.entries(records).sort(byText(([name]) => name))) {
    checkHost(host, problems.at(host));
    const [name, namespace, ...rest] = host.split('.');
    if (!isDnsName(host) || !name || !namespace || rest.join('.') !== zone) {
      problems
        .at(host)
        .report('MESH604', `"${host}" is not a name of the form <name>.<namespace>.${zone}`);
    }
    ips
      .filter(ip => !ipFamily(ip))
      .forEach(ip => problems.at(host).report('MESH604', `"${ip}" is not an IP address`));
    if (ips.length === 0) {
      problems.at(host).report('MESH604', `"${host}" has no address`);
    }
  }
}

function sorted(records: { readonly [host: string]: readonly string[] }): Records {
  return sortedRecord(
    Object.fromEntries(
      Object.entries(records).map(([host, ips]) => [host, [...ips].sort(byText(ip => ip))]),
    ),
  );
}
