import { covers, Source } from '../../world/manifest';
import { DialedCall, finding, GatewayCall, ServedCall } from '../call';
import { broken, Ended, Hop, Onward, passes, unclear } from '../hop';

/** Where an endpoint leads. @internal */
export type Arrival =
  ({ readonly where: 'pods' } & ServedCall) | ({ readonly where: 'gateway' } & GatewayCall);

/** Calls that go through more gateways go in a circle. */
const MOST_GATEWAYS = 4;

/**
 * What an endpoint's address leads to: pods of the same cluster, or the gateway that has the
 * address. Pods of other clusters cannot be reached but through gateways.
 *
 * @internal
 */
export const address: Hop<DialedCall, Arrival> = {
  judge(call) {
    const { endpoint, from, mesh, through } = call;
    const at = (text: string, source: Source = endpoint.source) =>
      finding('address', from, text, source);
    const { pods, port } = endpoint;
    if (pods) {
      return passes(
        { ...call, where: 'pods', at: from, pods, podPort: port },
        at(`it is ${pods.text}`),
      );
    }
    const dialed = endpoint.address!;
    if (mesh.isDown(dialed, port)) {
      return broken({ ...at(`${dialed} is taken away`), remedy: 'Bring it back.' });
    }
    const placed = mesh.gatewaysAt(dialed, from);
    if (placed.length === 0) {
      return elsewhere(call);
    }
    if (through.length >= MOST_GATEWAYS) {
      return broken({
        ...at(`it goes in a circle of gateways`),
        remedy: 'Let gateways keep to endpoints of their own network.',
      });
    }
    return {
      onward: placed.map(({ cluster, gateway }): Onward<Arrival> => {
        if (mesh.isGone(cluster.name)) {
          return broken({
            ...at(`${dialed} is of ${cluster.name}, which is taken away`),
            remedy: 'Bring it back.',
          });
        }
        const { ports, facts, name, namespace, source } = gateway;
        const where = `the gateway ${namespace}/${name} of ${cluster.name}`;
        const mapped = facts?.ports[String(port)] ?? port;
        if (!ports) {
          return unclear(at(`nobody gave the ports of ${where}`, source));
        }
        const found =
          ports.find(one => one.port === mapped) ?? ports.find(one => one.nodePort === mapped);
        if (!found) {
          return broken({
            ...at(`${dialed} is ${where}, whose Service has no port ${mapped}`, source),
            remedy: `Add port ${mapped} to the Service, or dial ${ports.map(one => one.port).join(' or ')}.`,
          });
        }
        return {
          state: { ...call, where: 'gateway', at: cluster, gateway, gatewayPort: found.target },
          finding: at(`${dialed}:${port} is port ${found.target} of ${where}`, source),
        };
      }),
    };
  },
};

/** An address that no gateway has: of a Service or a pod of the same cluster, or of nobody. */
function elsewhere(call: DialedCall): Ended | { readonly onward: ReadonlyArray<Onward<Arrival>> } {
  const { endpoint, from } = call;
  const { address: dialed, port } = endpoint;
  const at = (text: string, source: Source = endpoint.source) =>
    finding('address', from, text, source);
  const own = from.pods.find(one => one.address === dialed);
  if (own) {
    return passes(
      { ...call, where: 'pods', at: from, pods: own, podPort: port },
      at(`it is ${own.text}`),
    );
  }
  const service = [...(from.services.get(dialed!) ?? []), ...from.servicesAt(dialed!)].find(
    one => one.isKubernetes,
  );
  const servicePort = service?.ports.find(one => one.number === port);
  if (!service || !servicePort) {
    return unclear({
      ...at(`nobody knows what is at ${dialed}:${port}`),
      remedy: `Name the gateway with the address ${dialed} in world.yaml.`,
    });
  }
  const behind = from
    .endpointsOf(service, servicePort)
    .filter(({ pods, labels }) => pods && covers(service.selector ?? {}, labels));
  return behind.length === 0
    ? unclear(at(`no manifest has pods of ${service.host}`, service.manifest.source))
    : {
        onward: behind.map(({ pods, port: podPort }) => ({
          state: { ...call, where: 'pods', at: from, pods: pods!, podPort },
          finding: at(
            `it is the Service ${service.host}, with ${pods!.text}`,
            service.manifest.source,
          ),
        })),
      };
}
