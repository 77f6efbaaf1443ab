import { rewriteFilter } from './rewrite-filter';
import {
  DestinationRuleSpecTrafficPolicyTlsMode as TlsMode,
  GatewaySpecServersTlsMode as GatewayTls,
} from '../../../../imports/networking.istio.io';
import { ExportingGateway } from '../../../model/hosts/host';
import { GatewayAddress } from '../../../values/gateway-address';
import { IstioVersion } from '../../../values/istio-version';
import { Manifest } from '../../manifest';
import { destinationRule, gateway } from '../istio-objects';

/**
 * The objects that the charts of Istio 1.1 to 1.7 make for `global.multiCluster.enabled`, by the
 * same names: applying them beside the chart changes nothing, and they are reviewed and kept like
 * the rest.
 *
 * @internal
 */
export function classicGatewayObjects({
  istio,
  rootNamespace,
  labels,
  suffix,
}: ExportingGateway): Manifest[] {
  const wildcard = `*.${suffix}`;
  const named = (name: string) => ({ name, namespace: rootNamespace });
  const passthrough = (name: string, selector: { [label: string]: string }) =>
    gateway(istio, named(name), {
      selector,
      servers: [
        {
          hosts: [wildcard],
          port: { name: 'tls', number: GatewayAddress.DEFAULT_PORT, protocol: 'TLS' },
          tls: { mode: GatewayTls.AUTO_UNDERSCORE_PASSTHROUGH },
        },
      ],
    });
  return [
    ...(isHelmChart(istio)
      ? [
          passthrough(
            'istio-multicluster-egressgateway',
            chartLabels(istio, { istio: 'egressgateway' }),
          ),
        ]
      : []),
    passthrough('istio-multicluster-ingressgateway', chartLabels(istio, labels)),
    rewriteFilter(
      istio,
      named('istio-multicluster-ingressgateway'),
      chartLabels(istio, labels),
      suffix,
    ),
    destinationRule(
      istio,
      named(
        isHelmChart(istio)
          ? 'istio-multicluster-destinationrule'
          : 'istio-multicluster-ingressgateway',
      ),
      {
        host: wildcard,
        trafficPolicy: { tls: { mode: TlsMode.ISTIO_UNDERSCORE_MUTUAL } },
      },
    ),
  ];
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
