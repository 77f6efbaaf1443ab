import { GitOpsTool } from '../../description/enums';
import { Cluster } from '../../model/mesh';
import { DIRECTORIES } from '../../values/directories';

/** What says the version of Istio in the directory of a cluster: one file, of which others read. */
interface VersionPlace {
  /** whether it is world.yaml, rather than an object that a tool reads */
  readonly isWorld: boolean;
  /** The command that prints it as Helm takes it, in the directory of the cluster. */
  readonly print: (cluster: Cluster) => string;
}

const world: VersionPlace = { isWorld: true, print: () => inWorld('istio') };

const PLACES: { readonly [tool in GitOpsTool]: VersionPlace } = {
  [GitOpsTool.NONE]: world,
  [GitOpsTool.ARGOCD]: {
    isWorld: false,
    // of the chart that the file names before it
    print: () =>
      `sed -n '/chart: istiod/,$s/^ *targetRevision: //p' ${ARGOCD_FILE} | head -n 1 | tr -d '"'`,
  },
  [GitOpsTool.FLUX]: {
    isWorld: false,
    print: () => `sed -n 's/^ *version: //p' ${RELEASES_FILE} | head -n 1 | tr -d '"'`,
  },
  [GitOpsTool.SAIL]: {
    isWorld: false,
    // the file depends on the layout; the object is there before any gateway is
    print: cluster =>
      `kubectl get istio ${istioName(cluster)} -o jsonpath='{.spec.version}' | sed 's/^v//; s/-latest$//'`,
  },
};

/** Below the directory of a cluster. @internal */
export const ARGOCD_FILE = `${DIRECTORIES.gitops}/argocd.yaml`;
/** Below the directory of a cluster. @internal */
export const RELEASES_FILE = `${DIRECTORIES.gitops}/istio/releases.yaml`;

/**
 * The name of the object of the Sail operator, and of its revision as long as it is updated in
 * place.
 *
 * @internal
 */
export const istioName = ({ revisions }: Cluster): string => revisions.revision ?? 'default';

/** Where the version of Istio stands. An Istio of somebody else has no objects. @internal */
export const versionPlace = ({ hasIstio, gitops }: Cluster): VersionPlace =>
  hasIstio ? world : PLACES[gitops];

/** A key of world.yaml with a version. */
type VersionKey = 'istio' | 'nextIstio';

const inWorld = (key: VersionKey): string => `sed -n 's/^${key}: //p' world.yaml | tr -d '"'`;

/** The option of Helm for the charts of the present control plane. @internal */
export const presentVersion = (cluster: Cluster): string =>
  option(versionPlace(cluster).print(cluster));

/** The option of Helm for the charts of the next control plane. @internal */
export const nextVersion = (): string => option(inWorld('nextIstio'));

const option = (command: string): string => `--version "$(${command})"`;
