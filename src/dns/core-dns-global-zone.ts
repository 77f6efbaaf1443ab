import { isIP } from 'net';
import { ApiObject, App } from 'cdk8s';
import { Construct } from 'constructs';
import { defaultCorefile, coreDnsOf, KNOWN_MINORS } from './corefile/defaults';
import { CoreDnsVersion, coreDnsVersion, lintCorefile } from './corefile/lint';
import { modernise } from './corefile/modernise';
import { zoneForm, ZoneForm } from './platform-forms';
import { Records } from './zone-block';
import { kubernetesMinor } from '../mesh/kubernetes-version';
import { checkHost, checkSuffix, isDnsName } from '../mesh/names';
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
   * IP address of the server that knows the zone, with `:port` if it is not 53. Not the cluster's own DNS.
   *
   * @default - none: the zone answers from `records`
   */
  readonly forwardTo?: string;

  /**
   * Addresses of each host, e.g. `{ 'httpbin.bar.mesh.internal': ['240.0.0.1'] }`. All other names of the zone do not exist (NXDOMAIN).
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
   * Zones that the cluster forwards already, with their servers. Needed where the platform keeps all zones in one list: RKE2, OpenShift, ACK.
   *
   * @default - none
   */
  readonly otherZones?: { [zone: string]: string[] };
}

/**
 * Adds the mesh's zone to the cluster's CoreDNS, in the form that the platform keeps: the ConfigMap `coredns` with the whole Corefile
 * where it is yours, otherwise an object of the platform, or for the EKS add-on a file with its configuration.
 *
 * @throws MeshError with every problem of the props
 */
export class CoreDnsGlobalZone extends Construct {
  public constructor(scope: Construct, id: string, props: CoreDnsGlobalZoneProps) {
    super(scope, id);
    const form = check(problems => resolveForm(props, problems), [this.node.path]);
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
  const { zone = 'global', forwardTo, records, platform = Platform.KUBEADM, clusterDomain = 'cluster.local', otherZones = {} } = props;
  checkSuffix(zone, problems.at('zone'));
  if ((forwardTo === undefined) === (records === undefined)) {
    problems.report('MESH609', forwardTo === undefined ? 'there is neither a server nor records' : 'there are a server and records');
  }
  if (forwardTo !== undefined) {
    checkServer(forwardTo, problems.at('forwardTo'));
  }
  checkRecords(records ?? {}, zone, problems.at('records'));
  for (const [name, servers] of Object.entries(otherZones)) {
    if (!isDnsName(name) || servers.length === 0) {
      problems.at('otherZones', name).report('MESH604', `zone "${name}" ${servers.length === 0 ? 'has no server' : 'is not a lower-case DNS name'}`);
    }
    servers.forEach((server, i) => checkServer(server, problems.at('otherZones', name, i)));
  }
  return zoneForm({
    zone,
    platform,
    clusterDomain,
    answer: forwardTo === undefined ? { records: sorted(records ?? {}) } : { forwardTo: [forwardTo] },
    corefile: presentCorefile(props, clusterDomain, problems),
    otherZones: new Map(Object.entries(otherZones)),
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

function checkServer(server: string, problems: Problems): void {
  const [, ip] = /^([\d.]+|\[.*\]):\d+$/.exec(server) ?? [, server];
  if (!isIP(ip!.replace(/^\[|\]$/g, ''))) {
    problems.report('MESH604', `"${server}" is not an IP address`);
  }
}

function checkRecords(records: { readonly [host: string]: readonly string[] }, zone: string, problems: Problems): void {
  for (const [host, ips] of Object.entries(records).sort(byText(([name]) => name))) {
    checkHost(host, problems.at(host));
    const [name, namespace, ...rest] = host.split('.');
    if (!isDnsName(host) || !name || !namespace || rest.join('.') !== zone) {
      problems.at(host).report('MESH604', `"${host}" is not a name of the form <name>.<namespace>.${zone}`);
    }
    ips.filter(ip => !isIP(ip)).forEach(ip => problems.at(host).report('MESH604', `"${ip}" is not an IP address`));
    if (ips.length === 0) {
      problems.at(host).report('MESH604', `"${host}" has no address`);
    }
  }
}

function sorted(records: { readonly [host: string]: readonly string[] }): Records {
  return sortedRecord(Object.fromEntries(Object.entries(records).map(([host, ips]) => [host, [...ips].sort(byText(ip => ip))])));
}
