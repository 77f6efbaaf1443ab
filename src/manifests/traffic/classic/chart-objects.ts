import { rewriteFilter } from './rewrite-filter';
import {
  DestinationRuleSpecTrafficPolicyTlsMode as TlsMode,
  GatewaySpecServersTlsMode as GatewayTls,
} from '../../../../imports/networking.istio.io';
import { ExportingGateway } from '../../../model/hosts/host';
import { GatewayAddress } from '../../../values/gateway-address';
import { IstioVersion } from '../../../values/istio-version';
import { Manifest } from '../../manifest';
import { destinationRule, gateway as gatewayObject } from '../istio-objects';

/**
 * The objects that the charts of Istio 1.1 to 1.7 make for `global.multiCluster.enabled`, by the
 * same names: applying them beside the chart changes nothing, and they are reviewed and kept like
 * the rest.
 *
 * @internal
 */
export function classicGatewayObjects(gateway: ExportingGateway): Manifest[] {
  const { istio, labels, suffix } = gateway;
  const name = 'istio-multicluster-ingressgateway';
  const selector = chartLabels(istio, labels);
  const filter = rewriteFilter(istio, named(gateway, name), selector, suffix);
  if (!isHelmChart(istio)) {
    return [passthrough(gateway, name, selector), filter, mutualTls(gateway, name)];
  }
  const egress = chartLabels(istio, { istio: 'egressgateway' });
  return [
    passthrough(gateway, 'istio-multicluster-egressgateway', egress),
    passthrough(gateway, name, selector),
    filter,
    mutualTls(gateway, 'istio-multicluster-destinationrule'),
  ];
}

const named = ({ rootNamespace }: ExportingGateway, name: string) => ({
  name,
  namespace: rootNamespace,
});

const wildcard = ({ suffix }: ExportingGateway): string => `*.${suffix}`;

function passthrough(
  exporting: ExportingGateway,
  name: string,
  selector: { [label: string]: string },
): Manifest {
  return gatewayObject(exporting.istio, named(exporting, name), {
    selector,
    servers: [
      {
        hosts: [wildcard(exporting)],
        port: { name: 'tls', number: GatewayAddress.DEFAULT_PORT, protocol: 'TLS' },
        tls: { mode: GatewayTls.AUTO_UNDERSCORE_PASSTHROUGH },
      },
    ],
  });
}

function mutualTls(exporting: ExportingGateway, name: string): Manifest {
  return destinationRule(exporting.istio, named(exporting, name), {
    host: wildcard(exporting),
    trafficPolicy: { tls: { mode: TlsMode.ISTIO_UNDERSCORE_MUTUAL } },
  });
}

/** Up to 1.4 the documented way is the Helm chart, from 1.5 an IstioOperator file. @internal */
export function isHelmChart(istio: IstioVersion): boolean {
  return istio.minor <= 4;
}

/**
 * The charts of 1.2 to 1.4 select by all labels of the gateway, which include `app: istio-<name>`.
 */
function chartLabels(
  istio: IstioVersion,
  labels: { readonly [label: string]: string },
): { [label: string]: string } {
  const hasApp = istio.minor >= 2 && isHelmChart(istio) && Object.keys(labels).join() === 'istio';
  return hasApp ? { app: `istio-${labels.istio}`, ...labels } : { ...labels };
}
