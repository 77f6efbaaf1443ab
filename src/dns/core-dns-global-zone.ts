import { ApiObject, App } from 'cdk8s';
import { Construct } from 'constructs';
import { defaultCorefile, coreDnsOf, KNOWN_MINORS } from './corefile/defaults';
import { CoreDnsVersion, coreDnsVersion, lintCorefile } from './corefile/lint';
import { modernise } from './corefile/modernise';
import { removeBlocks } from './corefile/splice';
import { checkServer, checkServers, clusterDnsIps } from './name-server';
import { checkOnlyOne } from './only-one';
import { zoneForm, ZoneForm } from './platform-forms';
import { Records } from './zone-block';
import { USUAL_CLUSTER_DNS_IPS } from '../mesh/cluster-dns-ip';
import { ipFamily } from '../mesh/ip';
import { kubernetesMinor } from '../mesh/kubernetes-version';
import { formatProblem } from '../mesh/mesh-error';
import { checkHost, checkSuffix, isDnsName, isWithin } from '../mesh/names';
import { byText, sortedRecord } from '../mesh/order';
import { Platform } from '../mesh/platform';
import { check, Problems } from '../mesh/problems';
import { ClusterFile } from '../output/cluster-file';
import { Layer, Layers } from '../output/layer';
import { MeshApp } from '../output/mesh-app';

/**
 * What CoreDNS of a cluster is to know about the names of the mesh.
 */
export interface CoreDnsGlobalZoneProps {
  /**
   * IP address of the server that knows the zone, with `:port` if it is not 53 (IPv6 then in brackets). Not the cluster's own DNS (MESH610).
   *
   * @default - none: the zone answers from `records`
   */
  readonly forwardTo?: string;

  /**
   * IP addresses of each host, e.g. `{ 'httpbin.bar.mesh.internal': ['240.0.0.1'] }`. All other names of the zone do not exist (NXDOMAIN).
   *
   * @default - none: the zone asks `forwardTo`
   */
  readonly records?: { [host: string]: string[] };

  /**
   * The zone: the suffix of the mesh.
   *
   * @default 'global'
   */
  readonly zone?: string;

  /**
   * Who runs the cluster's DNS.
   *
   * @default Platform.KUBEADM
   */
  readonly platform?: Platform;

  /**
   * The cluster's present Corefile, which is kept but for the blocks of the zone.
   *
   * @default - the one of `defaultCorefileOf`; required on platforms where the whole Corefile is one value (MESH603)
   */
  readonly corefile?: string;

  /**
   * The Kubernetes version with which kubeadm installed the cluster, e.g. `1.33`, if nobody has changed the Corefile since. Instead of `corefile`.
   *
   * @default - not known
   */
  readonly defaultCorefileOf?: string;

  /**
   * Version of the cluster's CoreDNS, e.g. `1.11.3`: the Corefile is checked against it (MESH605).
   *
   * @default - the one of `defaultCorefileOf`, otherwise not known and not checked
   */
  readonly coreDnsVersion?: string;

  /**
   * Take out of the Corefile what that version of CoreDNS does not start with, where nothing is lost by it: `proxy` becomes `forward`,
   * `upstream`, `resyncperiod` and `federation` go.
   *
   * @default false
   */
  readonly modernise?: boolean;

  /**
   * DNS domain of the cluster itself.
   *
   * @default 'cluster.local'
   */
  readonly clusterDomain?: string;

  /**
   * Zones that the cluster forwards already, each with one to 15 servers in the form of `forwardTo`. Needed where the platform keeps all
   * zones in one list: RKE2, OpenShift, ACK. An entry for `zone` itself is replaced.
   *
   * @default - none
   */
  readonly otherZones?: { [zone: string]: string[] };

  /**
   * True when nodes run NodeLocal DNSCache. On RKE2 it is a value of the same chart, and is kept. Elsewhere it needs a `KubeDnsStub` as well.
   *
   * @default false
   */
  readonly nodeLocalDns?: boolean;

  /**
   * Address of the cluster's own DNS, which must not be told to ask itself (MESH610).
   *
   * @default - where the platform has it unless it is told another
   */
  readonly clusterDnsIp?: string;
}

/**
 * Adds the mesh's zone to the cluster's CoreDNS, in the form that the platform keeps: the ConfigMap `coredns` with the whole Corefile
 * where it is yours, otherwise an object of the platform, or for the EKS add-on a file with its configuration.
 *
 * The key of ours in `coredns-custom` stands beside those of others: `kubectl apply` leaves them alone, replacing the object does not. A zone
 * with records uses the plugin `template`, which the preflight check of `kubeadm upgrade` does not know; where that upgrade has to migrate the
 * Corefile, let it ignore `CoreDNSUnsupportedPlugins`: the blocks come through as they are (coredns/corefile-migration 1.0.36, tried).
 *
 * @throws MeshError with every problem of the props, and when the chart has a `CoreDnsGlobalZone` already (MESH607)
 */
export class CoreDnsGlobalZone extends Construct {
  /**
   * A Corefile without the mesh's zone, for the day the mesh leaves the cluster. What was added to it is gone, every other byte stays.
   *
   * @param corefile the present Corefile
   * @param zone the suffix of the mesh
   * @throws MeshError when the Corefile cannot be read (MESH601), or the zone shares a server block with others (MESH602)
   */
  public static removeFrom(corefile: string, zone: string): string {
    return check(problems => removeBlocks(corefile, zone, problems))!;
  }

