import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { Layers } from './layers';
import { resolveHost } from './standalone-host';
import { GlobalServiceEntryProps } from '../description/global-service-entry-props';
import { MECHANISMS } from '../manifests/traffic/mechanism';
import { Layer } from '../output/layer';
import { check } from '../problems/problems';

/**
 * Makes one global host, `<name>.<namespace>.global`, known to one cluster: as its own pods, as the
 * gateways of other clusters, or both.
 *
 * Places ServiceEntries and, for callers, a DestinationRule with mutual TLS in the service's
 * namespace. `MulticlusterMesh` places one for each host that a cluster serves or may call; it can
 * be used alone in any chart.
 *
 * @throws an error (see `MeshProblems`) with every problem of the props
 */
export class GlobalServiceEntry extends Construct {
  /** The host, e.g. `httpbin.bar.global`. */
  public readonly host: string;

  public constructor(scope: Construct, id: string, props: GlobalServiceEntryProps) {
    super(scope, id);
    const host = check(problems => resolveHost(props, problems), [this.node.path]);
    this.host = host.host;
    Layers.assign(this, Layer.TRAFFIC);
    for (const [index, manifest] of MECHANISMS[host.istio.profile].host(host).entries()) {
      // The same few ids for every host: constructs keeps children as properties, and thousands of
      // names take V8 off its fast objects (bench/README.md).
      new ApiObject(this, `${manifest.kind}-${index}`, manifest);
    }
  }
}
