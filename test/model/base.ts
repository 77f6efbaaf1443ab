import {
  ClusterProps,
  GatewayAddress,
  GrantProps,
  MulticlusterMeshProps,
  Protocol,
  ServiceProps,
} from '../../src';
import { Mesh } from '../../src/model/mesh';
import { resolveMesh } from '../../src/model/resolve-mesh';
import { Lock } from '../../src/model/services/virtual-ips';
import { Problem } from '../../src/problems/problem';
import { Problems } from '../../src/problems/problems';

/**
 * Two clusters: cluster2 serves httpbin.bar, and namespace foo of cluster1 may call it. There are
 * no problems, not even a warning about the suffix.
 */
export const BASE = {
  suffix: 'mesh.internal',
  clusters: [
    { name: 'cluster1', istio: '1.29', gateway: { addresses: [GatewayAddress.ip('8.8.4.1')] } },
    { name: 'cluster2', istio: '1.29', gateway: { addresses: [GatewayAddress.ip('8.8.4.2')] } },
  ] as ClusterProps[],
  services: [httpbin()] as ServiceProps[],
  grants: [
    {
      services: ['httpbin.bar'],
      clusters: ['cluster1'],
      namespaces: ['foo'],
      serviceAccounts: ['*'],
    },
  ] as GrantProps[],
} satisfies MulticlusterMeshProps;

export function httpbin(props: Partial<ServiceProps> = {}): ServiceProps {
  return {
    name: 'httpbin',
    namespace: 'bar',
    clusters: ['cluster2'],
    ports: [{ number: 8000, protocol: Protocol.HTTP }],
    selector: { app: 'httpbin' },
    serviceAccounts: ['httpbin'],
    ...props,
  };
}

/** The base with changes to its first cluster, or with other changes. */
export function withCluster(props: Partial<ClusterProps>, index = 0): MulticlusterMeshProps {
  return {
    ...BASE,
    clusters: BASE.clusters.map((cluster, i) => (i === index ? { ...cluster, ...props } : cluster)),
  };
}

export function withService(props: Partial<ServiceProps>): MulticlusterMeshProps {
  return { ...BASE, services: [httpbin(props)] };
}

export function withGrant(grant: GrantProps): MulticlusterMeshProps {
  return { ...BASE, grants: [...BASE.grants, grant] };
}

const NO_LOCK: Lock = { file: 'mesh.lock.json', ips: [], isUpdate: false, reuse: false };

/** Everything that is reported, always with what to do. */
export function problemsOf(props: MulticlusterMeshProps, lock = NO_LOCK): readonly Problem[] {
  const problems = new Problems();
  resolveMesh(props, lock, problems);
  expect(problems.all.map(({ remedy }) => remedy)).not.toContain('');
  return problems.all;
}

export function resolve(props: MulticlusterMeshProps, lock = NO_LOCK): Mesh {
  const problems = new Problems();
  const mesh = resolveMesh(props, lock, problems);
  problems.throwIfErrors();
  return mesh;
}

/** `MESH201 at clusters[0].name: cluster name "…" …` */
export function summarize(problems: readonly Problem[]): string[] {
  return problems.map(p => `${p.code} at ${p.where}: ${p.message}`);
}
