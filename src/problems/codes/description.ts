import { error, warning } from './code-info';

/** 1xx: the form of the description. @internal */
export const DESCRIPTION = {
  MESH101: error(
    'The description is not valid YAML',
    'Nothing can be read from it.',
    'Correct the syntax at the place named.',
  ),
  MESH102: error(
    'Unknown key',
    'A misspelled key would be ignored without a word, and the mesh would lack what it asks for.',
    'Remove the key or correct its spelling.',
  ),
  MESH103: error(
    'Required key is missing',
    'There is no default that would be right for everyone.',
    'Add the key.',
  ),
  MESH104: error(
    'Wrong type or value',
    'The value cannot mean what the key needs.',
    'Give a value of the type named.',
  ),
  MESH105: error(
    'A shell placeholder was left in a value',
    'Nothing here runs a shell: the text itself would reach the clusters, and the name would not resolve or the call go nowhere.',
    'Put the value itself there.',
    'istio/istio#22852',
  ),
  MESH106: error(
    'The file cannot be read',
    'The description is not there, or may not be read.',
    'Name an existing file that may be read.',
  ),
  MESH107: error(
    'An accepted warning is unknown or has no reason',
    'A warning that nobody explained hides the next one; an error cannot be accepted.',
    'Name the code of a warning and write down why it is right here.',
  ),
  MESH108: warning(
    'An accepted warning does not occur',
    'It would hide the warning if it came back for another reason.',
    'Remove it from `acceptedWarnings`.',
  ),
  MESH109: error(
    'Too many YAML aliases',
    'A short text whose aliases repeat each other stands for more values than any machine can hold.',
    'Write out what few aliases repeat, or split the file.',
  ),
  MESH110: error(
    'YAML is nested too deeply',
    'No description and no manifest needs so many levels, and reading them could end the program itself.',
    'Close the brackets, or remove the levels that are not needed.',
  ),
  MESH130: error(
    'An included path leads out of the directory',
    'Whoever may write to one directory would decide what is read elsewhere.',
    'Name a file or directory below that of mesh.yaml, without `..` and without links.',
  ),
  MESH131: error(
    'Nothing is there to include',
    'A part of the description would be missing without a word, or be read twice.',
    'Name a file, or a directory with .yaml or .yml files other than mesh.yaml.',
  ),
  MESH132: error(
    'Only mesh.yaml may have the key',
    'It decides for clusters and services of others.',
    'Move the key to mesh.yaml, or remove it.',
  ),
  MESH133: error(
    'Included file has no owner',
    'Without one it may say nothing.',
    'Add an entry to `owners` with the path of the file, or of a directory above it, and what may be said there.',
  ),
  MESH134: error(
    'Included file speaks for somebody else',
    'Whoever may write to one file would decide for clusters and services of others.',
    'Move it to the file of its owner, or let the entry of `owners` name the namespace, host or cluster.',
  ),
  MESH135: error(
    'Entry of `owners` is not usable',
    'It would own nothing, or not what it seems to.',
    'Give each existing file or directory below that of mesh.yaml one entry, with names as they are written elsewhere.',
  ),
  MESH136: error(
    'Defaults, or a wave, are for no cluster',
    'A misspelled label would leave out the clusters that it is meant for.',
    'Let `matchLabels` name labels that a cluster has, or remove the entry.',
  ),
  MESH137: error(
    'Included file pins an address outside of the ranges of the mesh',
    'The sidecars of all callers would send what is meant for that address to the service.',
    'Use an address of `virtualIpRanges`, leave `virtualIps` out, or pin it in mesh.yaml.',
  ),
  MESH150: error(
    'Manifest is not valid',
    'A Service in it would be missed without a word.',
    'Correct it, or keep templates out of the directory.',
  ),
  MESH151: error(
    'Exported Service has no namespace',
    'The namespace is part of the host.',
    'Set `metadata.namespace`, `namespace` of the source, or `namespace` in the kustomization.yaml that lists the file.',
  ),
  MESH152: error(
    'Exported Service has no selector',
    'The gateway routes to pods, and it is not known which.',
    'Export a Service with a selector.',
  ),
  MESH153: error(
    'No workload behind an exported Service',
    'The service account, which callers check, comes from the workload.',
    "Put the workload's manifest into the directory, or declare the service in the description.",
  ),
  MESH154: error(
    'Named target port is not found',
    'Traffic would end nowhere.',
    'Name the container port in the workload, or use its number in the Service.',
  ),
  MESH155: warning(
    'Port does not say its protocol',
    "Istio would look at the first bytes; a caller's cluster cannot, so the port is plain TCP there, without HTTP routing and metrics.",
    'Set `appProtocol`, or begin the port\'s name with the protocol, e.g. "http-web".',
    'Istio: protocol selection',
  ),
  MESH156: error(
    'Exported Service has no TCP port',
    'Only TCP can cross the gateway.',
    'Do not export it.',
  ),
  MESH157: warning(
    'UDP port is left out',
    'The gateway routes by the TLS server name, which UDP has not.',
    'Callers in other clusters must not need it.',
  ),
  MESH158: error(
    'Grants annotation cannot be read',
    'Nobody, or the wrong ones, would be let in.',
    'Write `cluster/namespace/serviceaccount` joined by commas, `*` for any, or `everyone`.',
  ),
  MESH159: error(
    'Workload cannot take part in the mesh',
    'A gateway sends only to pods with a sidecar.',
    'Let the sidecar be injected, or do not export the Service.',
    'Istio: EndpointsWithMTLSFilter, injectRequired',
  ),
  MESH160: error(
    'A container port has the name of a service port',
    'Istio prefers the container port of that name over the target port.',
    'Rename the container port.',
    'Istio: convertWorkloadInstanceToServiceInstance',
  ),
  MESH161: error(
    'A manifest speaks for somebody else',
    'Whoever may write to one directory would let callers in to the services of others, or answer for them.',
    'Move it to its owner, or let `namespaces` of the source, or the owner of the directory, name the namespace.',
  ),
  MESH162: error(
    'Joined Services select different pods',
    'A host has one selector, which holds in every cluster that serves it.',
    'Make the selectors equal, or do not join the sources.',
  ),
  MESH163: error(
    'A joined Service lets other callers in than its owner',
    'A host has one owner, and only the owner says who may call.',
    "Write the grant into the owner's manifest, and remove it or write the same here.",
  ),
  MESH164: error(
    'Sources cannot be joined like this',
    'It would not be clear which source owns a host.',
    'Give each source a name of its own, and let only the owner name the others in `joins`.',
  ),
  MESH175: error(
    'Calls of an exported port pass the sidecar by',
    'A gateway hands on the mutual TLS of the caller, which only the sidecar can answer.',
    'Let the sidecar see the port, or do not export it.',
    'Istio: handleInboundPortsInclude in istio-iptables',
  ),
  MESH176: warning(
    'An exported Service stands for pods that are not alike',
    'Callers in its cluster can choose a pod. In other clusters it is one host with one address, and each connection goes to any of the pods.',
    'If callers must reach a certain pod, export the headless Service that a StatefulSet of one cluster names in `serviceName`, with `replicas`, or a Service for each pod, which selects `statefulset.kubernetes.io/pod-name`. Otherwise accept the warning.',
  ),
  MESH177: error(
    'A mark is not understood',
    'What somebody meant to export would not be reachable, without a word.',
    'Write `mesh.cdk8s-istio-multicluster/export: "true"`, or "false" for a Service that is not for other clusters.',
  ),
  MESH178: warning(
    'A mark exports nothing',
    'Whoever wrote it believes that callers in other clusters reach what is marked.',
    'Mark the Service in front of it, or remove the mark.',
  ),
  MESH179: error(
    'A ServiceExport names no Service',
    'Whoever wrote it believes that callers in other clusters reach the Service.',
    'Put the manifest of the Service into the source, correct name and namespace, or remove the ServiceExport.',
  ),
  MESH180: warning(
    'A source exports nothing',
    'Its marks may be missing, or the directory may be another one than is meant.',
    'Mark a Service with `mesh.cdk8s-istio-multicluster/export: "true"`, or remove the source.',
  ),
  MESH181: error(
    'A kustomization does more than it is read for',
    'What is applied would have other names, namespaces, labels or ports than its files have.',
    'Let kustomize render it: a source of its own with `render: kustomize`, or a directory with what it renders. Or leave it out by `exclude`.',
    'kustomize: Kustomization',
  ),
  MESH182: warning(
    'What is marked for export is not applied',
    'kustomize leaves out what no kustomization lists, and so does the mesh.',
    'List the file in `resources` of the kustomization, or leave it out by `exclude`.',
  ),
  MESH183: error(
    'A source holds a Helm chart',
    'Nobody applies templates: what is applied depends on release and values.',
    'Let Helm render it: a source of its own with `render: helm`, or a directory with what it renders. Or leave the chart out by `exclude`.',
  ),
  MESH184: error(
    'A source is not rendered',
    'What is applied is what the program makes of it.',
    'Install the program, or correct what it complains about. It gets two minutes, and may print 64 MiB.',
  ),
  MESH185: error(
    'What is said of a source does not go together',
    'Part of it would be ignored without a word.',
    'Remove one of the two, or correct the name.',
  ),
  MESH186: warning(
    'A pattern of `exclude` matches nothing',
    'What it is meant to leave out may be read.',
    'Correct the pattern, which is relative to the directory of the source, or remove it.',
  ),
  MESH187: error(
    'What is rendered together has several owners',
    'Nobody can tell which file an object was rendered from, and so who speaks in it.',
    'Make a source of each part that one owner owns, or a directory with what is rendered.',
  ),
} as const;
