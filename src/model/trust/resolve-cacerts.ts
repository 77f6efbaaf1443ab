import { Cacerts } from './cacerts';
import { checkCertificates, checkPrivateKey } from './check-certificates';
import { checkDelivery, DeliveryContext } from './check-delivery';
import { closeCacerts } from './close-cacerts';
import { CacertsDelivery, CacertsProps } from '../../description/cacerts-props';
import { withLocked } from '../../description/locks/locked-cacerts';
import { Problems } from '../../problems/problems';
import { Chain } from '../../x509/check-chain';

/** What is known of a cluster when its CA certificate is looked at. @internal */
export interface CacertsContext extends DeliveryContext {
  /** where istiod runs */
  readonly namespace: string;
  /** of its workloads; undefined where it is not known */
  readonly trustDomain?: string;
  /** when certificates must be valid; undefined to leave that open */
  readonly at?: Date;
}

/** What to deliver, and the chain when it is known. @internal */
export interface ResolvedCacerts {
  readonly cacerts: Cacerts;
  readonly chain?: Chain;
}

/**
 * Finds the certificates and the encrypted private key of a cluster, and everything that is wrong
 * with them. When an error was reported the result is not complete.
 *
 * @param props with a directory only where it could not be read, which was reported
 * @internal
 */
export function resolveCacerts(
  props: CacertsProps,
  context: CacertsContext,
  problems: Problems,
): ResolvedCacerts {
  const { delivery = CacertsDelivery.EXISTING_SECRET } = props;
  const known = isFromLock(props) ? context : { ...context, lock: undefined, isLockMissing: false };
  const { lock, cluster = '', namespace, trustDomain, at } = known;
  const all = lock ? withLocked(props, { lock, cluster, namespace }, problems) : props;
  checkDelivery(delivery, all, known, problems);

  const { certificates, plaintextPrivateKey } = all;
  const issued = { host: `istiod.${namespace}.svc`, trustDomain };
  const chain =
    certificates && checkCertificates(certificates, at, problems.at('certificates'), issued);
  if (chain && plaintextPrivateKey !== undefined) {
    checkPrivateKey(plaintextPrivateKey, chain, problems.at('plaintextPrivateKey'));
  }
  const cacerts = closeCacerts(delivery, all) ?? { delivery: CacertsDelivery.EXISTING_SECRET };
  return { cacerts, chain };
}

/** The private key in the lock does not belong to certificates from elsewhere. */
const isFromLock = ({ certificates, certificatesDirectory }: CacertsProps): boolean =>
  certificates === undefined && certificatesDirectory === undefined;
