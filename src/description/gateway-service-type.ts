import { GatewayServiceType } from './gateway-settings';

/** Whether a port is of Kubernetes' own range, `--service-node-port-range`. @internal */
export const isNodePort = (port: number): boolean => port >= 30000 && port <= 32767;

/** The type of a gateway's Service that is reached at certain ports. @internal */
export const serviceTypeOf = (dialed: readonly number[]): GatewayServiceType =>
  dialed.length > 0 && dialed.every(isNodePort)
    ? GatewayServiceType.NODE_PORT
    : GatewayServiceType.LOAD_BALANCER;
