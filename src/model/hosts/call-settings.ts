import { Endpoint, Host, NamespaceSettings } from './host';
import { retriesOf } from './retries';
import { Seat } from './seat';
import { CallerSettings } from '../../description/call-props';
import { sortedSet } from '../../values/order';
import { CallSettings, Service } from '../mesh';

/**
 * What the callers of a seat do with their calls. Without callers there is nothing to say.
 *
 * @internal
 */
export function callSettings(
  service: Service,
  { callers, settings = [] }: Seat,
  endpoints: readonly Endpoint[],
): CallSettings & Pick<Host, 'byNamespace'> {
  if (!callers) {
    return { trafficPolicy: {}, byNamespace: [] };
  }
  const withDefaults = (own: Partial<CallerSettings>): CallSettings => {
    const { timeout, retries, headers, fault, trafficPolicy } = { ...service, ...defined(own) };
    return {
      timeout,
      retries: retriesOf({ ...service, endpoints, retries }),
      headers,
      mirror: service.mirror,
      fault,
      trafficPolicy,
    };
  };
  return {
    ...withDefaults(settings.find(({ namespaces }) => !namespaces) ?? {}),
    byNamespace: settings.flatMap(({ namespaces, ...own }): NamespaceSettings[] =>
      namespaces ? [{ ...withDefaults(own), namespaces: sortedSet(namespaces) }] : [],
    ),
  };
}

function defined<T extends object>(value: T): Partial<T> {
  return Object.fromEntries(
    Object.entries(value).filter(([, part]) => part !== undefined),
  ) as Partial<T>;
}
