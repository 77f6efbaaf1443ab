import * as path from 'path';
import { serviceObjects, Workload, workloadsOf } from '../../../conformance/stand/workloads';
import { matrixOf } from '../../../conformance/suites/matrix';
import { MulticlusterMeshProps } from '../../../src';
import { Mesh, WhatIf } from '../../../src/analysis/reach/mesh';
import { reach } from '../../../src/analysis/reach/reach';
import { Way } from '../../../src/analysis/reach/verdict';
import { WorkloadFacts } from '../../../src/analysis/world/facts';
import { objectsOf } from '../../../src/analysis/world/objects';
import { readWorld } from '../../../src/analysis/world/read-world';
import { World } from '../../../src/analysis/world/world';
import { Problems } from '../../../src/problems/problems';

/** A description, with what it became. */
export interface Synthesized {
  readonly description: MulticlusterMeshProps;
  readonly world: World;
  readonly workloads: readonly Workload[];
}

/** A description, and what was written for it. */
export function written(description: MulticlusterMeshProps, folder: string): Synthesized {
  const directories = description.clusters.map(({ name }) => path.join(folder, name));
  const problems = new Problems();
  const world = readWorld({ directories }, problems);
  expect(problems.all).toEqual([]);
  const workloads = workloadsOf(description);
  return { description, world: withWorkloads(world, description, workloads), workloads };
}

/** With pods and Services that somebody else deploys. */
function withWorkloads(
  { clusters }: World,
  description: MulticlusterMeshProps,
  workloads: readonly Workload[],
): World {
  const source = { file: 'services.yaml', line: 1 };
  return {
    clusters: clusters.map(cluster => ({
      ...cluster,
      manifests: [
        ...cluster.manifests,
        ...[
          ...serviceObjects(description, cluster.name),
          ...otherGateways(description, cluster.name),
        ].flatMap(one => objectsOf(one, source, () => 1).manifests),
      ],
      facts: {
        ...cluster.facts,
        workloads: workloads.filter(one => one.cluster === cluster.name).map(factsOf),
      },
    })),
  };
}

/** A stock gateway that somebody else configures. */
function otherGateways({ clusters }: MulticlusterMeshProps, cluster: string): object[] {
  const hosts = clusters.find(({ name }) => name === cluster)?.gateway?.otherGatewayHosts ?? [];
  const port = { number: 15443, name: 'tls', protocol: 'TLS' };
  return hosts.length === 0
    ? []
    : [
        {
          apiVersion: 'networking.istio.io/v1',
          kind: 'Gateway',
          metadata: { name: 'cross-network-gateway', namespace: 'istio-system' },
          spec: {
            selector: { istio: 'eastwestgateway' },
            servers: [{ port, tls: { mode: 'AUTO_PASSTHROUGH' }, hosts }],
          },
        },
      ];
}

function factsOf({ namespace, serviceAccount, labels, ports }: Workload): WorkloadFacts {
  const numbers = ports.map(({ number, targetPort, targetPortName }) => [
    targetPortName ?? `port-${number}`,
    targetPort ?? (targetPortName ? number + 1 : number),
  ]);
  return { namespace, serviceAccount, labels, ports: Object.fromEntries(numbers), sidecar: true };
}

/** What is expected of each call, and its way. */
export function matrix({ description, world, workloads }: Synthesized, whatIf?: WhatIf) {
  const mesh = new Mesh(world, whatIf);
  return matrixOf(description, workloads).map(call => {
    const cluster = mesh.clusters.get(call.caller.cluster)!;
    const { namespace, serviceAccount } = call.caller;
    const [caller] = cluster
      .workloads(namespace, serviceAccount)
      .filter(({ labels }) =>
        Object.entries(call.caller.labels).every(([k, v]) => labels[k] === v),
      );
    const way: Way = reach({
      mesh,
      cluster,
      caller,
      host: call.host,
      port: call.port.number,
      request: {},
    });
    const text = `${call.caller.cluster} ${namespace}/${serviceAccount} → ${call.host}:${call.port.number}`;
    return { text, expected: call.expected, way };
  });
}
