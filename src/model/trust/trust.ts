import { resolveCacerts } from './resolve-cacerts';
import { CacertsProps, PkiProps } from '../../description/cacerts-props';
import { ClusterProps } from '../../description/cluster-props';
import { PkiLock } from '../../description/locks/pki-lock';
import { Problems } from '../../problems/problems';
import { IstioVersion } from '../../values/istio-version';
import { sortedSet } from '../../values/order';
import { Chain } from '../../x509/check-chain';

/** What the CAs of the mesh depend on. @internal */
export interface TrustContext {
  readonly pki?: PkiProps;
  readonly lock?: PkiLock;
  /** where istiod runs */
  readonly namespace: string;
  /** when certificates must be valid */
  readonly at?: Date;
}

/**
 * The CA certificate of each cluster. Reports what is wrong with each of them, and with all of them
 * together.
 *
 * @param istio of each cluster; undefined where the version is not known
 * @param problems at the clusters
 * @internal
 */
export function resolveTrust(
  clusters: readonly ClusterProps[],
  istio: ReadonlyArray<IstioVersion | undefined>,
  { pki, lock, namespace, at }: TrustContext,
  problems: Problems,
): CacertsProps[] {
  const isLockMissing = pki !== undefined && !lock;
  const resolved = clusters.map(({ name, cacerts = {} }, i) =>
    resolveCacerts(
      cacerts,
      { cluster: name, namespace, istio: istio[i], lock, isLockMissing, at },
      problems.at(i, 'cacerts'),
    ),
  );
  checkTogether(
    clusters,
    resolved.map(({ chain }) => chain),
    problems,
  );
  return resolved.map(({ props }) => props);
}

function checkTogether(
  clusters: readonly ClusterProps[],
  chains: ReadonlyArray<Chain | undefined>,
  problems: Problems,
): void {
  const first = chains.findIndex(chain => chain !== undefined);
  chains.forEach((chain, i) => {
    if (!chain) {
      return;
    }
    const place = problems.at(i, 'cacerts');
    if (rootsOf(chain) !== rootsOf(chains[first]!)) {
      place.report(
        'MESH710',
        `"${clusters[i].name}" trusts ${namesOf(chain)}, "${clusters[first].name}" trusts ${namesOf(chains[first]!)}`,
      );
    }
    const other = chains.findIndex(c => c?.signing.keyFingerprint === chain.signing.keyFingerprint);
    if (other < i) {
      place.report(
        'MESH711',
        `"${clusters[i].name}" signs with the same key as "${clusters[other].name}"`,
      );
    }
  });
}

const rootsOf = ({ roots }: Chain): string => sortedSet(roots.map(root => root.fingerprint)).join();

const namesOf = ({ roots }: Chain): string =>
  roots.map(root => `"${root.name}" (${root.fingerprint.slice(0, 8)})`).join(' and ');
