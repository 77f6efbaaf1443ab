import { unseen } from './name';
import { unknownFieldOf } from './not-understood';
import { objectText } from '../../world/manifest';
import { finding, KnownCall, NamedCall } from '../call';
import { broken, Hop, passes, unclear } from '../hop';

/**
 * The entry of the host that the caller's proxy has, and its port (Istio: pilot/pkg/model/
 * sidecar.go).
 *
 * @internal
 */
export const entry: Hop<NamedCall, KnownCall> = {
  judge(call) {
    const { cluster, caller, host, port, scope } = call;
    const unknownSidecar = unknownFieldOf(scope.sidecar);
    if (unknownSidecar) {
      return unclear(finding('entry', cluster, unknownSidecar.text, unknownSidecar.source));
    }
    const service = scope.service(host);
    if (!service) {
      const text = unseen(
        cluster,
        host,
        caller.namespace,
        scope.sidecar && objectText(scope.sidecar),
      );
      return broken({
        ...finding('entry', cluster, text, cluster.services.get(host)?.[0].manifest.source),
        remedy: `Export a ServiceEntry for ${host} to ${caller.namespace}.`,
      });
    }
    const { manifest } = service;
    const at = (text: string) => finding('entry', cluster, text, manifest.source);
    const unknown = (cluster.services.get(host) ?? [])
      .map(one => unknownFieldOf(one.manifest))
      .find(one => one !== undefined);
    if (unknown) {
      return unclear(finding('entry', cluster, unknown.text, unknown.source));
    }
    const servicePort = service.ports.find(({ number }) => number === port);
    if (!servicePort) {
      const ports = service.ports.map(({ number }) => number).join(', ');
      return broken({
        ...at(`${objectText(manifest)} has the ports ${ports}`),
        remedy: `Call one of these, or add ${port}.`,
      });
    }
    if (service.resolution === 'NONE' || service.resolution === 'DYNAMIC_DNS') {
      return unclear(at(`resolution ${service.resolution} goes wherever the name leads`));
    }
    return passes(
      { ...call, service, servicePort },
      at(`${objectText(manifest)} has ${host}:${port}`),
    );
  },
};
