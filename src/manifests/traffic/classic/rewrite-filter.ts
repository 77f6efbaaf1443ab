import {
  EnvoyFilterSpecConfigPatchesApplyTo as ApplyTo,
  EnvoyFilterSpecConfigPatchesMatchContext as Context,
  EnvoyFilterSpecConfigPatchesPatchOperation as Operation,
  EnvoyFilterSpecFiltersFilterType as FilterType,
  EnvoyFilterSpecFiltersInsertPositionIndex as Index,
  EnvoyFilterSpecFiltersListenerMatchListenerType as ListenerType,
} from '../../../../imports/networking.istio.io';
import { GatewayAddress } from '../../../values/gateway-address';
import { IstioVersion } from '../../../values/istio-version';
import { Manifest } from '../../manifest';
import { envoyFilter, ObjectName } from '../istio-objects';

const SNI_CLUSTER = 'envoy.filters.network.sni_cluster';
const REWRITE = 'envoy.filters.network.tcp_cluster_rewrite';
const REWRITE_TYPE =
  'type.googleapis.com/istio.envoy.config.filter.network.tcp_cluster_rewrite.v2alpha1.TcpClusterRewrite';

/**
 * Makes the ingress gateway send `outbound_.8000_._.httpbin.bar.global` to
 * `outbound_.8000_._.httpbin.bar.svc.cluster.local`.
 *
 * @internal
 */
export function rewriteFilter(
  istio: IstioVersion,
  name: ObjectName,
  labels: { [label: string]: string },
  suffix: string,
): Manifest {
  const rewrite = {
    cluster_pattern: `\\.${suffix.replace(/\./g, '\\.')}$`,
    cluster_replacement: '.svc.cluster.local',
  };
  return istio.minor <= 4
    ? filterForm(name, labels, rewrite)
    : patchForm(istio, name, labels, rewrite);
}

/** Istio 1.1 to 1.4 */
function filterForm(
  name: ObjectName,
  labels: { [label: string]: string },
  rewrite: object,
): Manifest {
  return envoyFilter(name, {
    workloadLabels: labels,
    filters: [
      {
        listenerMatch: {
          portNumber: GatewayAddress.DEFAULT_PORT,
          listenerType: ListenerType.GATEWAY,
        },
        insertPosition: { index: Index.AFTER, relativeTo: SNI_CLUSTER },
        filterName: REWRITE,
        filterType: FilterType.NETWORK,
        filterConfig: rewrite,
      },
    ],
  });
}

/** Istio 1.5 and later */
function patchForm(
  istio: IstioVersion,
  name: ObjectName,
  labels: { [label: string]: string },
  rewrite: object,
): Manifest {
  return envoyFilter(name, {
    workloadSelector: { labels },
    configPatches: [
      {
        applyTo: ApplyTo.NETWORK_UNDERSCORE_FILTER,
        match: {
          context: Context.GATEWAY,
          listener: {
            portNumber: GatewayAddress.DEFAULT_PORT,
            filterChain: { filter: { name: SNI_CLUSTER } },
          },
        },
        patch: {
          operation: Operation.INSERT_UNDERSCORE_AFTER,
          value: {
            name: REWRITE,
            ...(isTyped(istio)
              ? { typed_config: { '@type': REWRITE_TYPE, ...rewrite } }
              : { config: rewrite }),
          },
        },
      },
    ],
  });
}

/** `typed_config` came with 1.7.5; a version without a patch number means the last patch. */
function isTyped({ minor, patch = Infinity }: IstioVersion): boolean {
  return minor === 7 && patch >= 5;
}
