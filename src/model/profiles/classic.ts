import { ProfileRules } from './profile-rules';
import { AuthorizationMode, GatewayRoute } from '../../description/enums';
import { ServiceProps } from '../../description/service-props';
import { Problems } from '../../problems/problems';

const MODERN_ONLY = [
  'workloadNamespace',
  'aliases',
  'gatewayRoute',
  'localCallers',
  'failover',
  'routes',
  'timeout',
  'retries',
  'trafficPolicy',
] as const satisfies ReadonlyArray<keyof ServiceProps>;

/**
 * Istio 1.1 to 1.7. What it has no place for is refused: it must not be left out without a word.
 *
 * @internal
 */
export const classic: ProfileRules = {
  gatewayLabel: 'ingressgateway',
  egressNamespace: rootNamespace => rootNamespace,
  isEgressAlone: false,
  authorizes: false,
  portNamesWin: false,

  /** of the DestinationRules with subsets where it serves, and where it is called */
  objectNames({ name }, { subsets = [] }) {
    return subsets.length > 0 ? [name, `${name}-global`] : [];
  },

  checkService({ authorization = AuthorizationMode.NONE, subsets = [], ...service }, problems) {
    if (authorization !== AuthorizationMode.NONE) {
      problems
        .at('authorization')
        .report('MESH508', 'AuthorizationPolicies are for Istio 1.20 and later here');
    }
    reportModern(
      MODERN_ONLY.filter(key => service[key] !== undefined),
      problems,
    );
    subsets.forEach(({ clusters }, i) => {
      if (clusters) {
        problems
          .at('subsets', i, 'clusters')
          .report('MESH508', 'subsets of single clusters need Istio 1.20 or later');
      }
    });
  },

  checkHost(
    { namespace, workloadNamespace = namespace, trafficPolicy = {}, ...props },
    _,
    problems,
  ) {
    const uses = {
      workloadNamespace: workloadNamespace !== namespace,
      gatewayRoute: props.gatewayRoute === GatewayRoute.SNI,
      localityWeights: props.localityWeights !== undefined,
      routes: props.routes !== undefined,
      timeout: props.timeout !== undefined,
      retries: props.retries !== undefined,
      trafficPolicy: Object.keys(trafficPolicy).length > 0,
    };
    reportModern(
      Object.entries(uses).flatMap(([key, isUsed]) => (isUsed ? key : [])),
      problems,
    );
  },
};

function reportModern(keys: readonly string[], problems: Problems): void {
  for (const key of keys) {
    problems.at(key).report('MESH508', `\`${key}\` needs Istio 1.20 or later`);
  }
}
