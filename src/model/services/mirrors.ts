import { checkShare } from './call-settings';
import { isHttp } from './ports';
import { MirrorProps } from '../../description/call-props';
import { ServiceProps } from '../../description/service-props';
import { Problems } from '../../problems/problems';
import { globalHost, serviceKey } from '../../values/names';
import { Callers, Mirror } from '../mesh';

/** @param own the name by which the mirrored service is called @internal */
export function resolveMirror(
  { service, subset, percent = 100 }: MirrorProps,
  own: { readonly name: string; readonly namespace: string },
  suffix: string,
): Mirror {
  const [name, namespace] = service?.split('.') ?? [own.name, own.namespace];
  return { host: globalHost(name, namespace, suffix), subset, percent };
}

/**
 * That copies arrive: a proxy throws them away without a word where it does not know their host,
 * its port or the subset.
 *
 * @param callers of each service, by `<name>.<namespace>` and the name of the cluster
 * @internal
 */
export function checkMirrors(
  services: readonly ServiceProps[],
  callers: ReadonlyMap<string, ReadonlyMap<string, Callers>>,
  problems: Problems,
): void {
  const known = new Map(services.map(service => [serviceKey(service), service]));
  services.forEach((service, i) => {
    if (service.mirror) {
      const target = known.get(service.mirror.service ?? serviceKey(service));
      checkMirror(service, target, callers, problems.at(i, 'mirror'));
    }
  });
}

function checkMirror(
  service: ServiceProps,
  target: ServiceProps | undefined,
  callers: ReadonlyMap<string, ReadonlyMap<string, Callers>>,
  problems: Problems,
): void {
  const { service: named, subset, percent } = service.mirror!;
  checkShare(percent, problems.at('percent'));
  if (named === undefined && subset === undefined) {
    problems.report('MESH372', 'copies would go where the calls go', 'Name a service or a subset.');
    return;
  }
  if (!target) {
    problems.at('service').report('MESH372', `"${named}" is not a service of the mesh`);
    return;
  }
  if (subset !== undefined && !target.subsets?.some(({ name }) => name === subset)) {
    problems
      .at('subset')
      .report('MESH372', `"${subset}" is not a subset of "${serviceKey(target)}"`);
  }
  const missing = service.ports.find(
    port =>
      isHttp(port.protocol) &&
      !target.ports.some(({ number, protocol }) => number === port.number && isHttp(protocol)),
  );
  if (missing) {
    problems
      .at('service')
      .report('MESH372', `"${named}" has no HTTP port ${missing.number}, to which copies would go`);
  }
  const stranger = withoutGrant(callers.get(serviceKey(service)), callers.get(serviceKey(target)));
  if (stranger !== undefined) {
    problems
      .at('service')
      .report('MESH372', `callers in cluster "${stranger}" may not call "${named}"`);
  }
}

/** A cluster with somebody whom only the first knows. */
function withoutGrant(
  callers: ReadonlyMap<string, Callers> = new Map(),
  others: ReadonlyMap<string, Callers> = new Map(),
): string | undefined {
  const covers = ({ workloads }: Callers, other: Callers | undefined) =>
    workloads.every(one =>
      other?.workloads.some(
        ({ namespace, serviceAccount, spiffeId }) =>
          (namespace === undefined || namespace === one.namespace) &&
          (serviceAccount === undefined || serviceAccount === one.serviceAccount) &&
          (spiffeId === undefined || spiffeId === one.spiffeId),
      ),
    );
  return [...callers].find(([cluster, one]) => !covers(one, others.get(cluster)))?.[0];
}
