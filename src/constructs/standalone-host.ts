import { GatewayRoute } from '../description/enums';
import { GlobalEndpoint, GlobalServiceEntryProps } from '../description/global-service-entry-props';
import { Endpoint, Host } from '../model/hosts/host';
import { retriesOf } from '../model/hosts/retries';
import { PROFILES } from '../model/profiles/profiles';
import { checkPorts, resolvePorts } from '../model/services/ports';
import { checkCalls } from '../model/services/routes';
import { checkSubsets, resolveSubsets } from '../model/services/services';
import { checkFamilies, checkVirtualIp } from '../model/services/virtual-ips';
import { Problems } from '../problems/problems';
import { checkGatewayAddress } from '../values/dialable';
import { ipFamily } from '../values/ip';
import { IstioVersion, istioVersion, NEWEST_ISTIO } from '../values/istio-version';
import {
  checkHost,
  checkLabelName,
  checkLabels,
  checkServiceName,
  checkSuffix,
  globalHost,
  isDnsName,
  objectName,
  serviceHost,
} from '../values/names';
import { byText, sortedRecord, sortedSet } from '../values/order';
import { checkNames } from '../values/wildcard';

/**
 * Fills in the defaults of one host and finds everything that is wrong with it, by the same rules
 * as for a whole mesh.
 *
 * @internal
 */
export function resolveHost(props: GlobalServiceEntryProps, problems: Problems): Host {
  const istio =
    props.istioVersion === undefined
      ? NEWEST_ISTIO
      : (istioVersion(props.istioVersion, problems.at('istioVersion')) ?? NEWEST_ISTIO);
  checkProps(props, istio, problems);
  const placement = props.workloadNamespace ?? props.namespace;
  const ports = resolvePorts(props.ports);
  const endpoints = (props.endpoints ?? [])
    .map(resolveEndpoint)
    .sort(byText(e => `${e.cluster ?? ''} ${e.address}`));
  return {
    istio,
    host: globalHost(props.name, props.namespace, props.suffix ?? 'global'),
    name: props.name,
    namespace: props.namespace,
    placement,
    objectName: objectName(props.name, props.namespace, placement),
    ports,
    exportTo: sortedSet(props.exportTo ?? ['*']),
    virtualIps: sortedSet(props.virtualIps ?? []),
    selector: props.workloadSelector && sortedRecord(props.workloadSelector),
    endpoints,
    subjectAltNames: sortedSet(props.subjectAltNames ?? []),
    subsets: resolveSubsets(props.subsets ?? []),
    serverName:
      props.gatewayRoute === GatewayRoute.SNI
        ? serviceHost(props.name, props.namespace, props.clusterDomain)
        : undefined,
    localityWeights: props.localityWeights && sortedRecord(props.localityWeights),
    routes: props.routes ?? [],
    timeout: props.timeout,
    headers: props.headers,
    fault: props.fault,
    byNamespace: [],
    retries: retriesOf({ ...props, ports, endpoints }),
    trafficPolicy: props.trafficPolicy ?? {},
    passesOn: false,
    egressAddress: props.egressAddress,
  };
}

function resolveEndpoint({ address, cluster, locality, priority = 0 }: GlobalEndpoint): Endpoint {
  return { address, cluster, locality, priority };
}

function checkEndpoint(
  { address, cluster, priority = 0 }: GlobalEndpoint,
  { endpoints = [], localityWeights }: GlobalServiceEntryProps,
  problems: Problems,
): void {
  // an egress gateway, by its own cluster's name
  const mayBeOurs = cluster === undefined && isDnsName(address.host) && !ipFamily(address.host);
  if (!mayBeOurs) {
    checkGatewayAddress(address, problems.at('address'));
  }
  if (!Number.isInteger(priority) || priority < 0 || priority > MAX_PRIORITY) {
    problems
      .at('priority')
      .report(
        'MESH335',
        `priority ${priority} is not a whole number from 0 to ${MAX_PRIORITY}`,
        'Number the endpoints from 0.',
      );
  } else if (priority > 0 && localityWeights) {
    problems
      .at('priority')
      .report('MESH335', 'there are priorities and weights', 'Keep one of the two.');
  } else if (priority > 0 && endpoints.some(other => other.address.isHostname)) {
    problems
      .at('priority')
      .report('MESH337', 'priorities are not possible with a gateway that is a host name');
  }
}

/** What Istio calls the namespace of the object itself, and no namespace at all. */
const OWN_OR_NONE: readonly string[] = ['.', '~'];

/** Envoy takes priorities from 0 to 127; the first may be that of the cluster's own pods. */
const MAX_PRIORITY = 126;

function checkLocalityWeights(
  weights: { readonly [locality: string]: number },
  problems: Problems,
): void {
  const shares = Object.values(weights);
  const sum = shares.reduce((a, b) => a + b, 0);
  if (
    shares.length > 0 &&
    (sum !== 100 || shares.some(share => !Number.isInteger(share) || share < 1))
  ) {
    problems.report(
      'MESH335',
      `the shares are ${shares.join(', ')}`,
      'Give whole numbers from 1 that add up to 100.',
    );
  }
}

function checkProps(props: GlobalServiceEntryProps, istio: IstioVersion, problems: Problems): void {
  const { name, namespace, suffix = 'global', endpoints = [], workloadSelector } = props;
  checkServiceName(name, problems.at('name'));
  checkLabelName(namespace, 'namespace', problems.at('namespace'));
  checkSuffix(suffix, problems.at('suffix'), props.clusterDomain);
  checkHost(globalHost(name, namespace, suffix), problems.at('name'));
  checkPorts(props.ports, istio.profile, problems.at('ports'));
  checkLabels(workloadSelector ?? {}, problems.at('workloadSelector'));
  checkSubsets(props.subsets ?? [], undefined, problems.at('subsets'));
  checkCalls(props, problems);
  if (props.workloadNamespace !== undefined) {
    checkLabelName(props.workloadNamespace, 'namespace', problems.at('workloadNamespace'));
  }
  checkNames('exportTo', props.exportTo, problems, (one, at) => {
    if (!OWN_OR_NONE.includes(one)) {
      checkLabelName(one, 'namespace', at);
    }
  });
  endpoints.forEach((endpoint, i) => checkEndpoint(endpoint, props, problems.at('endpoints', i)));
  checkLocalityWeights(props.localityWeights ?? {}, problems.at('localityWeights'));
  checkFamilies(props.virtualIps ?? [], problems.at('virtualIps'));
  (props.virtualIps ?? []).forEach((ip, i) =>
    checkVirtualIp(ip, [], [istio], problems.at('virtualIps', i)),
  );

  if (!workloadSelector && endpoints.length === 0) {
    problems.report('MESH334', `nothing serves "${globalHost(name, namespace, suffix)}" here`);
  }
  PROFILES[istio.profile].checkHost(props, istio, problems);
}
