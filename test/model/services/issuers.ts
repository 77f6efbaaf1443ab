import {
  AuthorizationMode,
  ClusterProps,
  GatewayAddress,
  GrantProps,
  MulticlusterMeshProps,
} from '../../../src';
import { meshTraffic } from '../../../src/manifests/traffic/mesh-traffic';
import { resolveMesh } from '../../../src/model/resolve-mesh';
import { Problems } from '../../../src/problems/problems';
import { BASE, httpbin } from '../base';

const NO_LOCK = { file: 'mesh.lock.json', ips: [], isUpdate: false, reuse: false };

/** As it would be written, whatever the rules say of it. */
export const written = (props: MulticlusterMeshProps) =>
  Object.fromEntries(
    [...meshTraffic(resolveMesh(props, NO_LOCK, new Problems()))].map(([{ name }, lists]) => [
      name,
      lists.flat() as any[],
    ]),
  );

/** Each cluster has a trust domain, and the one that serves knows the others. */
export const guarded = (
  templates: readonly string[],
  grants: readonly Partial<GrantProps>[],
  others: Partial<ClusterProps> = {},
): MulticlusterMeshProps => ({
  ...BASE,
  authorization: AuthorizationMode.ENFORCE,
  clusters: ['cluster1', 'cluster2', 'cluster3'].map((name, i) => ({
    ...BASE.clusters[1],
    name,
    gateway: { addresses: [GatewayAddress.ip(`8.8.4.${i + 1}`)] },
    trustDomain: `${name}.example`,
    trustDomainAliases: ['cluster1.example', 'cluster2.example', 'cluster3.example'].filter(
      domain => domain !== `${name}.example`,
    ),
    spiffeIdTemplate: templates[i],
    ...others,
  })),
  services: [httpbin({ localCallers: [{ namespace: 'bar', serviceAccounts: ['job'] }] })],
  grants: grants.map(grant => ({
    services: ['httpbin.bar'],
    clusters: ['cluster1'],
    namespaces: ['foo'],
    serviceAccounts: ['sleep'],
    ...grant,
  })),
});
