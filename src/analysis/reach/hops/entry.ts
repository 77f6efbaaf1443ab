import { firstUnknownField, unknownFieldOf } from './not-understood';
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
    const { cluster, host, port, scope, service } = call;
    const unknownSidecar = unknownFieldOf(scope.sidecar);
    if (unknownSidecar) {
      return unclear(finding('entry', cluster, unknownSidecar.text, unknownSidecar.source));
    }
    const { manifest } = service;
    const at = (text: string) => finding('entry', cluster, text, manifest.source);
    const all = cluster.services.get(host) ?? [];
    const unknown = firstUnknownField(all.map(one => one.manifest));
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
    return passes({ ...call, servicePort }, at(`${objectText(manifest)} has ${host}:${port}`));
  },
};
