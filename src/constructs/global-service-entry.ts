import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { Layers } from './layers';
import { resolveHost } from './standalone-host';
import { givenProps, resolveChecked } from '../description/checked';
import { addressOf } from '../description/file-form';
import { validateGlobalServiceEntry } from '../description/generated/props';
import { GlobalServiceEntryProps } from '../description/global-service-entry-props';
import { MECHANISMS } from '../manifests/traffic/mechanism';
import { Layer } from '../output/layer';
import { check, Problems } from '../problems/problems';

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
    const given = givenProps(validateGlobalServiceEntry, props);
    const resolve = (checked: GlobalServiceEntryProps, problems: Problems) =>
      resolveHost(withAddresses(checked), problems);
    const host = check(problems => resolveChecked(given, problems, resolve), [this.node.path])!;
    this.host = host.host;
    Layers.assign(this, Layer.TRAFFIC);
    for (const [index, manifest] of MECHANISMS[host.istio.profile].host(host).entries()) {
      // The same few ids for every host: constructs keeps children as properties, and thousands of
      // names take V8 off its fast objects (bench/README.md).
      new ApiObject(this, `${manifest.kind}-${index}`, manifest);
    }
  }
}

/** An address may have been given as a file has it. */
function withAddresses(props: GlobalServiceEntryProps): GlobalServiceEntryProps {
  const endpoints = props.endpoints?.map(endpoint => ({
    ...endpoint,
    address: addressOf(endpoint.address),
  }));
  return { ...props, endpoints };
}
