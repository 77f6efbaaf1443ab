import type { Discovered } from './discover';
import { formatPlace, Locator } from '../../problems/place';
import { check, Problems } from '../../problems/problems';
import { originOf, withOrigin } from '../located';
import { MulticlusterMeshProps, ServiceSourceProps } from '../mesh-props';
import { GrantProps, ServiceProps } from '../service-props';

/**
 * The services that existing Kubernetes manifests offer to other clusters, e.g. those in a GitOps
 * repository.
 *
 * A Service is exported if it has the label or annotation `mesh.cdk8s-istio-multicluster/export:
 * "true"`, or if there is a `ServiceExport` (`multicluster.x-k8s.io`) with its name and namespace.
 * Its ports, target ports and selector come from the Service, its service accounts from the
 * workloads that the Service selects. Who may call it is granted by the description, or by the
 * annotation `mesh.cdk8s-istio-multicluster/grants` of the Service, e.g. `cluster1/foo/sleep,
 * cluster3/bar/*`.
 */
export class ServiceSource {
  /**
   * Reads a directory with all its subdirectories. Files without Kubernetes objects are ignored.
   *
   * @param directory the directory, relative to the working directory
   * @param clusters names of the clusters that the manifests are deployed to
   * @throws MeshError if a manifest is not valid, or a Service is marked for export but cannot be
   * exported (MESH150 to MESH160)
   */
  public static fromDirectory(directory: string, clusters: string[]): ServiceSource {
    return new ServiceSource(check(problems => discover({ directory, clusters }, problems)));
  }

  /** The exported services, by namespace and name. */
  public readonly services: ServiceProps[];

  /** The grants from the annotations of the Services. */
  public readonly grants: GrantProps[];

  private constructor({ services, grants }: Discovered) {
    this.services = services;
    this.grants = grants;
  }
}

/**
 * The description with the services and grants of its sources. If several sources have the same
 * service, with the same ports and workloads, it is one service that several clusters serve.
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

/** Loads the parser of YAML only for a mesh that has sources. */
function discover(source: ServiceSourceProps, problems: Problems): Discovered {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const discovery: typeof import('./discover') = require('./discover');
  return discovery.discover(source, problems);
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
 * Names the places of services and grants from a source by their manifest, and all other places as
 * `locate` does.
 *
 * @param described the description with the services and grants of its sources
 * @internal
 */
export function locateDiscovered(
  described: () => MulticlusterMeshProps | undefined,
  locate: Locator,
): Locator {
  return place => {
    const [list, index] = place;
    const found =
      (list === 'services' || list === 'grants') && typeof index === 'number'
        ? described()?.[list]?.[index]
        : undefined;
    const origin = found && originOf(found);
    return origin === undefined ? locate(place) : `${origin} (${formatPlace(place)})`;
  };
}
