import { MulticlusterMeshProps } from '../../description/mesh-props';
import { GrantProps } from '../../description/service-props';
import { Problems } from '../../problems/problems';
import { checkLabelName, checkServiceAccountName, serviceKey } from '../../values/names';
import { byText } from '../../values/order';
import { Grant } from '../mesh';

/**
 * Who may call each service, by `<name>.<namespace>`.
 *
 * @internal
 */
export function resolveGrants(
  props: MulticlusterMeshProps,
  declared: ReadonlySet<string>,
  problems: Problems,
): ReadonlyMap<string, readonly Grant[]> {
  const services = props.services ?? [];
  const known = new Set(services.map(serviceKey));
  const granted = new Map<string, Map<string, Grant>>();

  (props.grants ?? []).forEach((grant, i) => {
    const at = problems.at('grants', i);
    checkGrant(grant, known, declared, at);
    for (const service of grant.services) {
      const callers = granted.get(service) ?? new Map<string, Grant>();
      callersOf(grant, [...declared]).forEach(caller =>
        callers.set(JSON.stringify(caller), caller),
      );
      granted.set(service, callers);
    }
  });

  services.forEach((service, i) => {
    if (!granted.has(serviceKey(service))) {
      problems.at('services', i).report('MESH406', `service "${serviceKey(service)}" has no grant`);
    }
  });
  return new Map([...granted].map(([service, callers]) => [service, inOrder(callers.values())]));
}

function callersOf(grant: GrantProps, declared: readonly string[]): Grant[] {
  const orAny = (names: readonly string[] | undefined): ReadonlyArray<string | undefined> =>
    names && names.length > 0 ? names : [undefined];
  return (grant.clusters ?? declared).flatMap(cluster =>
    orAny(grant.namespaces).flatMap(namespace =>
      orAny(grant.serviceAccounts).map(serviceAccount => ({ cluster, namespace, serviceAccount })),
    ),
  );
}

function inOrder(grants: Iterable<Grant>): Grant[] {
  return [...grants].sort(
    byText(g => [g.cluster, g.namespace ?? '', g.serviceAccount ?? ''].join(' ')),
  );
}

function checkGrant(
  grant: GrantProps,
  known: ReadonlySet<string>,
  declared: ReadonlySet<string>,
  problems: Problems,
): void {
  const { services, clusters, namespaces, serviceAccounts, everyone } = grant;
  for (const [key, list] of Object.entries({ services, clusters, namespaces, serviceAccounts })) {
    if (list?.length === 0) {
      problems.at(key).report('MESH407', `the list of ${key} is empty`);
    }
  }
  services.forEach((service, i) => {
    if (!known.has(service)) {
      problems.at('services', i).report('MESH401', `"${service}" is not a service of the mesh`);
    }
  });
  (clusters ?? []).forEach((name, i) => {
    if (!declared.has(name)) {
      problems.at('clusters', i).report('MESH402', `"${name}" is not a cluster of the mesh`);
    }
  });
  (namespaces ?? []).forEach((name, i) =>
    checkLabelName(name, 'namespace', problems.at('namespaces', i)),
  );
  (serviceAccounts ?? []).forEach((name, i) =>
    checkServiceAccountName(name, problems.at('serviceAccounts', i)),
  );

  const names = clusters ?? namespaces ?? serviceAccounts;
  if (!everyone && !names) {
    problems.report(
      'MESH403',
      `the grant of ${services.map(s => `"${s}"`).join(', ')} does not say to whom`,
    );
  }
  if (everyone && names) {
    problems.report('MESH404', 'the grant is to everyone and names callers too');
  }
  if (serviceAccounts && !namespaces) {
    problems
      .at('serviceAccounts')
      .report('MESH405', 'the grant names service accounts but no namespace');
  }
}
