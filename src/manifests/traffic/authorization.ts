import { Identity, admittedBy } from './admitted';
import { authorizationPolicy, MOST_CHARACTERS } from './istio-objects';
import { refusals } from './refusals';
import { AuthorizationPolicySpecAction as Action } from '../../../imports/security.istio.io';
import { AuthorizationMode } from '../../description/enums';
import { Cluster, Mesh, Service } from '../../model/mesh';
import { sha256 } from '../../values/digest';
import { objectName } from '../../values/names';
import { mayShare } from '../../values/pod-selection';
import { Manifest } from '../manifest';

/**
 * The grants of the services that a cluster serves, enforced at the pods.
 *
 * A policy refuses whoever is not named, on the ports of the service alone. So it composes:
 * policies of the user still hold, other ports of the pods (metrics, probes) are left alone, and a
 * service without a policy of ours is not touched. An ALLOW policy would close every other port of
 * the pods, and open what another policy of ours had closed.
 *
 * @internal
 */
export function authorizationPolicies(mesh: Mesh, cluster: Cluster): Manifest[] {
  const served = (mesh.served.get(cluster.name) ?? []).filter(({ isAlias }) => !isAlias);
  const sharing = served.filter(({ sharesPods }) => sharesPods);
  return served
    .filter(({ authorization }) => authorization !== AuthorizationMode.NONE)
    .flatMap(service => {
      const others = (service.sharesPods ? served : sharing).filter(other =>
        mayShare(service, other),
      );
      const together = [service, ...others];
      return together.some(({ isOpen }) => isOpen)
        ? []
        : policies(
            cluster,
            service,
            together.flatMap(one => identities(mesh, cluster, one)),
          );
    });
}

function identities(mesh: Mesh, owner: Cluster, { callers, localCallers }: Service): Identity[] {
  const granted = mesh.clusters.flatMap(issuer =>
    (callers.get(issuer.name)?.workloads ?? []).map(caller => ({ issuer, ...caller })),
  );
  return [...granted, ...localCallers.map(caller => ({ issuer: owner, ...caller }))];
}

function policies(
  { istio, trustDomainAliases }: Cluster,
  service: Service,
  admitted: readonly Identity[],
): Manifest[] {
  const { name, namespace, workloadNamespace, selector, ports, authorization } = service;
  const numbers = ports.map(port => port.targetPort);
  const to = numbers.includes(undefined)
    ? undefined
    : [{ operation: { ports: numbers.map(String) } }];
  const hasAliases = trustDomainAliases.length > 0;
  const ofService = objectName(name, namespace, workloadNamespace);
  return refusals(admittedBy(admitted, hasAliases), hasAliases, MOST_CHARACTERS).map(
    ({ about, from }) =>
      authorizationPolicy(
        istio,
        {
          name:
            about === undefined
              ? `${ofService}-global`
              : `${ofService}-from-${sha256(about).slice(0, 8)}`,
          namespace: workloadNamespace,
        },
        authorization === AuthorizationMode.AUDIT,
        {
          selector: { matchLabels: { ...selector } },
          action: Action.DENY,
          rules: [{ from, to }],
        },
      ),
  );
}
