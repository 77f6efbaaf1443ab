import { error } from './code-info';

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
} as const;
