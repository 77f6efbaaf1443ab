import { Problems } from '../../problems/problems';
import { groupBy } from '../../values/group-by';
import { serviceKey } from '../../values/names';
import { inManifest, originOf, withOrigin } from '../located';
import { ServiceSourceProps } from '../mesh-props';
import { describePorts } from '../ports';
import { GrantProps, ServiceProps } from '../service-props';

/** What a source has of one host. @internal */
export interface Found {
  /** index of the source */
  readonly source: number;
  readonly service: ServiceProps;
  /** those that the Service itself carries */
  readonly grants: readonly GrantProps[];
}

/**
 * One service for each host: the owner's, which the sources that it joins serve too. Any other
 * second declaration of a host is reported.
 *
 * @param problems at the description
 * @internal
 */
export function joinSources(
  found: readonly Found[],
  sources: readonly ServiceSourceProps[],
  problems: Problems,
): Found[] {
  checkJoins(sources, problems.at('serviceSources'));
  const byHost = groupBy(found, ({ service }) => serviceKey(service));
  return [...byHost.values()].map(all => joinedHost(all, sources, problems));
}

function joinedHost(
  all: readonly Found[],
  sources: readonly ServiceSourceProps[],
  problems: Problems,
): Found {
  const joins = (one: Found, other: Found) => {
    const { name } = sources[other.source];
    return name !== undefined && (sources[one.source].joins ?? []).includes(name);
  };
  const owner = all.find(one => !all.some(other => joins(other, one))) ?? all[0];
  return all
    .filter(one => one !== owner)
    .reduce((joined, one) => {
      const at = inManifest(originOf(one.service)!, problems);
      const ofSource = all.find(other => other.source === one.source)!;
      const isSameCluster = sharesCluster(joined, one);
      if (ofSource !== one || !joins(owner, one) || isSameCluster) {
        const first = ofSource === one ? owner : ofSource;
        reportSecond(one, first, sources, isSameCluster, at);
        return joined;
      }
      if (!agrees(one, owner, at)) {
        return joined;
      }
      checkMembers(one, at);
      return join(joined, one);
    }, owner);
}

const sharesCluster = (one: Found, other: Found): boolean =>
  one.service.clusters.some(cluster => other.service.clusters.includes(cluster));

function reportSecond(
  second: Found,
  first: Found,
  sources: readonly ServiceSourceProps[],
  isSameCluster: boolean,
  problems: Problems,
): void {
  const { name } = sources[second.source];
  const declared = `service "${serviceKey(second.service)}" is declared twice, first at ${originOf(first.service)}`;
  if (second.source === first.source) {
    problems.report('MESH301', declared, 'Keep the one of its owner.');
  } else if (isSameCluster) {
    problems.report('MESH301', `${declared}, for the same cluster`, 'Keep the one of its owner.');
  } else {
    const named = name === undefined ? 'give this source a `name`, and ' : '';
    problems.report(
      'MESH301',
      `${declared}, in another source`,
      `Keep the one of its owner. If both clusters serve it, ${named}add \`joins: [${name ?? '<name>'}]\` to the source of the owner.`,
    );
  }
}

/** Whether a service can be joined to that of its owner. */
function agrees({ service, grants }: Found, owner: Found, problems: Problems): boolean {
  const name = `service "${serviceKey(service)}"`;
  const at = originOf(owner.service);
  const [ports, otherPorts] = [describePorts(service.ports), describePorts(owner.service.ports)];
  const hasPorts = ports === otherPorts;
  if (!hasPorts) {
    problems.report('MESH302', `${name} has ports ${ports} here and ${otherPorts} at ${at}`);
  }
  const hasSelector = JSON.stringify(service.selector) === JSON.stringify(owner.service.selector);
  if (!hasSelector) {
    problems.report('MESH162', `${name} selects other pods than at ${at}`);
  }
  const granted = new Set(owner.grants.map(grant => JSON.stringify(grant)));
  const isGranted = grants.every(grant => granted.has(JSON.stringify(grant)));
  if (!isGranted) {
    problems.report('MESH163', `${name} lets callers in that it does not at ${at}`);
  }
  return hasPorts && hasSelector && isGranted;
}

/** The pods of each cluster have the same names. */
function checkMembers({ service }: Found, problems: Problems): void {
  if (service.members) {
    problems.report('MESH176', `Service "${service.name}" is headless, in several clusters`);
  }
}

function join(owner: Found, { service }: Found): Found {
  const { serviceAccounts, serviceAccountsByCluster, clusters } = owner.service;
  const differs = JSON.stringify(serviceAccounts) !== JSON.stringify(service.serviceAccounts);
  const own = service.clusters.map(cluster => [cluster, service.serviceAccounts] as const);
  const joined = {
    ...owner.service,
    clusters: [...clusters, ...service.clusters],
    serviceAccountsByCluster: differs
      ? {
          ...serviceAccountsByCluster,
          ...(Object.fromEntries(own) as { [cluster: string]: string[] }),
        }
      : serviceAccountsByCluster,
    members: undefined,
  };
  return { ...owner, service: withOrigin(joined, originOf(owner.service)!) };
}

/** Each source has a name of its own, and no source joins one that leads back to it. */
function checkJoins(sources: readonly ServiceSourceProps[], problems: Problems): void {
  const byName = new Map<string, number>();
  sources.forEach(({ name }, i) => {
    if (name !== undefined && byName.has(name)) {
      const at = problems.at(byName.get(name)!, 'name').where;
      problems
        .at(i, 'name')
        .report('MESH164', `"${name}" is already the name of the source at ${at}`);
    }
    byName.set(name ?? '', byName.get(name ?? '') ?? i);
  });
  const leadsTo = (from: number, to: number, seen = new Set<number>()): boolean =>
    from === to ||
    (!seen.has(from) &&
      (sources[from].joins ?? []).some(name => {
        const next = byName.get(name);
        return next !== undefined && leadsTo(next, to, seen.add(from));
      }));
  sources.forEach(({ joins = [] }, i) =>
    joins.forEach((name, j) => {
      const other = name === '' ? undefined : byName.get(name);
      const at = problems.at(i, 'joins', j);
      if (other === undefined) {
        at.report('MESH164', `"${name}" is not the name of a source`);
      } else if (leadsTo(other, i)) {
        at.report('MESH164', `joining "${name}" leads back to this source`);
      }
    }),
  );
}
