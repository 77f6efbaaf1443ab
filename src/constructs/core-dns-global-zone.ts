import { ApiObject, App } from 'cdk8s';
import { Construct } from 'constructs';
import { ClusterFile } from './cluster-file';
import { Layers } from './layers';
import { MeshApp } from './mesh-app';
import { checkOnlyOne } from './only-one';
import { removeBlocks } from '../corefile/splice';
import { CoreDnsGlobalZoneProps } from '../description/core-dns-global-zone-props';
import { resolveZone } from '../model/dns/resolve-zone';
import { Layer } from '../output/layer';
import { MeshProblem, meshProblem } from '../problems/mesh-problem';
import { check, Problems } from '../problems/problems';
import { checkSuffix } from '../values/names';

/**
 * Adds the mesh's zone to the cluster's CoreDNS, in the form that the platform keeps: the ConfigMap
 * `coredns` with the whole Corefile where it is yours, otherwise an object of the platform, or for
 * the EKS add-on a file with its configuration.
 *
 * The key of ours in `coredns-custom` stands beside those of others: `kubectl apply` leaves them
 * alone, replacing the object does not. A zone with records uses the plugin `template`, which the
 * preflight check of `kubeadm upgrade` does not know; where that upgrade has to migrate the
 * Corefile, let it ignore `CoreDNSUnsupportedPlugins`: the blocks come through as they are
 * (coredns/corefile-migration 1.0.36, tried).
 *
 * @throws MeshError with every problem of the props, and when the chart has a `CoreDnsGlobalZone`
 * already (MESH607)
 */
export class CoreDnsGlobalZone extends Construct {
  /**
   * A Corefile without the mesh's zone, for the day the mesh leaves the cluster. What was added to
   * it is gone, every other byte stays.
   *
   * @param corefile the present Corefile
   * @param zone the suffix of the mesh
   * @throws MeshError when the Corefile cannot be read (MESH601), or the zone shares a server block
   * with others (MESH602)
   */
  public static removeFrom(corefile: string, zone: string): string {
    return check(problems => removeBlocks(corefile, zone, problems))!;
  }

  /** What is doubtful about the props. */
  public readonly warnings: MeshProblem[];

  public constructor(scope: Construct, id: string, props: CoreDnsGlobalZoneProps) {
    super(scope, id);
    const problems = new Problems([this.node.path]);
    checkOnlyOne(this, CoreDnsGlobalZone, "the zone into the cluster's CoreDNS", problems);
    checkSuffix(props.zone ?? 'global', problems.at('zone'), props.clusterDomain);
    const form = resolveZone(props, problems);
    problems.throwIfErrors();
    this.warnings = problems.warnings.map(meshProblem);
    Layers.assign(this, Layer.DNS);
    if (form && 'manifest' in form) {
      new ApiObject(this, 'config', form.manifest);
    } else if (form) {
      this.placeFile(form.file);
    }
  }

  /** A plain cdk8s App would leave it out without a word. */
  private placeFile({ path, content }: { path: string; content: string }): void {
    new ClusterFile(this, 'file', { path, content });
    this.node.addValidation({
      validate: () =>
        App.of(this) instanceof MeshApp
          ? []
          : [`MESH606: "${path}" is a file, which cdk8s's App does not write: use MeshApp`],
    });
  }
}
