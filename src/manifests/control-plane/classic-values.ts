import { Values } from './modern-values';
import { IstioVersion } from '../../values/istio-version';
import { isHelmChart } from '../traffic/classic/chart-objects';

/**
 * The file `values-istio-multicluster-gateways.yaml` of a release: Helm values up to 1.4, an
 * IstioOperator from 1.5.
 *
 * @internal
 */
export function classicValues(istio: IstioVersion): Values {
  return isHelmChart(istio) ? helmValues(istio) : istioOperator(istio);
}

const EXTERNAL_VIEW = { ISTIO_META_REQUESTED_NETWORK_VIEW: 'external' };

function helmValues(istio: IstioVersion): Values {
  return {
    global: commonGlobal(istio),
    istiocoredns: { enabled: true },
    gateways: { 'istio-egressgateway': { enabled: true, env: { ...EXTERNAL_VIEW } } },
    security: { selfSigned: false },
  };
}

function istioOperator(istio: IstioVersion): Values {
  return {
    apiVersion: 'install.istio.io/v1alpha1',
    kind: 'IstioOperator',
    spec: {
      addonComponents: { istiocoredns: { enabled: true } },
      components: { egressGateways: [{ name: 'istio-egressgateway', enabled: true }] },
      values: {
        global: commonGlobal(istio),
        security: istio.minor === 5 ? { selfSigned: false } : undefined,
        gateways: { 'istio-egressgateway': { env: { ...EXTERNAL_VIEW } } },
      },
    },
  };
}

function commonGlobal(istio: IstioVersion): Values {
  return {
    podDNSSearchNamespaces: searchNamespaces(istio),
    multiCluster: knowsSuffix(istio)
      ? { enabled: true, globalDomainSuffix: 'global', includeEnvoyFilter: true }
      : { enabled: true },
    controlPlaneSecurityEnabled: true,
  };
}

/**
 * The second search domain is a template of the injected pod's namespace; 1.1 spells templates with
 * brackets, 1.6.1 dropped it.
 */
function searchNamespaces({ minor, patch = Infinity }: IstioVersion): string[] {
  const namespace = 'valueOrDefault .DeploymentMeta.Namespace "default"';
  if (minor === 1) {
    return ['global', `[[ ${namespace} ]].global`];
  }
  return minor < 6 || (minor === 6 && patch < 1)
    ? ['global', `{{ ${namespace} }}.global`]
    : ['global'];
}

function knowsSuffix({ minor, patch = Infinity }: IstioVersion): boolean {
  return (minor === 6 && patch >= 12) || (minor === 7 && patch >= 4);
}
