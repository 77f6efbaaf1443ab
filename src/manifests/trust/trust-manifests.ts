import { certManagerObjects } from './cert-manager';
import { externalSecret, plaintextSecret, sealedSecret, sopsSecret } from './secrets';
import { CacertsDelivery } from '../../description/cacerts-props';
import { Cacerts } from '../../model/trust/cacerts';
import { sortedRecord } from '../../values/order';
import { KEEP, MANAGED_BY } from '../../values/ownership';
import { Manifest } from '../manifest';

type Labels = { readonly [label: string]: string };

/** What a cluster's trust consists of. @internal */
export interface Trust {
  /** Istio's root namespace */
  readonly namespace: string;
  /** labels for the namespace; undefined where something else creates it */
  readonly labels?: Labels;
  /** name of the cluster; undefined where it is not known */
  readonly cluster?: string;
  readonly cacerts: Cacerts;
}

/**
 * Istio's root namespace, and the objects that bring the Secret `cacerts` into it.
 *
 * @internal
 */
export function trustManifests({ namespace, labels, cluster, cacerts }: Trust): Manifest[] {
  return [
    ...(labels ? [rootNamespace(namespace, labels)] : []),
    ...deliveryObjects(namespace, cluster, cacerts),
  ];
}

/** Istio and others keep objects there too, so it must outlive the output. */
function rootNamespace(name: string, labels: Labels): Manifest {
  const metadata = { name, labels: sortedRecord({ ...labels, ...MANAGED_BY }), annotations: KEEP };
  return { apiVersion: 'v1', kind: 'Namespace', metadata };
}

function deliveryObjects(
  namespace: string,
  cluster: string | undefined,
  cacerts: Cacerts,
): Manifest[] {
  switch (cacerts.delivery) {
    case CacertsDelivery.EXISTING_SECRET:
      return [];
    case CacertsDelivery.EXTERNAL_SECRET:
      return [externalSecret(namespace, cacerts)];
    case CacertsDelivery.SEALED_SECRET:
      return [sealedSecret(namespace, cacerts)];
    case CacertsDelivery.SOPS:
      return [sopsSecret(namespace, cacerts)];
    case CacertsDelivery.CERT_MANAGER:
      return certManagerObjects(namespace, cluster, cacerts);
    case CacertsDelivery.PLAINTEXT_SECRET:
      return [plaintextSecret(namespace, cacerts)];
  }
}
