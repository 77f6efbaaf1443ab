import { CacertsDelivery } from '../../description/cacerts-props';
import { Cluster, Mesh } from '../../model/mesh';
import { DIRECTORIES } from '../../values/directories';
import { IstioVersion } from '../../values/istio-version';
import { gatewayReleases } from '../control-plane/gateway-releases';
import { presentIstiod } from '../control-plane/istiod-releases';
import { istiodValues, Values } from '../control-plane/modern-values';

/** A directory of the cluster's output that is applied as a whole. @internal */
export interface DirectoryStep {
  readonly name: string;
  /** below the cluster's directory */
  readonly directory: string;
  readonly isEncrypted?: boolean;
}

/** A release of one of Istio's charts. @internal */
export interface Release {
  readonly name: string;
  readonly chart: 'base' | 'istiod' | 'gateway';
  readonly istio: IstioVersion;
  readonly namespace: string;
  readonly values: Values;
}

/** What has to come into a cluster, in its order. @internal */
export interface Steps {
  /** the Secret `cacerts` among them, without which istiod makes a root of its own */
  readonly before: readonly DirectoryStep[];
  /** none where somebody else installs Istio */
  readonly releases: readonly Release[];
  readonly after: readonly DirectoryStep[];
}

/** The layers in whose objects Istio's charts have no part. */
const BEFORE = ['trust', 'control-plane'];
const AFTER = ['dns', 'traffic', 'workloads'];

/** @param layers those that have objects @internal */
export function stepsOf(mesh: Mesh, cluster: Cluster, layers: ReadonlySet<string>): Steps {
  const of = (names: readonly string[]): DirectoryStep[] =>
    names
      .filter(name => layers.has(name))
      .map(name => ({ name, directory: `${DIRECTORIES.manifests}/${name}` }));
  const isEncrypted = cluster.cacerts.delivery === CacertsDelivery.SOPS;
  const secret = { name: 'cacerts', directory: DIRECTORIES.other, isEncrypted };
  return {
    before: [...of(BEFORE), ...(isEncrypted ? [secret] : [])],
    releases: cluster.hasIstio ? [] : releasesOf(mesh, cluster),
    after: of(AFTER),
  };
}

/** One control plane: a second one is refused (MESH856). */
function releasesOf(mesh: Mesh, cluster: Cluster): Release[] {
  const namespace = mesh.rootNamespace;
  const { istio } = cluster;
  const { name, revision } = presentIstiod(cluster);
  const base = { defaultRevision: revision, global: { istioNamespace: namespace } };
  const values = istiodValues(mesh, cluster, revision);
  return [
    { name: 'istio-base', chart: 'base', istio, namespace, values: base },
    { name, chart: 'istiod', istio, namespace, values },
    ...gatewayReleases(mesh, cluster).map((gateway): Release => ({
      name: gateway.name,
      chart: 'gateway',
      istio,
      namespace: gateway.namespace,
      values: gateway.values,
    })),
  ];
}
