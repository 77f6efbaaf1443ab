import { ClusterFacts, GatewayFacts, WorkloadFacts } from './facts';
import { Form, misfit } from './form';
import { Problems } from '../../problems/problems';

const GATEWAY: Form = {
  name: 'text',
  namespace: 'text',
  addresses: 'texts',
  localAddresses: 'texts',
  ports: { map: 'number' },
};

const WORKLOAD: Form = {
  namespace: 'text',
  serviceAccount: 'text',
  labels: 'labels',
  ports: { map: 'number' },
  sidecar: 'boolean',
  address: 'text',
};

const CLUSTER: { readonly [key: string]: Form } = {
  istio: 'text',
  nextIstio: 'text', // for the commands of README.md
  locality: 'text',
  spiffeIdTemplate: 'text',
  revisionTags: 'texts',
  gateways: { list: GATEWAY },
  workloads: { list: WORKLOAD },
};

const CLUSTERS: Form = { clusters: { map: { ...CLUSTER, directory: 'text' } } };

/** What `world.yaml` says of a cluster in its own directory. @internal */
export function clusterFacts(values: any, problems: Problems): ClusterFacts | undefined {
  return fits(values, CLUSTER, problems) ? factsOf(values ?? {}) : undefined;
}

/** A cluster of a `world.yaml` for all clusters. @internal */
export interface NamedFacts {
  readonly name: string;
  /** relative to the file */
  readonly directory: string;
  readonly facts: ClusterFacts;
}

/** What `world.yaml` says of all clusters. @internal */
export function allFacts(values: any, problems: Problems): NamedFacts[] {
  if (!fits(values, CLUSTERS, problems)) {
    return [];
  }
  return Object.entries<any>(values?.clusters ?? {}).map(([name, cluster]) => ({
    name,
    directory: cluster?.directory ?? name,
    facts: factsOf(cluster ?? {}),
  }));
}

function fits(values: unknown, form: Form, problems: Problems): boolean {
  const found = misfit(values, form, '');
  const path = found?.path.replace(/^\./, '');
  if (found) {
    problems.report(
      'MESH903',
      found.isField ? `nobody knows the key "${path}"` : `"${path}" has a value of a wrong type`,
    );
  }
  return !found;
}

function factsOf(facts: any): ClusterFacts {
  const { istio, locality, spiffeIdTemplate, revisionTags, gateways, workloads } = facts;
  return {
    istio,
    locality,
    spiffeIdTemplate,
    revisionTags: revisionTags ?? [],
    gateways: (gateways ?? []).map((gateway: any): GatewayFacts => ({
      name: gateway.name ?? 'istio-eastwestgateway',
      namespace: gateway.namespace ?? 'istio-system',
      addresses: gateway.addresses ?? [],
      localAddresses: gateway.localAddresses ?? [],
      ports: gateway.ports ?? {},
    })),
    workloads: (workloads ?? []).map((workload: any): WorkloadFacts => ({
      namespace: workload.namespace ?? 'default',
      serviceAccount: workload.serviceAccount ?? 'default',
      labels: workload.labels ?? {},
      ports: workload.ports ?? {},
      sidecar: workload.sidecar,
      address: workload.address,
    })),
  };
}
