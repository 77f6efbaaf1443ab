import { AuthorizationMode } from '../../description/enums';
import { LocalCallers, ServiceProps } from '../../description/service-props';
import { Problems } from '../../problems/problems';
import { Profile } from '../../values/istio-version';
import { checkLabelName, checkServiceAccountName, serviceKey } from '../../values/names';
import { byText } from '../../values/order';
import { checkNames, isAll } from '../../values/wildcard';
import { Service, Workloads } from '../mesh';
import { PROFILES } from '../profiles/profiles';

/** The mode that holds for a service. @internal */
export function authorizationOf(
  service: ServiceProps,
  ofMesh: AuthorizationMode | undefined,
  profile: Profile,
): AuthorizationMode {
  return PROFILES[profile].authorizes
    ? (service.authorization ?? ofMesh ?? AuthorizationMode.AUDIT)
    : AuthorizationMode.NONE;
}

/**
 * True where a policy counts those whom it would refuse, and lets them in.
 *
 * @internal
 */
export const isOnlyAudited = ({ authorization, isAlias, isOpen }: Service): boolean =>
  authorization === AuthorizationMode.AUDIT && !isAlias && !isOpen;

/**
 * Says so where a version cannot do it, instead of leaving it out.
 *
 * @param problems of what has an `authorization`
 * @internal
 */
export function checkMode(
  mode: AuthorizationMode | undefined,
  profile: Profile,
  problems: Problems,
): void {
  if (
    (mode ?? AuthorizationMode.NONE) !== AuthorizationMode.NONE &&
    !PROFILES[profile].authorizes
  ) {
    problems
      .at('authorization')
      .report('MESH508', 'AuthorizationPolicies are for Istio 1.20 and later here');
  }
}

/** @internal */
export function checkAuthorization(
  service: ServiceProps,
  ofMesh: AuthorizationMode | undefined,
  profile: Profile,
  problems: Problems,
): void {
  checkMode(service.authorization, profile, problems);
  service.localCallers?.forEach(({ namespace, serviceAccounts, spiffeIds }, i) => {
    const at = problems.at('localCallers', i);
    checkLabelName(namespace, 'namespace', at.at('namespace'));
    checkNames('serviceAccounts', serviceAccounts, at, checkServiceAccountName);
    if (!serviceAccounts && !spiffeIds) {
      at.report('MESH403', `the local callers of "${namespace}" do not say which serviceAccounts`);
    }
    if (spiffeIds?.length === 0) {
      at.at('spiffeIds').report('MESH407', 'the list of spiffeIds is empty');
    }
  });
  if (authorizationOf(service, ofMesh, profile) !== AuthorizationMode.ENFORCE) {
    return;
  }
  if (!service.localCallers) {
    problems
      .at('localCallers')
      .report(
        'MESH408',
        `"${serviceKey(service)}" enforces its grants and does not say who calls it in its own clusters`,
      );
  }
  service.ports.forEach((port, i) => {
    if (port.targetPortName !== undefined) {
      problems
        .at('ports', i, 'targetPortName')
        .report(
          'MESH409',
          `port ${port.number} is found by name, so a policy cannot be limited to it`,
        );
    }
  });
}

/** @internal */
export function resolveLocalCallers(callers: readonly LocalCallers[]): Workloads[] {
  return callers
    .flatMap(({ namespace, serviceAccounts = [], spiffeIds }): Workloads[] =>
      spiffeIds
        ? spiffeIds.map(spiffeId => ({ namespace, spiffeId }))
        : (isAll(serviceAccounts) ? [undefined] : serviceAccounts).map(serviceAccount => ({
            namespace,
            serviceAccount,
          })),
    )
    .sort(
      byText(
        ({ namespace, serviceAccount, spiffeId }) =>
          `${namespace} ${serviceAccount ?? ''} ${spiffeId ?? ''}`,
      ),
    );
}
