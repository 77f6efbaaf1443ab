import { nextVersion, presentVersion } from './version-place';
import { Cluster, Mesh } from '../../model/mesh';
import { DIRECTORIES } from '../../values/directories';
import { IstioVersion } from '../../values/istio-version';

/** A release of the chart `istiod`: one control plane. @internal */
export interface IstiodRelease {
  readonly name: string;
  readonly istio: IstioVersion;
  /** of its charts, as an option of Helm */
  readonly version: string;
  /** undefined for the one without a name */
  readonly revision?: string;
}

const nameOf = (revision: string | undefined): string =>
  revision === undefined ? 'istiod' : `istiod-${revision}`;

/** The control plane of a cluster. @internal */
export function presentIstiod(cluster: Cluster): IstiodRelease {
  const { istio, revisions } = cluster;
  const { revision } = revisions;
  return { name: nameOf(revision), istio, version: presentVersion(cluster), revision };
}

/** The one that is going to take its place. @internal */
export function nextIstiod({ revisions: { upgrade } }: Cluster): IstiodRelease | undefined {
  return upgrade && { name: nameOf(upgrade.revision), version: nextVersion(), ...upgrade };
}

/** All of them. @internal */
export function istiodReleases(cluster: Cluster): IstiodRelease[] {
  const next = nextIstiod(cluster);
  return [presentIstiod(cluster), ...(next ? [next] : [])];
}

/**
 * The CRDs, of the newest control plane: older ones read them too. Objects without a label of a
 * revision, as those of the mesh are, are validated by the control plane that is named here.
 *
 * @see istio/istio manifests/charts/base, defaultrevision-validatingwebhookconfiguration.yaml
 * @internal
 */
export function installBase({ rootNamespace }: Mesh, cluster: Cluster): string {
  const { version } = nextIstiod(cluster) ?? presentIstiod(cluster);
  const { revision } = cluster.revisions;
  const validator = revision === undefined ? '' : ` --set-string defaultRevision=${revision}`;
  return `helm upgrade --install istio-base istio/base ${version} -n ${rootNamespace} --set global.istioNamespace=${rootNamespace}${validator} --wait`;
}

/** @internal */
export const installIstiod = ({ name, version }: IstiodRelease, { rootNamespace }: Mesh): string =>
  `helm upgrade --install ${name} istio/istiod ${version} -n ${rootNamespace} -f ${DIRECTORIES.helm}/${name}.yaml --wait`;

/** @internal */
export const setTag = (
  tag: string,
  revision: string | undefined,
  { rootNamespace }: Mesh,
): string =>
  `istioctl tag set ${tag} --revision ${revision ?? 'default'} --istioNamespace ${rootNamespace}`;
