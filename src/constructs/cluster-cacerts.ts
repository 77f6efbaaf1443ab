import { Construct } from 'constructs';
import { placeTrust } from './place-trust';
import { guardPlainApp } from './plain-app';
import { readDirectory } from '../description/cacerts-directory';
import { givenProps, resolveChecked } from '../description/checked';
import { ClusterCacertsProps } from '../description/cluster-cacerts-props';
import { validateClusterCacerts } from '../description/generated/props';
import { requirePkiLock } from '../description/locks/pki-lock-file';
import { Trust } from '../manifests/trust/trust-manifests';
import { resolveCacerts } from '../model/trust/resolve-cacerts';
import { MeshProblem, meshProblem } from '../problems/mesh-problem';
import { Problems } from '../problems/problems';
import { checkDate } from '../values/day';
import { istioVersion } from '../values/istio-version';
import { checkIstioNamespace, checkLabelValue } from '../values/names';
import { NETWORK_LABEL } from '../values/ownership';

/**
 * The CA certificate with which a cluster's Istio signs the identities of its workloads: the Secret
 * `cacerts` in the root namespace, which holds `ca-cert.pem`, `ca-key.pem`, `root-cert.pem` and
 * `cert-chain.pem`. The certificates are checked as istiod checks them; the private key comes
 * encrypted or by reference.
 *
 * @see https://istio.io/latest/docs/tasks/security/cert-management/plugin-ca-cert/
 * @throws an error (see `MeshProblems`) with every problem of the props
 */
export class ClusterCacerts extends Construct {
  /** What is doubtful about the props. */
  public readonly warnings: MeshProblem[];

  public constructor(scope: Construct, id: string, props: ClusterCacertsProps = {}) {
    super(scope, id);
    const problems = new Problems([this.node.path]);
    const trust = resolveChecked(givenProps(validateClusterCacerts, props), problems, resolve);
    problems.throwIfErrors();
    this.warnings = problems.warnings.map(meshProblem);
    placeTrust(this, trust!);
    guardPlainApp(this);
  }
}

function resolve(props: ClusterCacertsProps, problems: Problems): Trust {
  const { namespace = 'istio-system', network, cluster, lockFile } = props;
  checkIstioNamespace(namespace, 'namespace', problems.at('namespace'));
  checkLabelValue(network ?? '', problems.at('network'));
  if (lockFile !== undefined && cluster === undefined) {
    problems
      .at('cluster')
      .report(
        'MESH716',
        'it is not clear which cluster of the lock file this is',
        'Set `cluster`.',
      );
  }
  const lock =
    lockFile === undefined ? undefined : requirePkiLock(lockFile, problems.at('lockFile'));
  const context = {
    cluster,
    namespace,
    istio: versionOf(props, problems.at('istioVersion')),
    lock,
    isLockMissing: lockFile !== undefined && !lock,
    at: checkDate(props.checkDate, problems.at('checkDate')),
  };
  const { cacerts } = resolveCacerts(readDirectory(props, problems), context, problems);
  return { namespace, labels: labelsOf(props, problems), cluster, cacerts };
}

/** Undefined for a namespace that something else creates. */
function labelsOf(
  { createNamespace = true, network }: ClusterCacertsProps,
  problems: Problems,
): Trust['labels'] {
  if (!createNamespace && network !== undefined) {
    problems
      .at('network')
      .report('MESH282', `nothing writes network "${network}" on a namespace of somebody else`);
  }
  const labels: Trust['labels'] = network === undefined ? {} : { [NETWORK_LABEL]: network };
  return createNamespace ? labels : undefined;
}

const versionOf = ({ istioVersion: text }: ClusterCacertsProps, problems: Problems) =>
  text === undefined ? undefined : istioVersion(text, problems);
