import { Owner } from './owners';
import { Problems } from '../../problems/problems';
import { Cidr, cidrContains, parseCidr } from '../../values/ip';
import { serviceKey } from '../../values/names';
import { ownerOf } from '../located';
import { MulticlusterMeshProps, ServiceSourceProps } from '../mesh-props';
import { GrantProps, ServiceProps } from '../service-props';
import { VIRTUAL_IP_RANGES } from '../virtual-ip-ranges';

/**
 * What an included file says must be its owner's to say. What `mesh.yaml` or a program says has no
 * owner here, and is not limited; a program cannot include files.
 *
 * @internal
 */
export function checkOwners(props: MulticlusterMeshProps, problems: Problems): void {
  for (const key of ['include', 'owners'].filter(name => Object.hasOwn(props, name))) {
    problems
      .at(key)
      .report('MESH102', `"${key}" is a key of mesh.yaml`, 'Read the file with `fromFile`.');
  }
  const each = <T extends object>(
    key: string,
    items: readonly T[] | undefined,
    rule: (item: T, owner: Owner, at: Problems) => void,
  ) =>
    items?.forEach((item, i) => {
      const owner = ownerOf(item);
      if (owner) {
        rule(item, owner, problems.at(key, i));
      }
    });
  each('clusters', props.clusters, ({ name }, owner, at) => {
    if (!owner.speaksForCluster(name)) {
      at.at('name').report('MESH134', `cluster "${name}" is described, but ${owner.says}`);
    }
  });
  const ranges = (props.virtualIpRanges ?? VIRTUAL_IP_RANGES).flatMap(
    range => parseCidr(range) ?? [],
  );
  each('services', props.services, (service, owner, at) => {
    checkService(service, owner, at);
    checkVirtualIps(service, ranges, at.at('virtualIps'));
  });
  each('grants', props.grants, checkGrant);
  each('serviceSources', props.serviceSources, checkSource);
}

function checkService(service: ServiceProps, owner: Owner, problems: Problems): void {
  const { name, namespace, workloadNamespace = namespace, aliases = [] } = service;
  if (!owner.speaksForHost(name, namespace)) {
    problems
      .at('name')
      .report('MESH134', `service "${serviceKey(service)}" is declared, but ${owner.says}`);
  }
  if (workloadNamespace !== namespace && !owner.speaksForNamespace(workloadNamespace)) {
    problems
      .at('workloadNamespace')
      .report(
        'MESH134',
        `pods of namespace "${workloadNamespace}" are exported, but ${owner.says}`,
      );
  }
  if (service.sharesPods && !owner.speaksForNamespace(workloadNamespace)) {
    problems
      .at('sharesPods')
      .report('MESH134', `pods of others in "${workloadNamespace}" are shared, but ${owner.says}`);
  }
  aliases.forEach((alias, i) => {
    if (!speaksForKey(owner, alias)) {
      problems
        .at('aliases', i)
        .report('MESH134', `the name "${alias}" is taken, but ${owner.says}`);
    }
  });
}

/** An address of somebody else, once granted, would draw the callers' traffic to it. */
function checkVirtualIps(
  { virtualIps = [] }: ServiceProps,
  ranges: readonly Cidr[],
  problems: Problems,
): void {
  virtualIps.forEach((ip, i) => {
    if (!ranges.some(range => cidrContains(range, ip))) {
      problems.at(i).report('MESH137', `"${ip}" is not in the ranges of the mesh`);
    }
  });
}

function checkGrant({ services }: GrantProps, owner: Owner, problems: Problems): void {
  services.forEach((service, i) => {
    if (!speaksForKey(owner, service)) {
      problems.at('services', i).report('MESH411', `"${service}" is granted, but ${owner.says}`);
    }
  });
}

function checkSource(
  { namespaces = [], render }: ServiceSourceProps,
  owner: Owner,
  problems: Problems,
): void {
  if (render !== undefined) {
    const message = '"render" runs a program on the machine of whoever runs synth';
    problems.at('render').report('MESH132', message, 'Move the source to mesh.yaml.');
  }
  namespaces.forEach((namespace, i) => {
    if (!owner.speaksForWorkloads(namespace)) {
      problems
        .at('namespaces', i)
        .report('MESH134', `the source speaks for "${namespace}", but ${owner.says}`);
    }
  });
}

/** @param key `<name>.<namespace>`; what is not of this form is nobody's */
function speaksForKey(owner: Owner, key: string): boolean {
  const [name, namespace, ...more] = key.split('.');
  return more.length === 0 && owner.speaksForHost(name, namespace ?? '');
}
