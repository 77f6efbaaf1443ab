import { CallersByCluster } from './grants';
import { checkCalls, CallProps } from './routes';
import { CallerSettings } from '../../description/call-props';
import { ServiceProps } from '../../description/service-props';
import { Problems } from '../../problems/problems';
import { checkLabelName, isDnsLabel, serviceKey } from '../../values/names';
import { ALL, isAll } from '../../values/wildcard';

/**
 * That each entry is for somebody who may call: a DestinationRule in a namespace that the cluster
 * does not have could not be applied.
 *
 * @param callers of each service, by `<name>.<namespace>` and the name of the cluster
 * @internal
 */
export function checkCallersExist(
  services: readonly ServiceProps[],
  callers: ReadonlyMap<string, CallersByCluster>,
  problems: Problems,
): void {
  services.forEach((service, i) =>
    service.callerSettings?.forEach(({ clusters, namespaces = [] }, j) => {
      const at = problems.at(i, 'callerSettings', j);
      const granted = clusters.map(name => ({
        name,
        known: callers.get(serviceKey(service))?.get(name)?.namespaces,
      }));
      granted
        .filter(({ known }) => !known)
        .forEach(({ name }) =>
          at.report('MESH371', `nobody in "${name}" may call "${serviceKey(service)}"`),
        );
      const isCaller = (namespace: string) =>
        granted.every(({ known }) => !known || isAll(known) || known.includes(namespace));
      namespaces.forEach((namespace, k) => {
        if (isDnsLabel(namespace) && !isCaller(namespace)) {
          at.at('namespaces', k).report(
            'MESH371',
            `nobody in namespace "${namespace}" may call "${serviceKey(service)}"`,
          );
        }
      });
    }),
  );
}

const SETTINGS = ['timeout', 'retries', 'headers', 'fault', 'trafficPolicy'] as const;

/**
 * Each entry by itself, and that none stands behind one that has taken all of its callers.
 *
 * @param calling names of the clusters that may call
 * @internal
 */
export function checkCallerSettings(
  entries: readonly CallerSettings[],
  service: CallProps,
  declared: ReadonlySet<string>,
  problems: Problems,
): void {
  const taken = new Set<string>();
  entries.forEach((entry, i) => {
    const at = problems.at(i);
    const { clusters, namespaces } = entry;
    const { ports, subsets, ownVirtualService } = service;
    const { timeout, retries, headers, fault, trafficPolicy } = entry;
    const own = { timeout, retries, headers, fault, trafficPolicy };
    checkCalls({ ports, subsets, ownVirtualService, ...own }, at);
    if (SETTINGS.every(key => own[key] === undefined)) {
      at.report('MESH371', 'there is no setting');
    }
    clusters.forEach((name, j) => {
      if (!declared.has(name)) {
        at.at('clusters', j).report('MESH371', `"${name}" is not a cluster of the mesh`);
      }
    });
    for (const key of ['clusters', 'namespaces'] as const) {
      if (entry[key]?.length === 0) {
        at.at(key).report('MESH407', `the list of ${key} is empty`);
      }
    }
    if (namespaces?.includes(ALL)) {
      at.at('namespaces').report('MESH371', '"*" is not the name of a namespace', 'Leave it out.');
    }
    namespaces?.forEach((namespace, j) => {
      if (namespace !== ALL) {
        checkLabelName(namespace, 'namespace', at.at('namespaces', j));
      }
    });
    const whom = (cluster: string) =>
      namespaces ? namespaces.map(namespace => `${cluster}/${namespace}`) : [cluster];
    const isTaken = (cluster: string) =>
      taken.has(cluster) || (namespaces ?? []).some(name => taken.has(`${cluster}/${name}`));
    clusters
      .filter(isTaken)
      .forEach(cluster =>
        at.report('MESH371', `an entry before this one holds for callers in "${cluster}" already`),
      );
    clusters.flatMap(whom).forEach(one => taken.add(one));
  });
}
