import { App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { ClusterDns } from './cluster-dns';
import { ClusterFile } from './cluster-file';
import { GitOpsFiles } from './gitops-files';
import { placeTrust } from './place-trust';
import { guardPlainApp } from './plain-app';
import { PreparedObjects } from './prepared-objects';
import { readMesh } from './read-mesh';
import { MeshReport } from './report';
import { runRequest, reportFailure } from './run-request';
import { acceptSecrets } from './secret-exceptions';
import { MulticlusterMeshProps } from '../description/mesh-props';
import { PlainDescription } from '../description/plain-description';
import { controlPlaneFiles } from '../manifests/control-plane/files';
import { DELIVERIES } from '../manifests/gitops/deliveries';
import { Manifest } from '../manifests/manifest';
import { meshTraffic } from '../manifests/traffic/mesh-traffic';
import { Cluster, Mesh } from '../model/mesh';
import { isOnlyAudited } from '../model/services/authorization';
import { Layer } from '../output/layer';
import { MeshProblem, meshProblem } from '../problems/mesh-problem';
import { serviceKey } from '../values/names';
import { NETWORK_LABEL } from '../values/ownership';

/**
 * A mesh of clusters, from one description: for each cluster a chart with everything that the
 * cluster needs.
 *
 * The charts stand directly below the app and carry the clusters' names, so that every output
 * layout has one directory or one file for each cluster. Objects that you add to `chart(cluster)`
 * come out beside ours.
 *
 * @throws an error (see `MeshProblems`) with every problem of the description
 */
export class MulticlusterMesh extends Construct {
  /**
   * The mesh that a file describes: `mesh.yaml`, with the same keys as the props. It can `include`
   * other files, each with an owner who may speak for certain namespaces, hosts and clusters only.
   * Problems name file, line and column.
   *
   * @param scope the app
   * @param id name of the mesh within the app
   * @param path path of the file
   * @throws an error (see `MeshProblems`) with every problem of the file
   */
  public static fromFile(scope: Construct, id: string, path: string): MulticlusterMesh {
    return this.fromObject(
      scope,
      id,
      reportFailure(() => readFile(path)),
    );
  }

  /**
   * The mesh that a dictionary describes, in the form of `mesh.yaml`: the same keys, in camel case
   * in every language, but for `include` and `owners` (MESH102). Unlike typed props, which lose
   * unknown keys on their way here from Python or Go, it arrives as it was written, and nothing in
   * it is ignored.
   *
   * @param scope the app
   * @param id name of the mesh within the app
   * @param description dictionaries, lists, strings, numbers and booleans
   * @throws an error (see `MeshProblems`) with every problem of the description
   */
  public static fromObject(scope: Construct, id: string, description: any): MulticlusterMesh {
    return new MulticlusterMesh(scope, id, description);
  }

  /** @internal */
  public readonly _report: MeshReport;
  private readonly mesh: Mesh;
  private readonly charts: ReadonlyMap<string, Chart>;

  public constructor(scope: Construct, id: string, props: MulticlusterMeshProps) {
    super(scope, id);
    const { mesh, changedSources, grants, rollout, lock } = reportFailure(() =>
      readMesh(PlainDescription.of(props), runRequest() ?? { isUpdate: false }),
    );
    this.mesh = mesh;
    if (changedSources) {
      this.node.addValidation({ validate: changedSources });
    }
    acceptSecrets(this, props.acceptedSecrets ?? []);
    this.charts = new Map(
      [...meshTraffic(mesh)].map(([cluster, traffic]) => [
        cluster.name,
        this.place(cluster, traffic),
      ]),
    );
    this._report = {
      clusters: this.clusters,
      services: mesh.services.filter(service => !service.isAlias).length,
      grants,
      rollout,
      audited: mesh.services.filter(isOnlyAudited).map(serviceKey),
      lock,
      warnings: this.warnings,
    };
    guardPlainApp(this);
  }

  /** Names of the clusters, in order. */
  public get clusters(): string[] {
    return [...this.charts.keys()];
  }

  /** The warnings that were not accepted. */
  public get warnings(): MeshProblem[] {
    return this.mesh.warnings.map(meshProblem);
  }

  /**
   * The chart of a cluster. Objects added to it come out in the cluster's directory.
   *
   * @param cluster name of the cluster
   */
  public chart(cluster: string): Chart {
    const chart = this.charts.get(cluster);
    if (!chart) {
      throw new Error(
        `"${cluster}" is not a cluster of the mesh; its clusters are ${this.clusters.join(', ')}`,
      );
    }
    return chart;
  }

  private place(cluster: Cluster, traffic: ReadonlyArray<readonly Manifest[]>): Chart {
    const app = App.of(this);
    const chart =
      (app.node.tryFindChild(cluster.name) as Chart | undefined) ?? new Chart(app, cluster.name);
    const scope = new Construct(chart, this.node.id);
    placeTrust(new Construct(scope, 'cacerts'), {
      cluster: cluster.name,
      namespace: this.mesh.rootNamespace,
      labels: cluster.namespaces.hasRoot
        ? undefined
        : { ...cluster.namespaces.labels, [NETWORK_LABEL]: cluster.network },
      cacerts: cluster.cacerts,
    });
    new ClusterDns(scope, 'dns', this.mesh, cluster);
    new PreparedObjects(scope, 'traffic', Layer.TRAFFIC, traffic);
    for (const { path, content } of controlPlaneFiles(this.mesh, cluster)) {
      new ClusterFile(scope, path.replace(/\//g, '-'), { path, content });
    }
    const { objects, files, needsLayers } = DELIVERIES[cluster.gitops];
    new PreparedObjects(scope, 'gitops', Layer.CONTROL_PLANE, [objects(this.mesh, cluster)]);
    const filesFor = (layers: ReadonlySet<string>) => files(this.mesh, cluster, layers);
    new GitOpsFiles(scope, 'gitops-files', filesFor, needsLayers);
    return chart;
  }
}

/** Loads the parser of YAML only for a mesh that is described in a file. */
function readFile(path: string): PlainDescription {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const file: typeof import('../description/file/read-mesh-file') = require('../description/file/read-mesh-file');
  return file.readMeshFile(path);
}
