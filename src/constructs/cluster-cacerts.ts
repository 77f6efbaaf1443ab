import { ApiObject } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { allowPlaintext } from './allowed-plaintext';
import { Layers } from './layers';
import { guardPlainApp } from './plain-app';
import { CacertsDelivery, CacertsProps } from '../description/cacerts-props';
import { requirePkiLock } from '../description/locks/pki-lock-file';
import { deliveryManifests, encoded } from '../manifests/trust/deliveries';
import { resolveCacerts } from '../model/trust/resolve-cacerts';
import { Layer } from '../output/layer';
import { check, Problems } from '../problems/problems';
import { checkDate } from '../values/day';
import { istioVersion } from '../values/istio-version';
import { checkLabelName, checkLabelValue } from '../values/names';
import { KEEP, MANAGED_BY } from '../values/ownership';

/**
 * Where a cluster's CA certificate goes, and how it gets there.
 */
export interface ClusterCacertsProps extends CacertsProps {
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
   * Istio version of the cluster, e.g. `1.29`; what it cannot read is refused (MESH720).
   *
   * @default - not known and not checked
   */
  readonly istioVersion?: string;

  /**
   * The file in which `mesh ca` keeps the public state of the CAs. Needs `cluster`.
   *
   * @default - none
   */
  readonly lockFile?: string;

  /**
   * Name of the cluster: in the lock file, and in the subject of a certificate that cert-manager
   * makes.
   *
   * @default - none: required with `lockFile` (MESH716)
   */
  readonly cluster?: string;

  /**
   * The day for which the certificates must be valid, e.g. `2026-12-31` (MESH707).
   *
   * @default - validity is not checked
   */
  readonly checkDate?: string;
}

/**
 * The CA certificate with which a cluster's Istio signs the identities of its workloads: the Secret
 * `cacerts` in the root namespace, which holds `ca-cert.pem`, `ca-key.pem`, `root-cert.pem` and
 * `cert-chain.pem`. The certificates are checked as istiod checks them; the private key comes
 * encrypted or by reference.
 *
 * @see https://istio.io/latest/docs/tasks/security/cert-management/plugin-ca-cert/
 * @throws MeshError with every problem of the props
 */
export class ClusterCacerts extends Construct {
  public constructor(scope: Construct, id: string, props: ClusterCacertsProps = {}) {
    super(scope, id);
    const { namespace = 'istio-system', network } = props;
    const cacerts = check(problems => resolve(props, namespace, problems), [this.node.path]);
    Layers.assign(this, Layer.TRUST);
    new k8s.KubeNamespace(this, 'namespace', {
      metadata: {
        name: namespace,
        labels: {
          ...MANAGED_BY,
          ...(network === undefined ? {} : { 'topology.istio.io/network': network }),
        },
        annotations: { ...KEEP },
      },
    });
    for (const manifest of deliveryManifests(props.cluster, namespace, cacerts)) {
      new ApiObject(this, manifest.kind.toLowerCase(), manifest);
    }
    if (cacerts.delivery === CacertsDelivery.PLAINTEXT_SECRET) {
      allowPlaintext(this, encoded(cacerts.plaintextPrivateKey!));
    }
    guardPlainApp(this);
  }
}

function resolve(props: ClusterCacertsProps, namespace: string, problems: Problems): CacertsProps {
  checkLabelName(namespace, 'namespace', problems.at('namespace'));
  checkLabelValue(props.network ?? '', problems.at('network'));
  if (props.lockFile !== undefined && props.cluster === undefined) {
    problems
      .at('cluster')
      .report('MESH716', 'it is not said which cluster of the lock file this is', 'Set `cluster`.');
  }
  const istio =
    props.istioVersion === undefined
      ? undefined
      : istioVersion(props.istioVersion, problems.at('istioVersion'));
  const lock =
    props.lockFile === undefined
      ? undefined
      : requirePkiLock(props.lockFile, problems.at('lockFile'));
  const at = checkDate(props.checkDate, problems.at('checkDate'));
  const isLockMissing = props.lockFile !== undefined && !lock;
  return resolveCacerts(
    props,
    { cluster: props.cluster, namespace, istio, lock, isLockMissing, at },
    problems,
  ).props;
}
