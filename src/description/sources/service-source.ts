import { checkSource, nameOf } from './check-source';
import type { Discovery } from './discover';
import { Found, joinSources } from './join-sources';
import { formatPlace, Locator } from '../../problems/place';
import { check, Problems } from '../../problems/problems';
import { remember } from '../../values/remember';
import { originOf, ownerOf, ownersOf, PresentServices, withPresent } from '../located';
import { MulticlusterMeshProps, ServiceSourceProps } from '../mesh-props';
import { Speaker } from '../owners/speaker';
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
   * @param namespaces the namespaces that the directory may speak for (MESH161); every namespace
   * unless given
   * @throws MeshError if a manifest is not valid, or a Service is marked for export but cannot be
   * exported (MESH150 to MESH183), or is there twice (MESH301)
   */
  public static fromDirectory(
    directory: string,
    clusters: string[],
    namespaces?: string[],
  ): ServiceSource {
    return this.of({ directory, clusters, namespaces });
  }

  /**
   * Reads a source as `serviceSources` of a mesh does.
   *
   * @param source what to read; `joins` has no meaning here
   * @throws MeshError as `fromDirectory` does, and if the source is not rendered (MESH184)
   */
  public static of(source: ServiceSourceProps): ServiceSource {
    const read = (problems: Problems) => {
      checkSource(source, undefined, problems);
      return ofSources([source], [discover(source, problems)], problems);
    };
    return new ServiceSource(check(read));
  }

  /** The exported services, by namespace and name. */
  public readonly services: ServiceProps[];

  /** The grants from the annotations of the Services. */
  public readonly grants: GrantProps[];

  private constructor(found: readonly Found[]) {
    this.services = found.map(({ service }) => service);
    this.grants = found.flatMap(({ grants }) => grants);
  }
}

/**
 * The description with the services and grants of its sources.
 *
 * @internal
 */
export function withDiscovered(
  props: MulticlusterMeshProps,
  problems: Problems,
): MulticlusterMeshProps {
  const { serviceSources: sources = [], services = [], grants = [] } = props;
  if (sources.length === 0) {
    return props;
  }
  const owners = ownersOf(props);
  const read = (source: ServiceSourceProps, i: number) => {
    const at = problems.at('serviceSources', i);
    checkClusters(source, props, at.at('clusters'));
    checkSource(source, owners, at);
    const speakersOf = (file: string) =>
      [ownerOf(source), owners?.ownerOf(file)].filter(speaker => speaker !== undefined);
    return discover(source, problems, at, speakersOf);
  };
  const discovered = sources.map(read);
  const found = ofSources(sources, discovered, problems);
  const described = {
    ...props,
    services: [...services, ...found.map(({ service }) => service)],
    grants: [...grants, ...found.flatMap(one => one.grants)],
  };
  return withPresent(described, presentServices(sources, discovered));
}

/** The Services that each cluster gets. */
function presentServices(
  sources: readonly ServiceSourceProps[],
  discovered: readonly Discovery[],
): PresentServices {
  const present = new Map<string, Map<string, string>>();
  sources.forEach(({ clusters }, i) =>
    clusters.forEach(cluster => {
      const here = remember(present, cluster, () => new Map<string, string>());
      discovered[i].services.forEach((where, service) => here.set(service, where));
    }),
  );
  return present;
}

/**
 * A watch over the constructs among the sources. Each call says which of them export something else
 * than when the watch began: a program may go on after it has made its mesh.
 *
 * @internal
 */
export function watchConstructs({
  serviceSources = [],
}: MulticlusterMeshProps): (() => string[]) | undefined {
  const sources = serviceSources.filter(({ construct }) => construct !== undefined);
  const exported = (source: ServiceSourceProps) => JSON.stringify(discover(source, new Problems()));
  const before = sources.map(exported);
  return sources.length === 0
    ? undefined
    : () =>
        sources
          .filter((source, i) => exported(source) !== before[i])
          .map(
            source =>
              `${nameOf(source)} exports something else than when the mesh was made; make the mesh last`,
          );
}

/** What the sources declare, each host once. */
function ofSources(
  sources: readonly ServiceSourceProps[],
  discovered: readonly Discovery[],
  problems: Problems,
): Found[] {
  const found = discovered.flatMap(({ exported }, source) =>
    exported.map(one => ({ source, ...one })),
  );
  return joinSources(found, sources, problems);
}

/** Loads the parser of YAML only for a mesh that has sources. */
function discover(
  source: ServiceSourceProps,
  problems: Problems,
  at?: Problems,
  speakersOf?: (file: string) => readonly Speaker[],
): Discovery {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const discovery: typeof import('./discover') = require('./discover');
  return discovery.discover(source, problems, at, speakersOf);
}

function checkClusters(
  source: ServiceSourceProps,
  props: MulticlusterMeshProps,
  problems: Problems,
): void {
  if (source.clusters.length === 0) {
    problems.report('MESH310', `${nameOf(source)} is deployed to no cluster`);
  }
  source.clusters.forEach((name, i) => {
    if (!props.clusters.some(cluster => cluster.name === name)) {
      problems
        .at(i)
        .report(
          'MESH310',
          `${nameOf(source)} is deployed to "${name}", which is not a cluster of the mesh`,
        );
    }
  });
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
