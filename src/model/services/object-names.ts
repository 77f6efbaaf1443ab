import { NamedService, namesOf } from '../../description/service-names';
import { ServiceProps } from '../../description/service-props';
import { Problems } from '../../problems/problems';
import { objectName, serviceKey } from '../../values/names';
import { Mesh, Service } from '../mesh';
import { PROFILES } from '../profiles/profiles';

type Named = NamedService & { readonly problems: Problems };

/**
 * Kubernetes knows objects by one name, in which those of a service and of its namespace are
 * joined. Two services whose names join to the same one would overwrite each other's objects.
 *
 * @param resolved the same services and their further names, with their callers
 * @internal
 */
export function checkObjectNames(
  services: readonly ServiceProps[],
  resolved: readonly Service[],
  { clusters, profile }: Pick<Mesh, 'clusters' | 'profile'>,
  problems: Problems,
): void {
  const all = services.flatMap((props, i) =>
    namesOf(props).map(named => ({ ...named, problems: problems.at(i, ...named.place) })),
  );
  const callers = new Map(resolved.map(service => [serviceKey(service), service.callers]));
  const { objectNames } = PROFILES[profile];
  reportShared(all, named => {
    const { namespace, workloadNamespace = namespace } = named.props;
    return objectNames(named, named.props).map(name => `${workloadNamespace}/${name}`);
  });
  for (const { name, egressGateway } of clusters) {
    if (egressGateway && PROFILES[profile].isEgressAlone) {
      const { namespace } = egressGateway;
      const passed = all.filter(named => callers.get(serviceKey(named))?.has(name));
      reportShared(passed, named => [
        `${namespace}/${objectName(named.name, named.namespace, namespace)}`,
      ]);
    }
  }
}

/** @param objectsOf namespaces and names of its objects, as far as they may be those of others */
function reportShared(all: readonly Named[], objectsOf: (named: Named) => string[]): void {
  const users = new Map<string, string>();
  for (const named of all) {
    const key = serviceKey(named);
    for (const object of objectsOf(named)) {
      const user = users.get(object);
      if (user !== undefined && user !== key) {
        named.problems.report(
          'MESH218',
          `the objects of "${key}" and of "${user}" are both called "${object}"`,
        );
      }
      users.set(object, user ?? key);
    }
  }
}
