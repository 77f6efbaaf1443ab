import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { Layers } from './layers';
import { claim, DnsPart } from './only-one';
import { placeFile } from './place-file';
import { resolveZoneProps } from './standalone-dns';
import { givenProps, resolveChecked } from '../description/checked';
import { CoreDnsGlobalZoneProps } from '../description/core-dns-global-zone-props';
import { validateCoreDnsGlobalZone } from '../description/generated/props';
import { zoneOutput } from '../manifests/dns/forms/forms';
import { withoutZone } from '../model/dns/zone-place';
import { Layer } from '../output/layer';
import { MeshProblem, meshProblem } from '../problems/mesh-problem';
import { check, Problems } from '../problems/problems';

/**
 * Adds the mesh's zone to the cluster's CoreDNS, in the form that the platform keeps: the ConfigMap
 * `coredns` with the whole Corefile where that is yours, otherwise an object of the platform, or
 * for the EKS add-on a file with its configuration.
 *
 * In `coredns-custom` our key stands beside those of others: `kubectl apply` leaves them alone,
 * replacing the object does not. A zone with records uses the plugin `template`, which the
 * preflight check of `kubeadm upgrade` does not know; where that upgrade has to migrate the
 * Corefile, tell it to ignore `CoreDNSUnsupportedPlugins`: the blocks come through as they are
 * (coredns/corefile-migration 1.0.36, tried).
 *
 * @throws an error (see `MeshProblems`) with every problem of the props, and when the chart has a
 * `CoreDnsGlobalZone` already (MESH607)
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
    return check(problems => withoutZone(corefile, zone, problems))!;
  }

  /** What is doubtful about the props. */
  public readonly warnings: MeshProblem[];

  public constructor(scope: Construct, id: string, props: CoreDnsGlobalZoneProps) {
    super(scope, id);
    const problems = new Problems([this.node.path]);
    claim(this, DnsPart.ZONE, problems);
    const given = givenProps(validateCoreDnsGlobalZone, props);
    const resolved = resolveChecked(given, problems, resolveZoneProps);
    problems.throwIfErrors();
    this.warnings = problems.warnings.map(meshProblem);
    Layers.assign(this, Layer.DNS);
    const { zone, records } = resolved!;
    const output = zoneOutput(zone, records);
    if ('file' in output) {
      placeFile(this, output.file);
    } else {
      new ApiObject(this, 'config', output.object);
    }
  }
}
