import { Context, unseen } from './context';
import { checkStubs } from './dns-stubs';
import { checkZones, zonesIn } from './dns-zones';
import { isAvailable } from './workload';
import { covers, Manifest, objectText, templateLabels } from '../world/manifest';

/** Whether the cluster's DNS has what was written. @returns what is right @internal */
export function checkDns(context: Context): string {
  const zones = [...checkZones(context), ...checkStubs(context)];
  checkServers(context);
  return zones.length > 0 ? `has ${[...new Set(zones)].sort().join(', ')}` : 'nothing was written';
}

/** A DNS server of the mesh is a Deployment with a Corefile that was written. */
function checkServers(context: Context): void {
  const { written, live, findings } = context;
  const servers = written.of('apps', 'Deployment').filter(one => isServer(one, context));
  for (const server of servers) {
    const found = live.find(server);
    if (found && !isAvailable(found)) {
      findings.report('MESH891', objectText(server), 'has no pod that is ready', server.source);
    }
    const labels = templateLabels(server);
    const services = written
      .of('', 'Service')
      .filter(one => one.namespace === server.namespace && covers(one.spec.selector ?? {}, labels));
    for (const service of services.filter(({ spec }) => spec.clusterIP)) {
      checkAddress(service, context);
    }
  }
}

/** Zones are forwarded to this address: it is pinned, so somebody else may have it. */
function checkAddress(service: Manifest, context: Context): void {
  const { live, findings } = context;
  const { clusterIP } = service.spec;
  if (!live.sees('', 'Service')) {
    unseen(context, objectText(service), service.source);
    return;
  }
  const holder = live.of('', 'Service').find(({ spec }) => spec.clusterIP === clusterIP);
  if (!holder || holder.namespace !== service.namespace || holder.name !== service.name) {
    const who = holder ? `${objectText(holder)} has` : 'nothing has';
    const message = `${who} its address ${clusterIP}, to which zones are forwarded`;
    findings.report('MESH891', objectText(service), message, service.source);
  }
}

function isServer({ spec, namespace }: Manifest, { written }: Context): boolean {
  const volumes: any[] = spec.template?.spec?.volumes ?? [];
  const maps = volumes.flatMap(one => one?.configMap?.name ?? []);
  return written
    .of('', 'ConfigMap')
    .some(one => one.namespace === namespace && maps.includes(one.name) && zonesIn(one).length > 0);
}
