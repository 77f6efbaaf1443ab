import { isIP } from 'net';
import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { mergeBlock } from './corefile/splice';
import { forwardBlock } from './zone-block';
import { checkSuffix } from '../mesh/names';
import { KEEP, MANAGED_BY } from '../mesh/ownership';
import { Platform } from '../mesh/platform';
import { check, Problems } from '../mesh/problems';
import { Layer, Layers } from '../output/layer';

/**
 * What CoreDNS of a cluster is to know about the names of the mesh.
 */
export interface CoreDnsGlobalZoneProps {
  /** IP address of the server that knows the zone, with `:port` if it is not 53. Not the cluster's own DNS. */
  readonly forwardTo: string;

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
   * The cluster's present Corefile, which is kept but for the block of the zone.
   *
   * @default - none: required on platforms where the ConfigMap holds the whole Corefile (MESH603)
   */
  readonly corefile?: string;
}

/**
 * Adds a server block for the mesh's zone to the cluster's CoreDNS, in the form that the platform keeps: the ConfigMap `coredns` with the
 * whole Corefile where it is yours, `coredns-custom` where the platform rewrites that one.
 *
 * @throws MeshError with every problem of the props
 */
export class CoreDnsGlobalZone extends Construct {
  public constructor(scope: Construct, id: string, props: CoreDnsGlobalZoneProps) {
    super(scope, id);
    const config = check(problems => configMap(props, problems), [this.node.path]);
    Layers.assign(this, Layer.DNS);
    new k8s.KubeConfigMap(this, 'config', config);
  }
}

const CUSTOM: readonly Platform[] = [Platform.AKS, Platform.K3S, Platform.DIGITALOCEAN, Platform.OVH, Platform.GARDENER];
const GARDENER_PORT = 8053;

function configMap({ zone = 'global', forwardTo, platform = Platform.KUBEADM, corefile }: CoreDnsGlobalZoneProps, problems: Problems) {
  checkSuffix(zone, problems.at('zone'));
  const [, ip] = /^([\d.]+|\[.*\]):\d+$/.exec(forwardTo) ?? [, forwardTo];
  if (!isIP(ip!.replace(/^\[|\]$/g, ''))) {
    problems.at('forwardTo').report('MESH604', `"${forwardTo}" is not an IP address`);
  }
  if (CUSTOM.includes(platform)) {
    const block = forwardBlock(zone, forwardTo, platform === Platform.GARDENER ? GARDENER_PORT : undefined);
    return named('coredns-custom', { [`mesh-${zone}.server`]: block });
  }
  if (platform === Platform.GKE) {
    problems.at('platform').report('MESH606', 'GKE has no CoreDNS to configure', 'Use KubeDnsStub.');
  } else if (corefile === undefined) {
    problems.at('corefile').report('MESH603', `platform "${platform}" keeps the whole Corefile in one ConfigMap, and the present one is not known`);
  }
  const merged = corefile === undefined ? undefined : mergeBlock(corefile, zone, forwardBlock(zone, forwardTo), problems.at('corefile'));
  return named('coredns', { Corefile: merged ?? '' });
}

/** The cluster's DNS stops without it: no tool may delete it for us. */
function named(name: string, data: { [key: string]: string }) {
  return { metadata: { name, namespace: 'kube-system', labels: { ...MANAGED_BY }, annotations: { ...KEEP } }, data };
}
