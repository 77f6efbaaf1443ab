import { GlobalServiceEntryProps } from './global-service-entry-props';
import { Endpoint, Host } from './host';
import { IstioVersion, istioVersion, NEWEST_ISTIO } from '../mesh/istio-version';
import { checkHost, checkLabelName, checkLabels, checkServiceName, checkSuffix, globalHost } from '../mesh/names';
import { byText, sortedRecord, sortedSet } from '../mesh/order';
import { Problems } from '../mesh/problems';
import { checkGatewayAddress } from '../mesh/resolve/gateways';
import { checkPorts, resolvePorts } from '../mesh/resolve/ports';
import { checkSubsets } from '../mesh/resolve/services';
import { checkFamilies, checkVirtualIp } from '../mesh/resolve/virtual-ips';

/**
 * Fills in the defaults of one host and finds everything that is wrong with it, by the same rules as for a whole mesh.
 *
 * @internal
 */
export function resolveHost(props: GlobalServiceEntryProps, problems: Problems): Host {
  const istio = props.istioVersion === undefined ? NEWEST_ISTIO : istioVersion(props.istioVersion, problems.at('istioVersion')) ?? NEWEST_ISTIO;
  checkProps(props, istio, problems);
  return {
    istio,
    host: globalHost(props.name, props.namespace, props.suffix ?? 'global'),
    name: props.name,
    namespace: props.namespace,
    ports: resolvePorts(props.ports),
    exportTo: sortedSet(props.exportTo ?? ['*']),
    virtualIps: sortedSet(props.virtualIps ?? []),
    selector: props.workloadSelector && sortedRecord(props.workloadSelector),
    endpoints: (props.endpoints ?? []).map(resolveEndpoint).sort(byText(e => `${e.cluster ?? ''} ${e.address}`)),
    subjectAltNames: sortedSet(props.subjectAltNames ?? []),
    subsets: (props.subsets ?? []).map(s => ({ name: s.name, labels: sortedRecord(s.labels) })).sort(byText(s => s.name)),
    egressAddress: props.egressAddress,
  };
}

function resolveEndpoint({ address, cluster, network, locality }: Endpoint): Endpoint {
  return { address, cluster, network: network ?? cluster, locality };
}

function checkProps(props: GlobalServiceEntryProps, istio: IstioVersion, problems: Problems): void {
  const { name, namespace, suffix = 'global', endpoints = [], workloadSelector } = props;
  checkServiceName(name, problems.at('name'));
  checkLabelName(namespace, 'namespace', problems.at('namespace'));
  checkSuffix(suffix, problems.at('suffix'));
  checkHost(globalHost(name, namespace, suffix), problems.at('name'));
  checkPorts(props.ports, istio.profile, problems.at('ports'));
  checkLabels(workloadSelector ?? {}, problems.at('workloadSelector'));
  checkSubsets(props.subsets ?? [], problems.at('subsets'));
  endpoints.forEach((endpoint, i) => checkGatewayAddress(endpoint.address, problems.at('endpoints', i, 'address')));
  checkFamilies(props.virtualIps ?? [], problems.at('virtualIps'));
  (props.virtualIps ?? []).forEach((ip, i) => checkVirtualIp(ip, [], problems.at('virtualIps', i)));

  if (!workloadSelector && endpoints.length === 0) {
    problems.report('MESH334', `nothing serves "${globalHost(name, namespace, suffix)}" here`);
  }
  if (istio.profile === 'modern') {
    if (workloadSelector && Object.keys(workloadSelector).length === 0) {
      problems.at('workloadSelector').report('MESH330', 'the workload selector is empty');
    }
    if ((props.subjectAltNames ?? []).length === 0) {
      problems.at('subjectAltNames').report('MESH332', `"${globalHost(name, namespace, suffix)}" has no identity that may answer`,
        'List the identities of the service in `subjectAltNames`.');
    }
    if (props.egressAddress !== undefined) {
      problems.at('egressAddress').report('MESH508', `an egress address has no meaning with Istio ${istio.text}`);
    }
  }
}
