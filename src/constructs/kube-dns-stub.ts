import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { Layers } from './layers';
import { claim, DnsPart } from './only-one';
import { resolveStubProps } from './standalone-dns';
import { givenProps, resolveChecked } from '../description/checked';
import { validateKubeDnsStub } from '../description/generated/props';
import { KubeDnsStubProps } from '../description/kube-dns-stub-props';
import { stubManifest } from '../manifests/dns/stub';
import { Layer } from '../output/layer';
import { MeshProblem, meshProblem } from '../problems/mesh-problem';
import { Problems } from '../problems/problems';

/**
 * Makes kube-dns, or NodeLocal DNSCache, ask a server of the mesh for the mesh's names: the
 * ConfigMap `kube-dns` in `kube-system`.
 *
 * kube-dns checks the ConfigMap itself and ignores all of it when one entry is wrong, without an
 * error that anyone sees. So the same rules are applied here (kubernetes/dns pkg/dns/config), and
 * two more: on host names, which NodeLocal DNSCache refuses, and on IPv6 addresses with a port, on
 * which dnsmasq exits.
 *
 * @see https://kubernetes.io/docs/tasks/administer-cluster/dns-custom-nameservers/
 * @throws an error (see `MeshProblems`) with every problem of the props, and when the chart has a
 * `KubeDnsStub` already (MESH607)
 */
export class KubeDnsStub extends Construct {
  /** What is doubtful about the props. */
  public readonly warnings: MeshProblem[];

  public constructor(scope: Construct, id: string, props: KubeDnsStubProps) {
    super(scope, id);
    const problems = new Problems([this.node.path]);
    claim(this, DnsPart.STUB, problems);
    const given = givenProps(validateKubeDnsStub, props);
    const stub = resolveChecked(given, problems, resolveStubProps);
    problems.throwIfErrors();
    this.warnings = problems.warnings.map(meshProblem);
    Layers.assign(this, Layer.DNS);
    new ApiObject(this, 'config', stubManifest(stub!));
  }
}
