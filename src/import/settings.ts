import { LineCounter } from 'yaml';
import { Manifest, Source } from '../analysis/world/manifest';
import { ClusterFiles, World } from '../analysis/world/world';
import { Problems } from '../problems/problems';
import { isMap } from '../values/is-map';
import { NETWORK_LABEL } from '../values/ownership';
import { readYaml } from '../values/yaml-reader';

/** What a cluster's istiod is told. @internal */
export interface Settings {
  /** the mesh config, wherever it stands; empty where nobody gave it */
  readonly mesh: { readonly [key: string]: any };
  readonly source?: Source;
  /** the ConfigMap that has it */
  readonly map?: Manifest;
  readonly rootNamespace: string;
  readonly trustDomain: string;
  readonly trustDomainAliases: readonly string[];
  /** of its pods */
  readonly network?: string;
  /** networks with their gateways, by name */
  readonly networks: { readonly [network: string]: any };
}

/** @internal */
export function settingsOf({ manifests, istiods }: ClusterFiles): Settings {
  const map = manifests.find(isMeshConfig);
  const plane = manifests.find(
    ({ group, kind }) => group === 'maistra.io' && kind === 'ServiceMeshControlPlane',
  );
  const [istiod] = istiods;
  const mesh = { ...parsed(map?.values.data.mesh), ...mapOf(istiod?.values.meshConfig) };
  const { rootNamespace, trustDomain, trustDomainAliases } = mesh;
  const domain = textOf(trustDomain) ?? textOf(plane?.spec.security?.trust?.domain);
  const root =
    textOf(rootNamespace) ??
    textOf(istiod?.values.global?.istioNamespace) ??
    map?.namespace ??
    plane?.namespace ??
    'istio-system';
  const system = manifests.find(
    ({ group, kind, name }) => group === '' && kind === 'Namespace' && name === root,
  );
  return {
    mesh,
    source: istiod?.source ?? map?.source,
    map,
    rootNamespace: root,
    network:
      textOf(istiod?.values.global?.network) ??
      textOf(mesh.defaultConfig?.proxyMetadata?.ISTIO_META_NETWORK) ??
      system?.labels[NETWORK_LABEL],
    trustDomain: domain ?? 'cluster.local',
    trustDomainAliases: Array.isArray(trustDomainAliases)
      ? trustDomainAliases.filter(one => typeof one === 'string')
      : [],
    networks: {
      ...mapOf(parsed(map?.values.data.meshNetworks).networks),
      ...mapOf(istiod?.values.global?.meshNetworks),
    },
  };
}

/** That of a revision, and of a control plane of OpenShift, has a name of its own. */
const isMeshConfig = ({ group, kind, name, values }: Manifest): boolean =>
  group === '' &&
  kind === 'ConfigMap' &&
  /^istio(-|$)/.test(name) &&
  typeof values.data?.mesh === 'string';

function parsed(text: unknown): any {
  const [document] = typeof text !== 'string' ? [] : readYaml(text, new LineCounter());
  return mapOf(document?.values);
}

const mapOf = (value: unknown): object => (isMap(value) ? value : {});

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/**
 * A world whose sidecars answer for every name that they know, whatever it was that answered
 * before, and whose version of Istio does not matter: what is looked at is who may call whom.
 *
 * @param trusted trust domains that every cluster accepts, beside its own
 * @internal
 */
export function withNamesResolved(
  { clusters }: World,
  trusted: readonly string[],
  problems: Problems,
): World {
  return {
    clusters: clusters.map(cluster => {
      const settings = settingsOf(cluster);
      const { mesh, source, map, rootNamespace, trustDomain, network } = settings;
      if (!source) {
        problems
          .at(cluster.name)
          .report(
            'MESH954',
            `nobody gave the mesh config of cluster "${cluster.name}", so it is taken to be Istio's default`,
          );
      }
      const { serviceSettings: _, ...known } = mesh;
      const { defaultConfig = {} } = mesh;
      const proxyMetadata = { ...defaultConfig.proxyMetadata, ISTIO_META_DNS_CAPTURE: 'true' };
      const meshConfig = {
        ...known,
        rootNamespace,
        trustDomain,
        trustDomainAliases: [...settings.trustDomainAliases, ...trusted],
        defaultConfig: { ...defaultConfig, proxyMetadata },
      };
      const [istiod, ...others] = cluster.istiods;
      return {
        ...cluster,
        manifests: cluster.manifests.filter(one => one !== map),
        istiods: [
          {
            values: {
              ...istiod?.values,
              meshConfig,
              global: { ...istiod?.values.global, network },
            },
            source: source ?? { file: cluster.name, line: 1 },
          },
          ...others,
        ],
        facts: { ...cluster.facts, istio: undefined },
      };
    }),
  };
}