  /** What is doubtful about the props, each as one paragraph: code, place, what it is, what to do. */
  public readonly warnings: string[];

  public constructor(scope: Construct, id: string, props: CoreDnsGlobalZoneProps) {
    super(scope, id);
    const problems = new Problems([this.node.path]);
    checkOnlyOne(this, CoreDnsGlobalZone, 'the zone into the cluster\'s CoreDNS', problems);
    const form = resolveForm(props, problems);
    problems.throwIfErrors();
    this.warnings = problems.warnings.map(formatProblem);
    Layers.assign(this, Layer.DNS);
    if (form && 'manifest' in form) {
      new ApiObject(this, 'config', form.manifest);
    } else if (form) {
      this.placeFile(form.file);
    }
  }

  /** A plain cdk8s App would leave it out without a word. */
  private placeFile({ path, content }: { path: string; content: string }): void {
    new ClusterFile(this, 'file', { path, content });
    this.node.addValidation({
      validate: () => App.of(this) instanceof MeshApp ? [] : [`MESH606: "${path}" is a file, which cdk8s's App does not write: use MeshApp`],
    });
  }
}

function resolveForm(props: CoreDnsGlobalZoneProps, problems: Problems): ZoneForm | undefined {
  const { zone = 'global', forwardTo, records, platform = Platform.KUBEADM, clusterDomain = 'cluster.local' } = props;
  const { [zone]: _, ...otherZones } = props.otherZones ?? {};
  const ownIps = clusterDnsIps(props.clusterDnsIp, USUAL_CLUSTER_DNS_IPS[platform], problems);
  checkSuffix(zone, problems.at('zone'), clusterDomain);
  if ((forwardTo === undefined) === (records === undefined)) {
    problems.report('MESH609', forwardTo === undefined ? 'there is neither a server nor records' : 'there are a server and records');
  }
  if (forwardTo !== undefined) {
    checkServer(forwardTo, ownIps, problems.at('forwardTo'));
  }
  checkRecords(records ?? {}, zone, problems.at('records'));
  checkServers(otherZones, (server, at) => checkServer(server, ownIps, at), problems.at('otherZones'));
  for (const name of Object.keys(otherZones).filter(other => isWithin(clusterDomain, other))) {
    problems.at('otherZones', name).report('MESH604', `zone "${name}" would take the cluster's own names, which end in "${clusterDomain}"`);
  }
  return zoneForm({
    zone,
    platform,
    clusterDomain,
    answer: forwardTo === undefined ? { records: sorted(records ?? {}) } : { forwardTo: [forwardTo] },
    corefile: presentCorefile(props, clusterDomain, problems),
    otherZones: new Map(Object.entries(otherZones)),
    nodeLocalDns: props.nodeLocalDns ?? false,
  }, problems);
}

function presentCorefile(props: CoreDnsGlobalZoneProps, clusterDomain: string, problems: Problems): string | undefined {
  const minor = kubernetesMinor(props.defaultCorefileOf, undefined, problems.at('defaultCorefileOf'));
  const byDefault = minor === undefined ? undefined : defaultCorefile(minor, clusterDomain);
  if (minor !== undefined && byDefault === undefined) {
    problems.at('defaultCorefileOf').report('MESH603', `the default Corefile of Kubernetes "${props.defaultCorefileOf}" is not known; it is for 1.${KNOWN_MINORS.first} to 1.${KNOWN_MINORS.last}`);
  }
  if (props.corefile !== undefined && minor !== undefined) {
    problems.at('defaultCorefileOf').report('MESH603', 'there are a Corefile and a version whose default it would be', 'Keep one of the two.');
  }
  const corefile = props.corefile ?? byDefault ?? (props.defaultCorefileOf === undefined ? undefined : '');
  const version = props.coreDnsVersion === undefined ? minor && coreDnsOf(minor) : coreDnsVersion(props.coreDnsVersion, problems.at('coreDnsVersion'));
  return corefile === undefined || !version ? corefile : fitting(corefile, version, props.modernise ?? false, problems.at('corefile'));
}

function fitting(corefile: string, version: CoreDnsVersion, mayModernise: boolean, problems: Problems): string {
  const result = mayModernise ? modernise(corefile, version, new Problems()) : corefile;
  lintCorefile(result, version, problems);
  return result;
}

function checkRecords(records: { readonly [host: string]: readonly string[] }, zone: string, problems: Problems): void {
  for (const [host, ips] of Object.entries(records).sort(byText(([name]) => name))) {
    checkHost(host, problems.at(host));
    const [name, namespace, ...rest] = host.split('.');
    if (!isDnsName(host) || !name || !namespace || rest.join('.') !== zone) {
      problems.at(host).report('MESH604', `"${host}" is not a name of the form <name>.<namespace>.${zone}`);
    }
    ips.filter(ip => !ipFamily(ip)).forEach(ip => problems.at(host).report('MESH604', `"${ip}" is not an IP address`));
    if (ips.length === 0) {
      problems.at(host).report('MESH604', `"${host}" has no address`);
    }
  }
}

function sorted(records: { readonly [host: string]: readonly string[] }): Records {
  return sortedRecord(Object.fromEntries(Object.entries(records).map(([host, ips]) => [host, [...ips].sort(byText(ip => ip))])));
}
