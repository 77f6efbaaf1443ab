import { OldMesh } from './old-mesh';
import { Settings, settingsOf } from './settings';
import { Cluster } from '../analysis/mesh/cluster';
import { GatewayProxy, serversOn } from '../analysis/mesh/gateways';
import { Source, sourceText } from '../analysis/world/manifest';
import { ClusterFiles } from '../analysis/world/world';
import { Problems } from '../problems/problems';
import { sortedSet } from '../values/order';
import { NETWORK_LABEL } from '../values/ownership';

const GATEWAY_PORT = 15443;
/** Of a gateway that does nothing but let clusters in: health, and the control plane's own. */
const OWN_PORTS = new Set([GATEWAY_PORT, 15012, 15017, 15020, 15021]);
const FIRST_MINOR = 20;

/** A cluster, as far as its manifests tell. @internal */
export interface KnownCluster {
  readonly files: ClusterFiles;
  readonly settings: Settings;
  /** with where it stands; undefined where it has to be said */
  readonly istio?: Known<string>;
  /** the version that it has, if that is too old */
  readonly oldIstio?: Known<string>;
  readonly gateway?: KnownGateway;
}

/** @internal */
export interface Known<T> {
  readonly value: T;
  readonly source?: Source;
}

/** @internal */
export interface KnownGateway {
  readonly addresses: readonly string[];
  readonly namespace: string;
  /** label `istio` of its pods, or all that its Service selects */
  readonly labels: { readonly [label: string]: string };
  /** hosts that a Gateway of somebody else lets in at the same pods */
  readonly otherHosts: readonly string[];
  readonly source: Source;
}

/** @internal */
export function knownCluster(files: ClusterFiles, old: OldMesh, problems: Problems): KnownCluster {
  const settings = settingsOf(files);
  const version = versionOf(files);
  const [, minor] = /^1\.(\d+)/.exec(version?.value ?? '') ?? [];
  const isOld = minor === undefined || Number(minor) < FIRST_MINOR;
  return {
    files,
    settings,
    istio: isOld ? undefined : { value: `1.${minor}`, source: version?.source },
    oldIstio: isOld ? version : undefined,
    gateway: gatewayOf(files, old, problems),
  };
}

/** Of istiod itself; otherwise of whatever installs it, or of the newest gateway. */
function versionOf({ manifests, facts }: ClusterFiles): Known<string> | undefined {
  if (facts.istio !== undefined) {
    return { value: facts.istio };
  }
  const images = manifests.flatMap(({ kind, spec, source }) => {
    const pod = kind === 'Pod' ? spec : spec.template?.spec;
    return (Array.isArray(pod?.containers) ? pod.containers : []).flatMap((container: any) => {
      const [, program, value] =
        /(?:^|\/)(pilot|proxyv2)(?::|@.*:)v?(1\.\d+(?:\.\d+)?)/.exec(String(container?.image)) ??
        [];
      return program ? [{ program, value, source }] : [];
    });
  });
  const installers = manifests.flatMap(({ group, kind, spec, source }) => {
    const said: { readonly [kind: string]: unknown } = {
      'sailoperator.io/Istio': spec.version,
      'install.istio.io/IstioOperator': spec.tag,
    };
    const [, value] = /^v?(1\.\d+(?:\.\d+)?)/.exec(String(said[`${group}/${kind}`])) ?? [];
    return value ? [{ value, source }] : [];
  });
  return (
    images.find(({ program }) => program === 'pilot') ??
    installers[0] ??
    images.find(({ program }) => program === 'proxyv2')
  );
}

function gatewayOf(
  files: ClusterFiles,
  { otherGateways, dialed }: OldMesh,
  problems: Problems,
): KnownGateway | undefined {
  const cluster = new Cluster(files);
  const given = dialed.get(files.name) ?? [];
  const found = cluster.gateways
    .filter(({ name }) => !otherGateways.has(name))
    .map(gateway => ({ gateway, rank: rankOf(gateway, files, given) }))
    .filter(({ rank }) => rank > 0)
    .sort((a, b) => b.rank - a.rank)[0]?.gateway;
  if (!found) {
    return saidGateway(files);
  }
  const { name, namespace, labels, ports = [], facts, addresses, source } = found;
  const others = ports.map(({ port }) => port).filter(port => !OWN_PORTS.has(port));
  if (others.length > 0) {
    problems
      .at(sourceText(source))
      .report(
        'MESH956',
        `the gateway ${namespace}/${name} of "${files.name}" also has the ports ${others.join(', ')}, which are not those of a gateway between clusters`,
        'Give the mesh a gateway of its own and write its address and labels, or say `existingIstio` and keep the values of this one yourself.',
      );
  }
  const hosts = serversOn(GATEWAY_PORT, found, files.manifests.filter(isGateway)).servers;
  return {
    addresses: sortedSet(given.length > 0 ? given : (facts?.addresses ?? addresses)),
    namespace,
    labels: labels.istio === undefined ? labels : { istio: labels.istio },
    otherHosts: sortedSet(hosts.filter(one => one.isPassthrough).flatMap(one => one.hosts)),
    source,
  };
}

/** What `world.yaml` says, where no manifest has it. */
function saidGateway({ facts, name: cluster }: ClusterFiles): KnownGateway | undefined {
  const [first] = facts.gateways;
  return (
    first && {
      addresses: sortedSet(first.addresses),
      namespace: first.namespace,
      labels: { istio: first.name.replace(/^istio-/, '') },
      otherHosts: [],
      source: { file: `world.yaml (${cluster})`, line: 1 },
    }
  );
}

const isGateway = ({ group, kind }: { group: string; kind: string }): boolean =>
  group === 'networking.istio.io' && kind === 'Gateway';

/** Those come first that others dial, then those for a network, then those with the port. */
function rankOf(gateway: GatewayProxy, files: ClusterFiles, given: readonly string[]): number {
  const { name, namespace, addresses, ports = [] } = gateway;
  const service = files.manifests.find(
    one => one.kind === 'Service' && one.name === name && one.namespace === namespace,
  );
  if (addresses.some(address => given.some(one => one.split(':')[0] === address))) {
    return 3;
  }
  if (service?.labels[NETWORK_LABEL] !== undefined) {
    return 2;
  }
  return ports.some(({ port, target }) => port === GATEWAY_PORT || target === GATEWAY_PORT) ? 1 : 0;
}

/** What the description has to be told by hand. @internal */
export function noteUnknown(
  { files, istio, oldIstio, gateway }: KnownCluster,
  isServing: boolean,
  problems: Problems,
): void {
  const at = problems.at(files.name);
  if (!istio) {
    at.report(
      'MESH953',
      oldIstio
        ? `cluster "${files.name}" has Istio ${oldIstio.value}, and a mesh needs 1.${FIRST_MINOR} or later`
        : `the version of Istio in cluster "${files.name}" is not known`,
      'Say by `--istio` which version the clusters will have, or write it in the description.',
    );
  }
  if (isServing && !gateway?.addresses.length) {
    at.report('MESH953', `the address of the gateway of cluster "${files.name}" is not known`);
  }
}
