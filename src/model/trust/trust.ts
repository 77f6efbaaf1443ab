import { Cacerts } from './cacerts';
import { resolveCacerts } from './resolve-cacerts';
import { ClusterProps } from '../../description/cluster-props';
import { PkiLock } from '../../description/locks/pki-lock';
import { Problems } from '../../problems/problems';
import { IstioVersion } from '../../values/istio-version';
import { sortedSet } from '../../values/order';
import { Chain } from '../../x509/check-chain';

/** What the CAs of the mesh depend on. @internal */
export interface TrustContext {
  readonly lock?: PkiLock;
  /** there should be one, which was reported */
  readonly isLockMissing: boolean;
  /** where istiod runs */
  readonly namespace: string;
  /** of clusters that name none of their own */
  readonly trustDomain: string;
  /** when certificates must be valid; undefined to leave that open */
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
  { lock, isLockMissing, at, ...names }: TrustContext,
  problems: Problems,
): Cacerts[] {
  const resolved = clusters.map(({ name, trustDomain = names.trustDomain, cacerts = {} }, i) => {
    const { namespace } = names;
    const known = { cluster: name, namespace, trustDomain, istio: istio[i] };
    return resolveCacerts(
      cacerts,
      { ...known, lock, isLockMissing, at },
      problems.at(i, 'cacerts'),
    );
  });
  const known = resolved.flatMap(({ chain }, i) =>
    chain ? [{ name: clusters[i].name, chain, problems: problems.at(i, 'cacerts') }] : [],
  );
  checkSameRoots(known);
  checkOwnKeys(known);
  return resolved.map(({ cacerts }) => cacerts);
}

/** A cluster whose chain is known. */
interface KnownCluster {
  readonly name: string;
  readonly chain: Chain;
  readonly problems: Problems;
}

function checkSameRoots([first, ...others]: readonly KnownCluster[]): void {
  for (const { name, chain, problems } of others) {
    if (rootsOf(chain) !== rootsOf(first.chain)) {
      problems.report(
        'MESH710',
        `"${name}" trusts ${namesOf(chain)}, "${first.name}" trusts ${namesOf(first.chain)}`,
      );
    }
  }
}

function checkOwnKeys(clusters: readonly KnownCluster[]): void {
  const owners = new Map<string, string>();
  for (const { name, chain, problems } of clusters) {
    const key = chain.signing.keyFingerprint;
    const owner = owners.get(key);
    if (owner !== undefined) {
      problems.report('MESH711', `"${name}" signs with the same key as "${owner}"`);
    }
    owners.set(key, owner ?? name);
  }
}

const rootsOf = ({ roots }: Chain): string => sortedSet(roots.map(root => root.fingerprint)).join();

const namesOf = ({ roots }: Chain): string =>
  roots.map(root => `"${root.name}" (${root.fingerprint.slice(0, 8)})`).join(' and ');
