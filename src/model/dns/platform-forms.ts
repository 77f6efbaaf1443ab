import { ApiObjectProps, Yaml } from 'cdk8s';
import { nameServer } from './name-server';
import { mergeBlocks } from '../../corefile/splice';
import {
  blocksText,
  forwardServer,
  ZoneAnswer,
  ZonePlugin,
  ZoneServer,
  zoneServers,
} from '../../corefile/zone-block';
import { Platform } from '../../description/platform';
import { Problems } from '../../problems/problems';
import { byText } from '../../values/order';
import { KEEP, MANAGED_BY } from '../../values/ownership';

/** What is to be put into a cluster's CoreDNS. @internal */
export interface ZoneRequest {
  readonly zone: string;
  readonly answer: ZoneAnswer;
  readonly platform: Platform;
  readonly clusterDomain: string;
  /** the present Corefile, where the whole of it has to be written */
  readonly corefile?: string;
  /** what the platform's list of zones holds already, where the whole of it has to be written */
  readonly otherZones: ReadonlyMap<string, readonly string[]>;
  readonly nodeLocalDns: boolean;
}

/** A Kubernetes object, or a file for a tool outside of Kubernetes. @internal */
export type ZoneForm =
  | { readonly manifest: ApiObjectProps }
  | { readonly file: { readonly path: string; readonly content: string } };

type Form = (request: ZoneRequest, problems: Problems) => ZoneForm;

/**
 * The form in which a platform keeps an addition to its CoreDNS. Undefined after reporting when
 * there is none.
 *
 * @internal
 */
export function zoneForm(request: ZoneRequest, problems: Problems): ZoneForm | undefined {
  const form = FORMS[request.platform];
  if (typeof form !== 'string') {
    return form(request, problems);
  }
  problems
    .at('platform')
    .report('MESH606', `"${request.platform}" has no CoreDNS to configure`, form);
  return undefined;
}

const FORMS: { readonly [platform in Platform]: Form | string } = {
  [Platform.KUBEADM]: corefileForm,
  [Platform.AKS]: customForm,
  [Platform.K3S]: customForm,
  [Platform.DIGITALOCEAN]: customForm,
  [Platform.OVH]: customForm,
  [Platform.GARDENER]: customForm,
  [Platform.EKS]: eksForm,
  [Platform.RKE2]: rke2Form,
  [Platform.OPENSHIFT]: openshiftForm,
  [Platform.ACK]: ackForm,
  [Platform.GKE]: 'Use KubeDnsStub.',
  [Platform.GKE_AUTOPILOT]:
    'Autopilot resolves by Cloud DNS: make a forwarding zone for the suffix there, or leave DNS to the sidecars (DnsMode.SIDECAR).',
};

/** `global:8053 { … }`: Gardener's CoreDNS listens on no other port. */
const GARDENER_PORT = 8053;

/** The whole ConfigMap: it must be known what is in it. */
function corefileForm(request: ZoneRequest, problems: Problems): ZoneForm {
  return { manifest: configMap('coredns', { Corefile: mergedCorefile(request, problems) }) };
}

/** An own key of the ConfigMap that the platform's Corefile imports. */
function customForm({ zone, answer, platform }: ZoneRequest): ZoneForm {
  const blocks = blocksText(
    zoneServers(zone, answer),
    platform === Platform.GARDENER ? GARDENER_PORT : undefined,
  );
  return { manifest: configMap('coredns-custom', { [`mesh-${zone}.server`]: blocks }) };
}

/**
 * The managed add-on takes the whole Corefile as a configuration value, and reverts the ConfigMap.
 */
function eksForm(request: ZoneRequest, problems: Problems): ZoneForm {
  const values = { corefile: mergedCorefile(request, problems) };
  return {
    file: {
      path: 'dns/eks-coredns-addon.json',
      content: `${JSON.stringify(values, undefined, 2)}\n`,
    },
  };
}

/**
 * Helm replaces lists, so the chart's own server is said again. One HelmChartConfig has all values
 * of the chart, NodeLocal DNSCache too.
 */
function rke2Form({
  zone,
  answer,
  clusterDomain,
  otherZones,
  nodeLocalDns,
}: ZoneRequest): ZoneForm {
  const ofOthers = [...otherZones]
    .sort(byText(([name]) => name))
    .map(([name, upstreams]) => forwardServer(name, upstreams));
  const servers = [rke2Default(clusterDomain), ...ofOthers, ...zoneServers(zone, answer)].map(
    ({ zones, plugins }) => ({
      zones: zones.map(name => ({ zone: name })),
      port: 53,
      plugins: plugins.map(({ name, parameters, options }) => ({
        name,
        ...(parameters === undefined ? {} : { parameters }),
        ...(options ? { configBlock: options.join('\n') } : {}),
      })),
    }),
  );
  return {
    manifest: {
      apiVersion: 'helm.cattle.io/v1',
      kind: 'HelmChartConfig',
      metadata: metadata('rke2-coredns', 'kube-system'),
      spec: {
        valuesContent: Yaml.stringify({
          ...(nodeLocalDns ? { nodelocal: { enabled: true } } : {}),
          servers,
        }),
      },
    },
  };
}

