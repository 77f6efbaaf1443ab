import { KubernetesObject } from './schema';
import { AuthorizationMode, MulticlusterMeshProps, ServiceProps } from '../../src';

/**
 * What the ServiceEntries of Istio 1.1 to 1.7 must be, worked out from the words of the
 * description: a cluster knows the hosts that it is granted and that others serve, behind the
 * gateways of these others, and no more. Where pods serve it themselves, callers use the Service's
 * own name. A promise that nothing there keeps has to be refused.
 */
export function judgeClassic(
  {
    clusters,
    services = [],
    grants = [],
    authorization = AuthorizationMode.NONE,
  }: MulticlusterMeshProps,
  objects: Record<string, readonly KubernetesObject[]>,
): string[] {
  const names = grants.flatMap(grant => [grant.namespaces, grant.serviceAccounts].flat());
  const promises = [
    ...(names.some(name => name !== undefined && name !== '*')
      ? ['cannot tell namespaces apart']
      : []),
    ...(authorization === AuthorizationMode.NONE ? [] : ['cannot enforce']),
  ];
  const entries = clusters.flatMap(({ name: cluster, egressGateway }) => {
    const found = objects[cluster]
      .filter(({ kind, metadata }) => kind === 'ServiceEntry' && metadata.namespace)
      .map(({ metadata, spec }) =>
        line(
          `${metadata.namespace}`,
          spec.hosts,
          spec.addresses,
          spec.endpoints.map((endpoint: any) => endpoint.address),
        ),
      );
    const isGranted = ({ name, namespace }: ServiceProps) =>
      grants.some(
        grant =>
          grant.services.includes(`${name}.${namespace}`) &&
          (grant.everyone === true || grant.clusters!.some(c => c === '*' || c === cluster)),
      );
    const expected = services
      .map(service => ({
        ...service,
        remote: clusters.filter(({ name }) => name !== cluster && service.clusters.includes(name)),
      }))
      .filter(service => !service.clusters.includes(cluster) && isGranted(service))
      .map(({ name, namespace, virtualIps = [], remote }) =>
        line(namespace, [`${name}.${namespace}.global`], virtualIps, [
          ...remote.flatMap(({ gateway }) => gateway!.addresses.map(hostOf)),
          ...(egressGateway ? [egressGateway.address] : []),
        ]),
      );
    return [
      ...found.filter(one => !expected.includes(one)).map(one => `${cluster} has ${one}`),
      ...expected.filter(one => !found.includes(one)).map(one => `${cluster} lacks ${one}`),
    ];
  });
  return [...promises, ...entries];
}

const line = (namespace: string, ...lists: string[][]) =>
  [namespace, ...lists.map(list => [...list].sort().join(','))].join(' ');

/** A description has text here, or an object that becomes text. */
const hostOf = (address: unknown) => String(address).replace(/:\d+$/, '');
