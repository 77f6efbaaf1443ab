import { discover, Discovered } from './discover';
import { formatPlace, Locator } from '../../problems/place';
import { check, Problems } from '../../problems/problems';
import { originOf, withOrigin } from '../located';
import { MulticlusterMeshProps, ServiceSourceProps } from '../mesh-props';
import { GrantProps, ServiceProps } from '../service-props';

/**
 * The services that existing Kubernetes manifests offer to other clusters, read from a directory as
 * found in a GitOps repository.
 *
 * A Service is taken when it has the label or annotation `mesh.cdk8s-istio-multicluster/export:
 * "true"`, or when there is a `ServiceExport` (`multicluster.x-k8s.io`) of its name. Ports,
 * selector and target ports come from the Service, service accounts from the workloads it selects.
 * Who may call it is said in the description's grants, or by the annotation
 * `mesh.cdk8s-istio-multicluster/grants`, e.g. `cluster1/foo/sleep, cluster3/*`.
 */
export class ServiceSource {
  /**
   * Reads a directory with all its subdirectories. Files that hold no Kubernetes objects are passed
   * over.
   *
   * @param directory the directory, relative to the working directory
   * @param clusters names of the clusters to which the manifests are deployed
   * @throws MeshError with every Service that is marked for export but cannot be
   */
  public static fromDirectory(directory: string, clusters: string[]): ServiceSource {
    return new ServiceSource(check(problems => discover({ directory, clusters }, problems)));
  }

  /** The exported services, by namespace and name. */
  public readonly services: ServiceProps[];

  /** The grants that the Services' annotations make. */
  public readonly grants: GrantProps[];

  private constructor({ services, grants }: Discovered) {
    this.services = services;
    this.grants = grants;
  }
}

/**
 * The description with what its sources hold. A service found in several sources, with the same
 * ports and workloads, is one service that several clusters serve.
 *
 * @internal
 */
export function withDiscovered(
  props: MulticlusterMeshProps,
  problems: Problems,
): MulticlusterMeshProps {
  const found = (props.serviceSources ?? []).map((source, i) => {
    checkClusters(source, props, problems.at('serviceSources', i, 'clusters'));
    return discover(source, problems.at('serviceSources', i));
  });
  if (found.length === 0) {
    return props;
  }
  return {
    ...props,
    services: [...(props.services ?? []), ...joined(found.flatMap(source => source.services))],
    grants: [...(props.grants ?? []), ...found.flatMap(source => source.grants)],
  };
}

function checkClusters(
  { directory, clusters }: ServiceSourceProps,
  props: MulticlusterMeshProps,
  problems: Problems,
): void {
  if (clusters.length === 0) {
    problems.report('MESH310', `"${directory}" is deployed to no cluster`);
  }
  clusters.forEach((name, i) => {
    if (!props.clusters.some(cluster => cluster.name === name)) {
      problems
        .at(i)
        .report(
          'MESH310',
          `"${directory}" is deployed to "${name}", which is not a cluster of the mesh`,
        );
    }
  });
}

function joined(services: readonly ServiceProps[]): ServiceProps[] {
  const bySpec = new Map<string, ServiceProps>();
  for (const service of services) {
    const { clusters, ...spec } = service;
    const key = JSON.stringify(spec);
    const other = bySpec.get(key);
    bySpec.set(
      key,
      withOrigin(
        { ...spec, clusters: [...(other?.clusters ?? []), ...clusters] },
        originOf(other ?? service)!,
      ),
    );
  }
  return [...bySpec.values()];
}

/**
 * Names places in services and grants that were found by the manifest they were found in; all other
 * places as before.
 *
 * @param described the description with what its sources hold
 * @internal
 */
export function locateDiscovered(described: () => MulticlusterMeshProps, locate: Locator): Locator {
  return place => {
    const [list, index] = place;
    const found =
      (list === 'services' || list === 'grants') && typeof index === 'number'
        ? described()[list]?.[index]
        : undefined;
    const origin = found && originOf(found);
    return origin === undefined ? locate(place) : `${origin} (${formatPlace(place)})`;
  };
}
