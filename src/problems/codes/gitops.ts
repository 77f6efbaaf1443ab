import { error } from './code-info';

/** 85x: what brings the output into the clusters. @internal */
export const GITOPS = {
  MESH850: error(
    'No repository',
    'Argo CD and Flux fetch the output from a Git repository, and have to be told which one.',
    "Say where the output is committed to, e.g. `repository: { url: 'https://git.example.com/mesh.git' }`.",
  ),
  MESH851: error(
    'Not a repository',
    'Argo CD and Flux take the values as they are, and fail where nobody looks. A password in a URL would be in Git.',
    'Use https://, ssh:// or git@host:path for `url`, https:// for `charts`, a branch or tag for `revision`, and a relative path such as "dist" for `directory`.',
  ),
  MESH852: error(
    'Charts are in no repository',
    'The charts of Istio 1.1 to 1.7 came with the release, and the Sail operator does not know these versions.',
    'Leave `gitops` out for this cluster, or upgrade its Istio.',
  ),
  MESH853: error(
    'Version is not known to the Sail operator',
    'The operator installs only versions that are built into it; the oldest is 1.24.2.',
    'Use Istio 1.24.2 or later, or another tool.',
    'istio-ecosystem/sail-operator pkg/istioversion/versions.yaml',
  ),
  MESH854: error(
    'Encrypted for another tool',
    'Argo CD does not decrypt what SOPS has encrypted: istiod would start without the Secret `cacerts` and make a root of its own.',
    'Let the Secret come from an ExternalSecret, a SealedSecret or cert-manager, or use Flux.',
  ),
  MESH855: error(
    'Layers are in one file',
    'Argo CD and Flux apply one layer after the other, each from a directory of its own.',
    'Use another `layout` than FILE_PER_CLUSTER, or leave `gitops` out.',
  ),
  MESH856: error(
    'A step that a person takes',
    'A second control plane, and with Argo CD or Flux the tag of a revision, are brought in and moved by commands of the README of a cluster, one by one.',
    'Take `istiod.upgrade` and `istiod.revisionTag` out of the cluster, or set its `gitops` to `none` until the upgrade is done.',
  ),
  MESH857: error(
    'Istio is installed twice',
    'The cluster has an Istio that somebody else installs, and the Sail operator would install another one.',
    'Take `existingIstio` or `gitops` out of the cluster.',
  ),
};
