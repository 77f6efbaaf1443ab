import { ApiObject } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { CacertsProps, ExternalSecretProps } from './cacerts-props';
import { checkLabelName, checkLabelValue } from '../mesh/names';
import { KEEP, MANAGED_BY } from '../mesh/ownership';
import { check, Problems } from '../mesh/problems';
import { Layer, Layers } from '../output/layer';

/**
 * Where a cluster's CA certificate goes, and how it gets there.
 */
export interface ClusterCacertsProps {
  /**
   * Istio's root namespace. It is created here, before anything that is installed into it.
   *
   * @default 'istio-system'
   */
  readonly namespace?: string;

  /**
   * Istio network id of the cluster, written on the namespace as `topology.istio.io/network`.
   *
   * @default - no label
   */
  readonly network?: string;

  /**
   * How the Secret `cacerts` comes into the cluster.
   *
   * @default - somebody else creates it
   */
  readonly delivery?: CacertsProps;
}

/**
 * The CA certificate with which a cluster's Istio signs the identities of its workloads: the Secret `cacerts` in the root namespace, by
 * reference. It holds `ca-cert.pem`, `ca-key.pem`, `root-cert.pem` and `cert-chain.pem`. No key passes through here.
 *
 * @see https://istio.io/latest/docs/tasks/security/cert-management/plugin-ca-cert/
 * @throws MeshError with every problem of the props
 */
export class ClusterCacerts extends Construct {
  public constructor(scope: Construct, id: string, props: ClusterCacertsProps = {}) {
    super(scope, id);
    check(problems => checkProps(props, problems), [this.node.path]);
    Layers.assign(this, Layer.TRUST);
    const { namespace = 'istio-system', network, delivery = {} } = props;
    new k8s.KubeNamespace(this, 'namespace', {
      metadata: {
        name: namespace,
        labels: { ...MANAGED_BY, ...(network === undefined ? {} : { 'topology.istio.io/network': network }) },
        annotations: { ...KEEP },
      },
    });
    if (delivery.externalSecret) {
      placeExternalSecret(this, namespace, delivery.externalSecret);
    }
  }
}

const SECRET = 'cacerts';

/** The files that istiod reads; it refuses to start when some but not all of them are there. */
const FILES = ['ca-cert.pem', 'ca-key.pem', 'cert-chain.pem', 'root-cert.pem'];

function placeExternalSecret(scope: Construct, namespace: string, { store, clusterStore = true, key, refreshInterval = '1h0m0s' }: ExternalSecretProps): void {
  new ApiObject(scope, 'external-secret', {
    apiVersion: 'external-secrets.io/v1',
    kind: 'ExternalSecret',
    metadata: { name: SECRET, namespace, labels: { ...MANAGED_BY } },
    spec: {
      refreshInterval,
      secretStoreRef: { kind: clusterStore ? 'ClusterSecretStore' : 'SecretStore', name: store },
      target: { name: SECRET, creationPolicy: 'Owner', deletionPolicy: 'Retain' },
      data: FILES.map(file => ({ secretKey: file, remoteRef: { key, property: file } })),
    },
  });
}

function checkProps({ namespace, network, delivery }: ClusterCacertsProps, problems: Problems): void {
  checkLabelName(namespace ?? 'istio-system', 'namespace', problems.at('namespace'));
  checkLabelValue(network ?? '', problems.at('network'));
  const external = delivery?.externalSecret;
  for (const field of ['store', 'key'] as const) {
    if (external && external[field] === '') {
      problems.at('delivery', 'externalSecret', field).report('MESH701', `the external secret's ${field} is empty`);
    }
  }
}