function rke2Default(clusterDomain: string): ZoneServer {
  const plugin = (name: string, parameters?: string, ...options: string[]): ZonePlugin => ({
    name,
    parameters,
    options: options.length > 0 ? options : undefined,
  });
  return {
    zones: ['.'],
    plugins: [
      plugin('errors'),
      plugin('health', undefined, 'lameduck 5s'),
      plugin('ready'),
      plugin(
        'kubernetes',
        `${clusterDomain} in-addr.arpa ip6.arpa`,
        'pods insecure',
        'fallthrough in-addr.arpa ip6.arpa',
        'ttl 30',
      ),
      plugin('prometheus', '0.0.0.0:9153'),
      plugin('forward', '. /etc/resolv.conf'),
      plugin('cache', '30'),
      plugin('loop'),
      plugin('reload'),
      plugin('loadbalance'),
    ],
  };
}

/**
 * The operator's object exists already; its list of servers is one value. It renders port 5353 by
 * itself.
 */
function openshiftForm({ zone, answer, otherZones }: ZoneRequest, problems: Problems): ZoneForm {
  const forwards = forwardsOnly(zone, answer, otherZones, problems);
  const names = serverNames(forwards.map(([name]) => name));
  const servers = forwards.map(([name, upstreams], i) => ({
    name: names[i],
    zones: [name],
    forwardPlugin: { policy: 'Random', upstreams: [...upstreams] },
  }));
  return {
    manifest: {
      apiVersion: 'operator.openshift.io/v1',
      kind: 'DNS',
      metadata: metadata('default'),
      spec: { servers },
    },
  };
}

/**
 * RFC 6335 service names: at most 15 characters, at least one letter, no hyphen at the ends nor
 * beside another; each of them once.
 */
function serverNames(zones: readonly string[]): string[] {
  return zones.reduce<string[]>((names, zone) => {
    const name = shortened(`z-${zone.replace(/[^a-z0-9]+/g, '-')}`, 15);
    const free = [name, ...zones.map((_, i) => `${shortened(name, 12)}-${i + 2}`)].find(
      candidate => !names.includes(candidate),
    )!;
    return [...names, free];
  }, []);
}

const shortened = (name: string, length: number): string =>
  name.slice(0, length).replace(/-+$/, '');

/**
 * Source: Alibaba Cloud ACK, "Configure custom parameters for managed CoreDNS": addresses are IPv4.
 */
function ackForm({ zone, answer, otherZones }: ZoneRequest, problems: Problems): ZoneForm {
  const zones = forwardsOnly(zone, answer, otherZones, problems).map(([name, upstreams]) => {
    upstreams
      .filter(upstream => nameServer(upstream)?.family === 6)
      .forEach(upstream =>
        problems
          .at(name === zone ? 'forwardTo' : 'otherZones')
          .report(
            'MESH604',
            `name server "${upstream}": CustomDNSConfig takes IPv4 addresses only`,
          ),
      );
    return { name, forward: { upstreams: [...upstreams] } };
  });
  return {
    manifest: {
      apiVersion: 'networking.alibabacloud.com/v1beta1',
      kind: 'CustomDNSConfig',
      metadata: metadata('default'),
      spec: { zones },
    },
  };
}

function forwardsOnly(
  zone: string,
  answer: ZoneAnswer,
  otherZones: ZoneRequest['otherZones'],
  problems: Problems,
): Array<readonly [string, readonly string[]]> {
  if ('records' in answer) {
    problems
      .at('platform')
      .report(
        'MESH606',
        'this platform can forward a zone, but not hold one',
        'Let a server of the mesh answer (DnsMode.SERVER).',
      );
    return [];
  }
  return [...otherZones, [zone, answer.forwardTo] as const].sort(byText(([name]) => name));
}

function mergedCorefile(
  { corefile, zone, answer, platform }: ZoneRequest,
  problems: Problems,
): string {
  if (corefile === undefined) {
    problems
      .at('corefile')
      .report(
        'MESH603',
        `platform "${platform}" keeps the whole Corefile in one place, and the present one is not known`,
      );
    return '';
  }
  return (
    mergeBlocks(corefile, zone, blocksText(zoneServers(zone, answer)), problems.at('corefile')) ??
    ''
  );
}

function configMap(name: string, data: { readonly [key: string]: string }): ApiObjectProps {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: metadata(name, 'kube-system'), data };
}

/** The cluster's DNS stops without it: no tool may delete it for us. */
function metadata(name: string, namespace?: string) {
  return {
    name,
    ...(namespace === undefined ? {} : { namespace }),
    labels: { ...MANAGED_BY },
    annotations: { ...KEEP },
  };
}
