import { basename } from 'path';
import { App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { ClusterCacerts } from './cluster-cacerts';
import { checkClusterDns, ClusterDns } from './cluster-dns';
import { ClusterFile } from './cluster-file';
import { ClusterTraffic } from './cluster-traffic';
import { guardPlainApp } from './plain-app';
import { attachReport } from './report';
import { locatorOf, readMeshFile } from '../description/file/read-mesh-file';
import { isUpdate, LOCK_FILE, readLock, writeLock } from '../description/locks/mesh-lock-file';
import { PkiLock } from '../description/locks/pki-lock';
import { PKI_LOCK_FILE, requirePkiLock } from '../description/locks/pki-lock-file';
import { MulticlusterMeshProps } from '../description/mesh-props';
import { locateDiscovered, withDiscovered } from '../description/sources/service-source';
import { controlPlaneFiles } from '../manifests/control-plane/files';
import { Cluster, Mesh } from '../model/mesh';
import { resolveMesh } from '../model/resolve-mesh';
import { formatProblem } from '../problems/mesh-error';
import { formatPlace, Place } from '../problems/place';
import { check, Problems } from '../problems/problems';

/**
 * A mesh of clusters, from one description: for each cluster a chart with everything that the
 * cluster needs.
 *
 * The charts stand directly below the app and carry the clusters' names, so that every output
 * layout has one directory or one file for each cluster. Objects that you add to `chart(cluster)`
 * come out beside ours.
 *
 * @throws MeshError with every problem of the description
 */
export class MulticlusterMesh extends Construct {
  /**
   * The mesh that a file describes: `mesh.yaml`, with the same keys as the props. Problems name
   * file, line and column.
   *
   * @param scope the app
   * @param id name of the mesh within the app
   * @param path path of the file
   * @throws MeshError with every problem of the file
   */
  public static fromFile(scope: Construct, id: string, path: string): MulticlusterMesh {
    return new MulticlusterMesh(scope, id, readMeshFile(path));
  }

  private readonly mesh: Mesh;
  private readonly charts: ReadonlyMap<string, Chart>;

  public constructor(scope: Construct, id: string, props: MulticlusterMeshProps) {
    super(scope, id);
    const file = props.lockFile ?? LOCK_FILE;
    let described = props;
    this.mesh = check(
      problems => {
        described = withDiscovered(props, problems);
        const lock = {
          file: basename(file),
          allocation: readLock(file, problems.at('lockFile')),
          isUpdate: isUpdate(),
        };
        const mesh = resolveMesh(described, lock, problems, pkiOf(props, problems));
        checkDns(mesh, described, problems);
        return mesh;
      },
      [],
      locateDiscovered(() => described, locatorOf(props) ?? formatPlace),
    );
    if (isUpdate()) {
      check(
        problems => writeLock(file, this.mesh.allocation, problems.at('lockFile')),
        [],
        locatorOf(props),
      );
    }
    this.charts = new Map(this.mesh.clusters.map(cluster => [cluster.name, this.place(cluster)]));
    attachReport(this, {
      clusters: this.clusters,
      services: this.mesh.services.filter(service => !service.isAlias).length,
      grants: described.grants?.length ?? 0,
      lockFile: basename(file),
      virtualIps: this.mesh.allocation.size,
      warnings: this.warnings,
    });
    guardPlainApp(this);
  }

  /** Names of the clusters, in order. */
  public get clusters(): string[] {
    return [...this.charts.keys()];
  }

  /**
   * The warnings that were not accepted, each as one paragraph: code, place, what is doubtful, what
   * to do.
   */
  public get warnings(): string[] {
    return this.mesh.warnings.map(formatProblem);
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

  private place(cluster: Cluster): Chart {
    const app = App.of(this);
    const chart =
      (app.node.tryFindChild(cluster.name) as Chart | undefined) ?? new Chart(app, cluster.name);
    const scope = new Construct(chart, this.node.id);
    new ClusterCacerts(scope, 'cacerts', {
      cluster: cluster.name,
      namespace: this.mesh.rootNamespace,
      network: cluster.network,
      ...cluster.cacerts,
    });
    new ClusterDns(scope, 'dns', this.mesh, cluster);
    new ClusterTraffic(scope, 'traffic', this.mesh, cluster);
    for (const { path, content } of controlPlaneFiles(this.mesh, cluster)) {
      new ClusterFile(scope, path.replace(/\//g, '-'), { path, content });
    }
    return chart;
  }
}

function pkiOf({ pki }: MulticlusterMeshProps, problems: Problems): PkiLock | undefined {
  return pki && requirePkiLock(pki.lockFile ?? PKI_LOCK_FILE, problems.at('pki', 'lockFile'));
}

/** What the DNS of a cluster depends on must be right before it can be looked at. */
function checkDns(mesh: Mesh, { clusters }: MulticlusterMeshProps, problems: Problems): void {
  const wrong = problems.errors.map(({ place }) => place);
  const isWrong = (...start: Place) =>
    wrong.some(place => start.every((step, i) => place[i] === step));
  for (const cluster of mesh.clusters) {
    const i = clusters.findIndex(({ name }) => name === cluster.name);
    if (
      ![['suffix'], ['clusterDomain'], ['services'], ['clusters', i]].some(start =>
        isWrong(...start),
      )
    ) {
      checkClusterDns(mesh, cluster, problems.at('clusters', i, 'dns'));
    }
  }
}
