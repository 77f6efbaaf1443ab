import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { Layers } from './layers';
import { checkOnlyOne } from './only-one';
import { KubeDnsStubProps } from '../description/kube-dns-stub-props';
import { checkStubs } from '../model/dns/check-stubs';
import { Layer } from '../output/layer';
import { MeshProblem, meshProblem } from '../problems/mesh-problem';
import { Problems } from '../problems/problems';
import { checkNotPublic } from '../values/names';
import { sortedRecord } from '../values/order';
import { KEEP, MANAGED_BY } from '../values/ownership';

/**
 * Makes kube-dns, or NodeLocal DNSCache, ask a server of the mesh for the mesh's names: the
 * ConfigMap `kube-dns` in `kube-system`.
 *
 * kube-dns checks the ConfigMap itself and ignores all of it when one entry is wrong, without an
 * error that anyone sees. So the same rules are applied here (kubernetes/dns pkg/dns/config), and
 * two more: host names, which NodeLocal DNSCache refuses, and IPv6 addresses with a port, on which
 * dnsmasq exits.
 *
 * @see https://kubernetes.io/docs/tasks/administer-cluster/dns-custom-nameservers/
 * @throws MeshError with every problem of the props, and when the chart has a `KubeDnsStub` already
 * (MESH607)
 */
export class KubeDnsStub extends Construct {
  /** What is doubtful about the props. */
  public readonly warnings: MeshProblem[];

  public constructor(scope: Construct, id: string, props: KubeDnsStubProps) {
    super(scope, id);
    const problems = new Problems([this.node.path]);
    checkOnlyOne(this, KubeDnsStub, 'the ConfigMap kube-dns', problems);
    checkStubs(props, problems);
    Object.keys(props.stubDomains).forEach(domain =>
      checkNotPublic(domain, problems.at('stubDomains', domain)),
    );
    problems.throwIfErrors();
    this.warnings = problems.warnings.map(meshProblem);
    Layers.assign(this, Layer.DNS);
    new k8s.KubeConfigMap(this, 'config', {
      metadata: {
        name: 'kube-dns',
        namespace: 'kube-system',
        labels: { 'addonmanager.kubernetes.io/mode': 'EnsureExists', ...MANAGED_BY },
        annotations: { ...KEEP },
      },
      data: {
        stubDomains: JSON.stringify(sortedRecord(props.stubDomains)),
        ...(props.federations
          ? {
              federations: Object.entries(sortedRecord(props.federations))
                .map(([name, domain]) => `${name}=${domain}`)
                .join(),
            }
          : {}),
        ...(props.upstreamNameservers
          ? { upstreamNameservers: JSON.stringify(props.upstreamNameservers) }
          : {}),
      },
    });
  }
}
