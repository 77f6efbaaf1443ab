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
  MESH284: error(
    'Trust domain of an Istio that somebody else installs',
    'Identities there would be others than those that grants, policies and callers name: calls are refused, or nobody is let in.',
    'Set `trustDomain` of the cluster to what the mesh config has, or change the mesh config.',
    'Istio: MeshConfig.trust_domain',
  ),
  MESH285: error(
    'Trust domain alias that an Istio of somebody else lacks',
    'A workload refuses callers of a trust domain that is neither its own nor an alias.',
    'Add it to `meshConfig.trustDomainAliases`.',
    'Istio: MeshConfig.trust_domain_aliases',
  ),
  MESH286: error(
    'Network of an Istio that somebody else installs',
    'The gateway looks at endpoints of its own network only. With another one for the pods it would let nobody in.',
    'Set `network` of the cluster to what Istio has, or change `global.network`.',
    'Istio: chart istio-discovery, ISTIO_META_NETWORK',
  ),
  MESH287: error(
    'Sidecars that do not answer for the suffix',
    'In the mode `sidecar` nothing else resolves a global host: every call fails before it is made.',
    "Set `meshConfig.defaultConfig.proxyMetadata.ISTIO_META_DNS_CAPTURE` to `'true'`, or choose another `dns.mode`.",
    'Istio: DNS Proxying',
  ),
  MESH288: error(
    'Setting of Istio that stands in the way',
    'Policies in the root namespace hold for the whole mesh, and a ServiceEntry selects the serving pods: with these settings it does not.',
    'Change the setting, or the description.',
    'Istio: MeshConfig.root_namespace, pilot/pkg/features/pilot.go',
  ),
  MESH289: error(
    'Gateway of somebody else that lets no call in',
    'The Gateway selects it by its labels, other clusters dial its ports, and by its network view it finds the serving pods. A network gateway would make istiod route by itself.',
    'Change its values, or `gateway` of the cluster.',
    'Istio: chart gateway',
  ),
  MESH290: error(
    'Not the values or the mesh config of an Istio',
    'They are checked for what the mesh needs, and cannot be read.',
    'Give the text as it is, e.g. what `helm get values istiod -n istio-system --all -o yaml` prints.',
  ),
  MESH291: error(
    'Setting for an Istio that somebody else installs',
    'No Helm values are written for it, so the setting would be left out without a word.',
    'Remove it and tell whoever installs Istio, or remove `existingIstio`.',
  ),
  MESH295: error(
    'Object that no cluster can store',
    'etcd takes no request of more than 1.5 MiB, and Kubernetes no ConfigMap or Secret of more than 1 MiB. A ServiceEntry or a `Sidecar` has that size at some 30,000 namespaces or hosts, a zone of CoreDNS at some 15,000 hosts, and they cannot be split. (From some 4,000 on, the hosts of a gateway are in several Gateways, and whom a service lets in is in several policies. Only thousands of accounts of one namespace stay together where there are trust domain aliases.)',
    "Grant to all namespaces (`['*']`) where a grant names nearly all of them, or serve from several clusters or meshes.",
    'etcd: --max-request-bytes; Kubernetes: MaxSecretSize in pkg/apis/core/types.go',
  ),
  MESH296: warning(
    'Every sidecar is told of many services',
    'What is granted to every namespace of a cluster is in the memory of each of its sidecars, and is sent to each of them when one of the services changes, whether a pod calls it or not.',
    'Name the namespaces that call in the grants. Or limit what namespaces know with `sidecars` of the cluster: an entry for `*` is for each namespace that the description names, and `services` of an entry for those that its pods call. `budget` of `MeshApp` sets a limit of your own.',
    'Istio: pilot/pkg/networking/core/cluster_builder.go',
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
