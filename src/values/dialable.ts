import { GatewayAddress } from './gateway-address';
import { ipFamily } from './ip';
import { ENDS_IN_NUMBER, isDnsName } from './names';
import { isDocumentation, isPrivate, notRoutable } from './reserved-ranges';
import { Problems } from '../problems/problems';

/**
 * Checks that proxies in other clusters can dial the address of a gateway.
 *
 * @internal
 */
export function checkGatewayAddress(address: GatewayAddress, problems: Problems): void {
  const { host, port } = address;
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    problems.report('MESH303', `gateway port ${port} is out of range`);
  }
  if (ipFamily(host)) {
    const kind = notRoutable(host);
    if (kind) {
      problems.report('MESH313', `gateway address "${host}" is ${kind}`);
    } else if (isDocumentation(host)) {
      problems.report('MESH314', `gateway address "${host}" is reserved for documentation`);
    } else if (isPrivate(host)) {
      problems.report('MESH315', `gateway address "${host}" is private`);
    }
  } else if (!isDnsName(host) || !host.includes('.') || ENDS_IN_NUMBER.test(host)) {
    problems.report(
      'MESH312',
      `gateway address "${host}" is neither an IP address nor a fully qualified host name`,
    );
  } else if (host.endsWith('.local') || host.endsWith('.localhost')) {
    problems.report('MESH313', `gateway address "${host}" means something else in every cluster`);
  }
}
