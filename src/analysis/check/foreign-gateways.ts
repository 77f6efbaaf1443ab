import { Context } from './context';
import { covers, Labels, Manifest, objectText, templateLabels } from '../world/manifest';

/** Gateways of others that open a port of the mesh on the same pods. @internal */
export function checkForeignGateways(foreign: readonly Manifest[], context: Context): void {
  const gateways = foreign.filter(
    ({ group, kind }) => group === 'networking.istio.io' && kind === 'Gateway',
  );
  for (const ours of context.written.of('networking.istio.io', 'Gateway')) {
    const labels = gatewayLabels(ours, context);
    for (const other of gateways.filter(({ spec }) => covers(spec.selector ?? {}, labels))) {
      const shared = portsOf(other).filter(port => portsOf(ours).includes(port));
      if (shared.length > 0) {
        const message = `opens port ${shared.join(', ')} on the pods of ${objectText(ours)}, for ${hostsOf(other, shared)}`;
        context.findings.report('MESH874', objectText(other), message, ours.source);
      }
    }
  }
}

/**
 * The labels of the pods that a Gateway of the mesh selects: of the live Deployment, otherwise of
 * the values, otherwise those that it asks for.
 */
export function gatewayLabels({ spec }: Manifest, { live, written }: Context): Labels {
  const selector: Labels = spec.selector ?? {};
  const templates = live.of('apps', 'Deployment').map(templateLabels);
  const values = written.files.gateways.map(one => (one.values.labels ?? {}) as Labels);
  return { ...selector, ...[...templates, ...values].find(labels => covers(selector, labels)) };
}

const portsOf = ({ spec }: Manifest): number[] =>
  (spec.servers ?? []).flatMap((server: any) => server?.port?.number ?? []);

function hostsOf({ spec }: Manifest, ports: readonly number[]): string {
  const hosts = (spec.servers ?? [])
    .filter((server: any) => ports.includes(server?.port?.number))
    .flatMap((server: any) => server.hosts ?? []);
  return hosts.map((host: string) => `"${host}"`).join(', ');
}
