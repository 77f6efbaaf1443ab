import { error, warning } from './code-info';

/** 28x, 29x and 52x: namespaces, and the control planes of clusters. @internal */
export const CONTROL_PLANES = {
  MESH280: error(
    'Not a namespace that the mesh can create',
    'Istio needs the root namespace before anything else, so it is created with the trust; Kubernetes makes its own; and to create one that somebody else has would change what that somebody decided.',
    'Remove the entry, or take the namespace out of `existingNamespaces`.',
  ),
  MESH281: error(
    'Label that says something else',
    'Istio decides by it whose namespace it is, or this library what it wrote. Labels that only you use cannot do that.',
    'Remove the label.',
    'Istio: pkg/kube/inject/webhook.go, pilot/pkg/serviceregistry/kube/controller/network.go',
  ),
  MESH282: error(
    'Label for a namespace that is not written',
    "The namespace is somebody else's, so its labels are too, and this one would be left out without a word.",
    'Remove `network`, and label the namespace by hand: `kubectl label namespace istio-system topology.istio.io/network=<network>`.',
    'Istio: pilot/pkg/serviceregistry/kube/controller/network.go',
  ),
  MESH520: error(
    'Not the name of a revision',
    'It becomes part of the names of Services, webhooks and labels. `default` is what Istio calls the control plane that has none.',
    'Use lower-case letters, digits and "-", e.g. "1-29-2"; at most 56 characters, and 43 for a tag.',
    'Istio: operator/pkg/apis/validation, charts istio-discovery (service.yaml, revision-tags-svc.yaml)',
  ),
  MESH521: error(
    'Revision that the cluster does not have',
    'No webhook would answer for the namespace or the gateway: its pods would start without a proxy, or not at all.',
    'Name a revision or the tag of the cluster.',
    'Istio: chart istio-discovery, mutatingwebhook.yaml',
  ),
  MESH522: error(
    'Two control planes or tags of one name',
    'Both would be installed under the same names, one over the other; and a tag hides the revision of its name.',
    'Give each a name of its own.',
    'Istio: istioctl/pkg/tag',
  ),
  MESH523: error(
    'Upgrade to an older Istio',
    'The objects of the mesh are written for `istio` of the cluster. An older control plane may not know them.',
    'Set `istio` and `revision` to those of the older one, and `upgrade` to those of the newer one.',
  ),
  MESH524: warning(
    'Upgrade over more than two minor versions',
    'Istio tries upgrades with revisions over one or two minor versions.',
    'Go in several steps, or accept this warning.',
    'Istio: Canary Upgrades',
  ),
} as const;
