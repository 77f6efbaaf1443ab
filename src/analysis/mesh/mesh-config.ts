import { LineCounter } from 'yaml';
import { readYaml } from '../../values/yaml-reader';
import { Manifest, Source } from '../world/manifest';
import { ClusterFiles } from '../world/world';

/** What istiod and the proxies of a cluster are told. @internal */
export interface MeshConfig {
  /** where it stands; undefined if nobody gave it */
  readonly source?: Source;
  readonly trustDomain: string;
  readonly trustDomainAliases: readonly string[];
  /** form of its workloads' identities, without the scheme, with `{namespace}` and so on */
  readonly principals: string;
  readonly rootNamespace: string;
  /** of the proxies; empty for none */
  readonly network: string;
  /** networks that the sidecars ask for; undefined for all */
  readonly networkView?: readonly string[];
  /** whether the sidecars answer for names */
  readonly capturesDns: boolean;
  /** whether calls to hosts that nobody knows are refused */
  readonly isRegistryOnly: boolean;
  readonly isAutoMutual: boolean;
  /** whether istiod looks for gateways of other networks as the ambient mode does */
  readonly isAmbientMultiNetwork: boolean;
  readonly exportTo: {
    readonly service: readonly string[];
    readonly destinationRule: readonly string[];
    readonly virtualService: readonly string[];
  };
  /** namespaces that istiod looks at; undefined for all */
  readonly discoverySelectors?: readonly any[];
  readonly injectsByDefault: boolean;
  /** names by which its control planes are asked for; `default` for one without a revision */
  readonly revisions: readonly string[];
  /** settings that may decide where calls go, and that nobody here knows */
  readonly unknown: readonly string[];
}

/** Keys of `meshConfig` that are read here, or that decide nothing about who reaches whom. */
const KNOWN = new Set([
  'accessLogEncoding',
  'accessLogFile',
  'accessLogFormat',
  'ca',
  'certificates',
  'connectTimeout',
  'defaultConfig',
  'defaultDestinationRuleExportTo',
  'defaultHttpRetryPolicy',
  'defaultProviders',
  'defaultServiceExportTo',
  'defaultVirtualServiceExportTo',
  'discoverySelectors',
  'dnsRefreshRate',
  'enableAutoMtls',
  'enablePrometheusMerge',
  'enableTracing',
  'extensionProviders',
  'h2UpgradePolicy',
  'inboundClusterStatName',
  'ingressClass',
  'ingressControllerMode',
  'ingressService',
  'localityLbSetting',
  'meshMTLS',
  'outboundClusterStatName',
  'outboundTrafficPolicy',
  'pathNormalization',
  'protocolDetectionTimeout',
  'rootNamespace',
  'tcpKeepalive',
  'tlsDefaults',
  'trustDomain',
  'trustDomainAliases',
  'verifyCertificateAtClient',
]);

/**
 * Flags of istiod that are read here, or that decide nothing about who reaches whom between
 * sidecars.
 */
const KNOWN_FLAGS =
  /^(AMBIENT_ENABLE_MULTI_NETWORK|PILOT_ENABLE_(AMBIENT|ALPN_FILTER|METADATA_EXCHANGE|TELEMETRY|ANALYSIS|STATUS|IP_AUTOALLOCATE)|ISTIO_MULTIROOT_MESH|PILOT_TRACE_SAMPLING|PILOT_(PUSH|DEBOUNCE)\w*|ENABLE_LEADER_ELECTION|PILOT_CERT_PROVIDER|GOMAXPROCS|GOMEMLIMIT)$/;

/** Of identities that istiod issues (Istio: `genSpiffeURI`). @internal */
export const ISTIO_FORM = 'spiffe://{trustDomain}/ns/{namespace}/sa/{serviceAccount}';

/**
 * The configuration of a cluster's mesh: Helm values of istiod, and what a running istiod reads,
 * the ConfigMap `istio`.
 *
 * @internal
 */
export function meshConfigOf({ istiods, manifests, facts }: ClusterFiles): MeshConfig {
  const [istiod, ...others] = istiods;
  const map = manifests.find(isMeshConfigMap);
  const values = istiod?.values ?? {};
  const mesh = { ...meshOf(map), ...(values.meshConfig ?? {}) };
  const proxy = mesh.defaultConfig?.proxyMetadata ?? {};
  const { global = {}, pilot = {} } = values;
  const view = proxy.ISTIO_META_REQUESTED_NETWORK_VIEW;
  const flags = { ...values.env, ...pilot.env };
  return {
    source: istiod?.source ?? map?.source,
    trustDomain: mesh.trustDomain ?? 'cluster.local',
    trustDomainAliases: mesh.trustDomainAliases ?? [],
    principals: (facts.spiffeIdTemplate ?? ISTIO_FORM).replace(/^spiffe:\/\//, ''),
    rootNamespace: mesh.rootNamespace ?? global.istioNamespace ?? map?.namespace ?? 'istio-system',
    network: global.network ?? proxy.ISTIO_META_NETWORK ?? '',
    networkView: typeof view === 'string' ? view.split(',') : undefined,
    capturesDns: isTrue(proxy.ISTIO_META_DNS_CAPTURE),
    isRegistryOnly: mesh.outboundTrafficPolicy?.mode === 'REGISTRY_ONLY',
    isAutoMutual: mesh.enableAutoMtls !== false,
    isAmbientMultiNetwork: isTrue(flags.AMBIENT_ENABLE_MULTI_NETWORK),
    exportTo: {
      service: mesh.defaultServiceExportTo ?? ['*'],
      destinationRule: mesh.defaultDestinationRuleExportTo ?? ['*'],
      virtualService: mesh.defaultVirtualServiceExportTo ?? ['*'],
    },
    discoverySelectors: mesh.discoverySelectors,
    injectsByDefault: values.sidecarInjectorWebhook?.enableNamespacesByDefault === true,
    revisions: [
      ...istiods.flatMap(one => [
        one.values.revision || 'default',
        ...(one.values.revisionTags ?? []),
      ]),
      ...(istiods.length === 0 ? ['default'] : []),
      ...facts.revisionTags,
    ],
    unknown: [
      ...(others.every(one => isAlike(one.values, values))
        ? []
        : ['the difference between its revisions']),
      ...Object.keys(mesh)
        .filter(key => !KNOWN.has(key))
        .map(key => `meshConfig.${key}`),
      ...Object.keys(flags)
        .filter(key => !KNOWN_FLAGS.test(key))
        .map(key => `pilot.env.${key}`),
    ],
  };
}

/** Two revisions with the same configuration do the same. */
function isAlike(a: any, b: any): boolean {
  const of = ({ revision, revisionTags, ...more }: any) => JSON.stringify(more);
  return of(a) === of(b);
}

const isMeshConfigMap = ({ group, kind, name, values }: Manifest): boolean =>
  group === '' && kind === 'ConfigMap' && name === 'istio' && typeof values.data?.mesh === 'string';

function meshOf(map: Manifest | undefined): any {
  const [document] = map ? readYaml(map.values.data.mesh, new LineCounter()) : [];
  return document?.values ?? {};
}

const isTrue = (value: unknown): boolean => value === true || value === 'true';
