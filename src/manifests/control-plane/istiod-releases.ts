import { Cluster, Mesh } from '../../model/mesh';
import { DIRECTORIES } from '../../values/directories';
import { chartVersion, IstioVersion } from '../../values/istio-version';

/** A release of the chart `istiod`: one control plane. @internal */
export interface IstiodRelease {
  readonly name: string;
  readonly istio: IstioVersion;
  /** undefined for the one without a name */
  readonly revision?: string;
}

const release = (istio: IstioVersion, revision: string | undefined): IstiodRelease => ({
  name: revision === undefined ? 'istiod' : `istiod-${revision}`,
  istio,
  revision,
});

/** The control plane of a cluster. @internal */
export const presentIstiod = ({ istio, revisions }: Cluster): IstiodRelease =>
  release(istio, revisions.revision);

/** The one that is going to take its place. @internal */
export const nextIstiod = ({ revisions: { upgrade } }: Cluster): IstiodRelease | undefined =>
  upgrade && release(upgrade.istio, upgrade.revision);

/** All of them. @internal */
export function istiodReleases(cluster: Cluster): IstiodRelease[] {
  const next = nextIstiod(cluster);
  return [presentIstiod(cluster), ...(next ? [next] : [])];
}

/** As an option of Helm. @internal */
export function versionOption(istio: IstioVersion): string {
  const version = chartVersion(istio);
  return istio.patch === undefined ? `--version '${version}'` : `--version ${version}`;
}

/**
 * The CRDs, of the newest control plane: older ones read them too. Objects without a label of a
 * revision, as those of the mesh are, are validated by the control plane that is named here.
 *
 * @see istio/istio manifests/charts/base, defaultrevision-validatingwebhookconfiguration.yaml
 * @internal
 */
export function installBase({ rootNamespace }: Mesh, cluster: Cluster): string {
  const { istio } = nextIstiod(cluster) ?? presentIstiod(cluster);
  const { revision } = cluster.revisions;
  const validator = revision === undefined ? '' : ` --set-string defaultRevision=${revision}`;
  return `helm upgrade --install istio-base istio/base ${versionOption(istio)} -n ${rootNamespace} --set global.istioNamespace=${rootNamespace}${validator} --wait`;
}

/** @internal */
export const installIstiod = ({ name, istio }: IstiodRelease, { rootNamespace }: Mesh): string =>
  `helm upgrade --install ${name} istio/istiod ${versionOption(istio)} -n ${rootNamespace} -f ${DIRECTORIES.helm}/${name}.yaml --wait`;

/** @internal */
export const setTag = (
  tag: string,
  revision: string | undefined,
  { rootNamespace }: Mesh,
): string =>
  `istioctl tag set ${tag} --revision ${revision ?? 'default'} --istioNamespace ${rootNamespace}`;
