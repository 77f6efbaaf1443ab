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
    'Defaults are for no cluster',
    'A misspelled label would leave the clusters that it is meant for without them.',
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
    'Set `metadata.namespace`, or `namespace` in a kustomization.yaml above it.',
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
    'Istio: EndpointsWithMTLSFilter',
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
} as const;
