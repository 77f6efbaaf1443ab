import { isNodePort, serviceTypeOf } from '../../description/gateway-service-type';
import {
  EgressServiceProps,
  GatewayServiceProps,
  GatewayServiceType,
} from '../../description/gateway-settings';
import { Problems } from '../../problems/problems';
import { GatewayAddress } from '../../values/gateway-address';
import { ipFamily, parseCidr } from '../../values/ip';
import { IstioVersion } from '../../values/istio-version';
import { checkAnnotationKeys } from '../../values/names';
import { sortedRecord, sortedSet } from '../../values/order';
import { GatewayService } from '../mesh';

/** Where load balancers ask a gateway how it is. @internal */
export const HEALTH_PORT = 15021;

/** The first minor whose chart writes `loadBalancerClass`. */
const FIRST_WITH_CLASS = 26;

/** @internal */
export function resolveGatewayService(
  props: GatewayServiceProps,
  addresses: readonly GatewayAddress[],
  istio: IstioVersion,
  problems: Problems,
): GatewayService {
  const dialed = addresses.map(({ port }) => port);
  const type = props.type ?? serviceTypeOf(dialed);
  checkServicePorts(props.ports, problems.at('ports'));
  checkSettings(props, type, istio, problems);
  return {
    type,
    ports: servicePorts(type, props.ports ?? dialed),
    annotations: serviceAnnotations(props, problems),
    loadBalancerIp: props.loadBalancerIp,
    loadBalancerClass: props.loadBalancerClass,
    loadBalancerSourceRanges: sortedSet(props.loadBalancerSourceRanges ?? []),
    externalTrafficPolicy: props.externalTrafficPolicy,
  };
}

/** @internal */
export function serviceAnnotations(
  { annotations = {} }: EgressServiceProps,
  problems: Problems,
): { [key: string]: string } {
  checkAnnotationKeys(annotations, problems.at('annotations'));
  return sortedRecord(annotations);
}

/**
 * The ports that lead to 15443, which comes first. A node port belongs to a port of the Service:
 * where there is nothing but node ports, the first one belongs to 15443.
 */
function servicePorts(
  type: GatewayServiceType,
  published: readonly number[],
): GatewayService['ports'] {
  const numbers = [...new Set(published)].sort((a, b) => a - b);
  const others = numbers.filter(port => port !== GatewayAddress.DEFAULT_PORT);
  if (type === GatewayServiceType.NODE_PORT) {
    const [first, ...rest] = others;
    return [
      { port: GatewayAddress.DEFAULT_PORT, nodePort: first },
      ...rest.map(port => ({ port, nodePort: port })),
    ];
  }
  const isOnNodes = (port: number) => type === GatewayServiceType.LOAD_BALANCER && isNodePort(port);
  return [
    ...(others.length < numbers.length ? [{ port: GatewayAddress.DEFAULT_PORT }] : []),
    ...others.map(port => ({ port, nodePort: isOnNodes(port) ? port : undefined })),
  ];
}

function checkServicePorts(ports: readonly number[] | undefined, problems: Problems): void {
  if (ports?.length === 0) {
    problems.report('MESH407', 'the list of ports is empty', 'Name a port, or leave the list out.');
  }
  ports?.forEach((port, i) => {
    if (!Number.isInteger(port) || port < 1 || port > 65535) {
      problems.at(i).report('MESH303', `gateway port ${port} is out of range`);
    }
    checkHealthPort(port, problems.at(i));
  });
}

/** @internal */
export function checkHealthPort(port: number, problems: Problems): void {
  if (port === HEALTH_PORT) {
    problems.report('MESH260', `gateway port ${port} is the one at which it tells its health`);
  }
}

function checkSettings(
  props: GatewayServiceProps,
  type: GatewayServiceType,
  istio: IstioVersion,
  problems: Problems,
): void {
  const { loadBalancerIp, loadBalancerClass, loadBalancerSourceRanges, externalTrafficPolicy } =
    props;
  const ofBalancers = { loadBalancerIp, loadBalancerClass, loadBalancerSourceRanges };
  for (const [key, value] of Object.entries(ofBalancers)) {
    if (value !== undefined && type !== GatewayServiceType.LOAD_BALANCER) {
      problems.at(key).report('MESH261', `a Service of the type ${type} has no load balancer`);
    }
  }
  if (externalTrafficPolicy !== undefined && type === GatewayServiceType.CLUSTER_IP) {
    problems
      .at('externalTrafficPolicy')
      .report('MESH261', `a Service of the type ${type} has no calls from outside`);
  }
  if (loadBalancerIp !== undefined && !ipFamily(loadBalancerIp)) {
    problems
      .at('loadBalancerIp')
      .report('MESH261', `"${loadBalancerIp}" is not an IP address`, 'Give one.');
  }
  if (loadBalancerClass !== undefined && istio.minor < FIRST_WITH_CLASS) {
    problems
      .at('loadBalancerClass')
      .report(
        'MESH508',
        `the chart of Istio ${istio.text} does not write \`loadBalancerClass\``,
        `Use Istio 1.${FIRST_WITH_CLASS} or later, or remove it.`,
      );
  }
  checkRanges(loadBalancerSourceRanges, problems.at('loadBalancerSourceRanges'));
}

function checkRanges(ranges: readonly string[] | undefined, problems: Problems): void {
  if (ranges?.length === 0) {
    problems.report('MESH407', 'the list of ranges is empty', 'Leave it out to let all calls in.');
  }
  ranges?.forEach((range, i) => {
    if (!parseCidr(range)) {
      problems.at(i).report('MESH213', `"${range}" is not a CIDR`);
    }
  });
}
