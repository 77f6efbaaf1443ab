import { Endpoint } from './host';
import { RetryProps } from '../../description/traffic-props';
import { Port } from '../mesh';
import { isHttp } from '../services/ports';

/**
 * What is safe to repeat (RFC 9110, 9.2.1) is repeated when a pod behind a gateway cannot answer:
 * its proxy says 503 then, for which Istio retries nothing by default, since the call may have
 * changed something (`defaultRetryOn` in Istio's `retry.go`). Besides, what Istio retries anyway.
 */
const OF_SAFE_CALLS: RetryProps = {
  attempts: 3,
  methods: ['GET', 'HEAD', 'OPTIONS'],
  retryOn: ['gateway-error', 'connect-failure', 'refused-stream', 'unavailable', 'cancelled'],
};

/** @internal */
export interface Retrying {
  readonly ports: readonly Port[];
  readonly endpoints: readonly Endpoint[];
  readonly retries?: RetryProps;
  readonly ownVirtualService?: boolean;
}

/** How calls are retried, by default too. @internal */
export function retriesOf({
  ports,
  endpoints,
  retries,
  ownVirtualService,
}: Retrying): RetryProps | undefined {
  const isDefault = retries === undefined && !ownVirtualService && endpoints.length > 0;
  return isDefault && ports.some(port => isHttp(port.protocol)) ? OF_SAFE_CALLS : retries;
}
