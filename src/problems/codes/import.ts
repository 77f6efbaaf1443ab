import { error, warning } from './code-info';

/** What `mesh import` finds, and what it cannot carry over. @internal */
export const IMPORT = {
  MESH950: error(
    'Nothing in the manifests connects clusters in a way that can be imported',
    'A description without services would look like a result.',
    "Give the manifests of all clusters, with what connects them: ServiceEntries with port 15443, ServiceExports, remote secrets (`kubectl get secrets -l istio/multiCluster=true`), or OpenShift's ServiceMeshPeers.",
  ),
  MESH951: error(
    'The manifests connect clusters in several ways at once',
    'A call may take either way, and the description has one for each service.',
    'Say by `--form` which one to import.',
  ),
  MESH952: error(
    'A cluster is named twice, or not by a DNS label',
    'The name of a cluster is a directory of the output, and grants refer to it.',
    'Write `<name>=<directory>`, with a name of lower-case letters, digits and `-` for each cluster.',
  ),
  MESH953: warning(
    'What a cluster needs is not in its manifests',
    'Whoever guesses an address or a version sends calls to nobody, or to somebody else.',
    'Replace what stands in `<>` in the description, or say it in `world.yaml` and import again.',
  ),
  MESH954: warning(
    'What the old mesh relied on is not in the manifests, and is taken to be there',
    'What calls did before is computed from it.',
    'Give the ConfigMap too: `kubectl -n istio-system get configmap istio -o yaml`.',
  ),
  MESH955: warning(
    'Something leads to a cluster that is not given',
    'Who serves there is not known, so nothing is written of it.',
    'Give the manifests of that cluster too, or its gateway addresses in `world.yaml`.',
  ),
  MESH956: warning(
    'An object of the old mesh cannot be carried over',
    'Calls would behave in another way without it.',
    'Look whether it is still needed, and write by hand what is.',
  ),
  MESH957: warning(
    'Nobody can tell who could call a service',
    'A grant that is guessed lets in strangers, so none is written.',
    'Mend what the message names and import again, or write the grant by hand.',
  ),
  MESH958: warning(
    'A policy that stays decides who may call',
    'A grant is for a whole service and for accounts: it has no paths, methods or single ports. Without the policy, more calls would get through.',
    'Keep the policy, or split the service, and write who may call each part.',
  ),
  MESH959: warning(
    'A call is not answered as it was before',
    'The old mesh and the new one differ, as `mesh reach` judges both.',
    'Correct the grants of the service, or accept the difference.',
  ),
  MESH960: warning(
    'The description that was written is not valid yet',
    'What the manifests have cannot be described as it is.',
    'Correct it as `mesh validate` says.',
  ),
  MESH961: warning(
    'Clusters that serve one service do not agree on it',
    'A service has the same ports and the same labels of pods in every cluster.',
    'Make them alike, or give the services names of their own.',
  ),
  MESH962: warning(
    'Workloads without a sidecar could call, and no longer can',
    'Only a sidecar speaks the mutual TLS that the gateways route by.',
    'Have a sidecar injected before you switch.',
  ),
  MESH963: error(
    'The description exists already',
    'Whatever was added to it by hand would be lost.',
    'Name another file by `--out`, or say `--force`.',
  ),
  MESH964: warning(
    'A service was offered, and nobody could call it',
    'It is left out, since nothing would change for anybody.',
    'Nothing, if that is right. Otherwise mend what the message names and import again.',
  ),
} as const;
