import { SERVER } from './behind';
import { Described } from './described';
import { NEWEST_ISTIO } from '../values/istio-version';

const isOpen = (value: unknown): boolean => typeof value === 'string' && value.startsWith('<');

/**
 * A description with nothing left to say, to see who calls whom: with stand-ins for addresses and
 * versions, and without services of which more than that is missing.
 *
 * @internal
 */
export function complete(described: Described): Described {
  const clusters = described.clusters.map(({ known, props }) => ({
    known,
    props: {
      ...props,
      istio: isOpen(props.istio) ? NEWEST_ISTIO.text : props.istio,
      gateway: props.gateway && {
        ...props.gateway,
        addresses: props.gateway.addresses.map(one =>
          isOpen(one) ? `gateway.${props.name}.invalid` : one,
        ),
      },
    },
  }));
  const services = described.services
    .filter(({ offer }) => offer.servers.every(({ service }) => service))
    .map(one => ({
      ...one,
      props: {
        ...one.props,
        serviceAccounts: one.props.serviceAccounts?.map(name => (isOpen(name) ? SERVER : name)),
      },
    }));
  return { ...described, clusters, services };
}
