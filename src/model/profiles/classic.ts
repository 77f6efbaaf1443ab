import { ProfileRules } from './profile-rules';
import { GatewayProps } from '../../description/cluster-props';
import { GatewayRoute } from '../../description/enums';
import { GlobalServiceEntryProps } from '../../description/global-service-entry-props';
import { ServiceProps } from '../../description/service-props';
import { Problems } from '../../problems/problems';
import { GatewayAddress } from '../../values/gateway-address';
import { isAll } from '../../values/wildcard';

/** What a service or a host that stands alone can be told, and these versions have no place for. */
type ModernProps = Partial<
  Omit<ServiceProps, 'ports'> & Pick<GlobalServiceEntryProps, 'localityWeights'>
>;

const MODERN_ONLY = [
  'workloadNamespace',
  'aliases',
  'members',
  'spiffeIds',
  'kubernetesName',
  'gatewayRoute',
  'localCallers',
  'sharesPods',
  'failover',
  'localityWeights',
  'routes',
  'timeout',
  'retries',
  'headers',
  'mirror',
  'fault',
  'callerSettings',
  'ownVirtualService',
  'trafficPolicy',
] as const satisfies ReadonlyArray<keyof ModernProps>;

/** What holds in these versions anyway may be said. */
const isAsEver: { readonly [key in keyof ModernProps]?: (props: ModernProps) => boolean } = {
  workloadNamespace: ({ namespace, workloadNamespace }) => workloadNamespace === namespace,
  kubernetesName: ({ kubernetesName }) => kubernetesName === false,
  gatewayRoute: ({ gatewayRoute }) => gatewayRoute === GatewayRoute.HOST,
  trafficPolicy: ({ trafficPolicy = {} }) => Object.keys(trafficPolicy).length === 0,
};

const modernKeys = (props: ModernProps): string[] =>
  MODERN_ONLY.filter(key => props[key] !== undefined && !isAsEver[key]?.(props));

/** What came with the Gateway that lists hosts, and with the chart of gateways. */
const SETTINGS: ReadonlySet<string> = new Set([
  'otherGatewayHosts',
  'service',
  'deployment',
  'proxyProtocol',
  'helmValues',
  'revision',
] satisfies ReadonlyArray<keyof GatewayProps>);

/**
 * Istio 1.1 to 1.7. What it has no place for is refused: it must not be left out without a word.
 *
 * @internal
 */
export const classic: ProfileRules = {
  gatewayLabel: 'ingressgateway',
  egressNamespace: rootNamespace => rootNamespace,
  isEgressAlone: false,
  listsHosts: false,
  authorizes: false,
  portNamesWin: false,

  /** of the DestinationRules with subsets where it serves, and where it is called */
  objectNames({ name }, { subsets = [] }) {
    return subsets.length > 0 ? [name, `${name}-global`] : [];
  },

  checkCluster(props, problems) {
    const { gateway, egressGateway, istiod, existingIstio, namespaces = [] } = props;
    const used = (settings: object | undefined) =>
      Object.keys(settings ?? {}).filter(key => SETTINGS.has(key));
    reportModern(used(gateway), problems.at('gateway'));
    reportModern(used(egressGateway), problems.at('egressGateway'));
    reportModern(istiod ? ['istiod'] : [], problems);
    reportModern(existingIstio ? ['existingIstio'] : [], problems);
    reportModern(props.spiffeIdTemplate === undefined ? [] : ['spiffeIdTemplate'], problems);
    namespaces.forEach(({ revision }, i) =>
      reportModern(revision === undefined ? [] : ['revision'], problems.at('namespaces', i)),
    );
  },

  checkGatewayPort(port, problems) {
    if (port !== GatewayAddress.DEFAULT_PORT) {
      problems.report('MESH265', `no values publish gateway port ${port}`);
    }
  },

  checkService({ subsets = [], ...service }, problems) {
    reportModern(modernKeys(service), problems);
    subsets.forEach(({ clusters }, i) => {
      if (clusters) {
        problems
          .at('subsets', i, 'clusters')
          .report('MESH508', 'subsets of single clusters need Istio 1.20 or later');
      }
    });
  },

  checkGrant(grant, problems) {
    for (const key of ['namespaces', 'serviceAccounts', 'spiffeIds'] as const) {
      if (grant[key] && !isAll(grant[key])) {
        problems
          .at(key)
          .report(
            'MESH508',
            `a host is visible to all workloads of a cluster: \`${key}\` needs Istio 1.20 or later`,
            "Write `['*']`, if all workloads of these clusters may call.",
          );
      }
    }
  },

  checkHost: (props, _, problems) => reportModern(modernKeys(props), problems),
};

function reportModern(keys: readonly string[], problems: Problems): void {
  for (const key of keys) {
    problems.at(key).report('MESH508', `\`${key}\` needs Istio 1.20 or later`);
  }
}
