import { ProfileRules } from './profile-rules';
import { globalHost, objectName, serviceKey } from '../../values/names';
import { checkHealthPort } from '../clusters/gateway-service';

/** Istio 1.20 and later. @internal */
export const modern: ProfileRules = {
  gatewayLabel: 'eastwestgateway',
  egressNamespace: () => 'istio-egress',
  isEgressAlone: true,
  listsHosts: true,
  authorizes: true,
  portNamesWin: true,

  objectNames({ name, namespace }, service) {
    return [objectName(name, namespace, service.workloadNamespace ?? service.namespace)];
  },

  checkCluster() {},

  checkGatewayPort: checkHealthPort,

  checkService(service, problems) {
    const { selector = {}, serviceAccounts = [], spiffeIds = [] } = service;
    const name = `service "${serviceKey(service)}"`;
    if (Object.keys(selector).length === 0) {
      problems.at('selector').report('MESH330', `${name} has no selector`);
    }
    if (serviceAccounts.length === 0 && spiffeIds.length === 0) {
      problems.at('serviceAccounts').report('MESH332', `${name} has no service account`);
    }
  },

  checkGrant() {},

  checkHost({ name, namespace, suffix = 'global', ...props }, istio, problems) {
    if (props.workloadSelector && Object.keys(props.workloadSelector).length === 0) {
      problems.at('workloadSelector').report('MESH330', 'the workload selector is empty');
    }
    if ((props.subjectAltNames ?? []).length === 0) {
      problems
        .at('subjectAltNames')
        .report(
          'MESH332',
          `"${globalHost(name, namespace, suffix)}" has no identity that may answer`,
          'List the identities of the service in `subjectAltNames`.',
        );
    }
    if (props.egressAddress !== undefined) {
      problems
        .at('egressAddress')
        .report('MESH508', `an egress address has no meaning with Istio ${istio.text}`);
    }
  },
};
