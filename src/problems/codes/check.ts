import { error, warning } from './code-info';

const WRITTEN_AGAIN =
  'Apply what was written, as the README.md of the cluster says; or change the description, if the cluster is right.';

/** 86x to 89x: what runs, held against what was written. */
const READING = {
  MESH860: error(
    'It cannot be told which cluster is meant',
    'What runs in one cluster would be held against what was written for another one.',
    'Name it as its directory is named: with --cluster for standard input, with --context <cluster>=<context>, as <cluster>.yaml, or as the directory <cluster>.',
  ),
  MESH861: error(
    'kubectl gave no answer',
    'Nothing is known of the cluster, which must not look like a healthy one.',
    'Try the command that is named, with the context of the cluster.',
  ),
} as const;

const OBJECTS = {
  MESH870: error(
    'An object that was written is not in the cluster',
    'What it does, nothing else does: a host does not resolve, a call is not let in, or not refused.',
    WRITTEN_AGAIN,
  ),
  MESH871: error(
    'An object has another value than was written',
    'Somebody changed it, or it was not applied since it was written.',
    WRITTEN_AGAIN,
  ),
  MESH872: error(
    'An object of the mesh is not written any more',
    'It still does what it did: a call that is not granted any more may get through.',
    'Delete it, or let the tool that applies the directory prune.',
  ),
  MESH873: error(
    'Somebody else has an object for a host of the mesh',
    'Istio merges them or takes one of them: calls go elsewhere, without the identity that is demanded.',
    'Delete it, or say with --accept <kind>/<namespace>/<name> that it is meant.',
    'istio/istio pilot/pkg/model/push_context.go',
  ),
  MESH874: error(
    'Somebody else opens a port of the gateway',
    'Its servers are merged with those of the mesh: hosts that nobody granted are let in, or servers of the mesh are left out.',
    'Delete it or give it a selector of its own, or say with --accept <kind>/<namespace>/<name> that it is meant.',
    'istio/istio pilot/pkg/model/gateway.go',
  ),
  MESH875: warning(
    "Somebody else's policy applies to pods of the mesh",
    'A call that is granted is refused where it denies, or where it allows others only; without mutual TLS nobody knows who calls.',
    'Look at whom it refuses, then say with --accept <kind>/<namespace>/<name> that it is meant; or delete it.',
    'https://istio.io/latest/docs/concepts/security/#implicit-enablement',
  ),
} as const;

const GATEWAYS = {
  MESH876: error(
    'The gateway is not reached at the address that was written',
    'All other clusters send their calls there.',
    'Write the address that the Service has into the description, or give the Service the address that was written (`gateway.service`).',
  ),
  MESH877: error(
    'The gateway does not run as it was written',
    'What other clusters send there is not let in, or passed on.',
    'Install the gateway with its values, as the README.md of the cluster says.',
  ),
  MESH878: warning(
    'It is not known whether an address leads to the gateway',
    'Only DNS knows where a name leads, and only the network what is before nodes that have no external address.',
    'Let --resolve look names up in the DNS of this machine, or say with --accept Address//<address> that it does.',
  ),
} as const;

const TRUST = {
  MESH880: error(
    'The Secret `cacerts` is missing or incomplete',
    'istiod makes a root of its own without it, which no other cluster trusts.',
    'Bring it into the cluster, as the README.md of the cluster says, and restart istiod.',
    'istio/istio pilot/pkg/bootstrap/istio_ca.go',
  ),
  MESH881: error(
    'The Secret `cacerts` does not hold what the PKI has for the cluster',
    'After a renewal or a rotation that has not arrived, or with a CA of another cluster.',
    'Bring the files of `mesh ca` into the Secret, as the README.md of the cluster says.',
  ),
  MESH882: error(
    'The chain in `cacerts` is not valid',
    'istiod does not start with it, or its workloads are trusted by nobody.',
    'Make a new intermediate with `mesh ca renew`, and bring it into the Secret.',
  ),
  MESH883: error(
    'Clusters, or a control plane and its Secret, trust different roots',
    'Workloads refuse one another.',
    'Bring the roots of the PKI into every Secret, and restart istiod and the gateways.',
  ),
  MESH884: warning(
    'A certificate is near its end',
    'When it has ended, every call fails.',
    'Renew it with `mesh ca renew`; a root is replaced with `mesh ca rotate`.',
  ),
} as const;

const CONTROL_PLANES = {
  MESH885: error(
    'A control plane that was written does not run',
    'No proxy is told anything, and no pod is injected.',
    'Install istiod with its values, as the README.md of the cluster says.',
  ),
  MESH886: error(
    'istiod has another version than was written',
    'What is written depends on the version of Istio.',
    'Upgrade the control plane as the README.md of the cluster says, or correct `istio` of the cluster.',
  ),
  MESH887: warning(
    'A control plane was not written',
    'Pods that it injects are told what it says, not what was written.',
    'Take it away if the upgrade is done; or write it, with `istiod.upgrade`.',
  ),
  MESH888: error(
    'istiod runs with another setting than was written',
    'Trust domain, network, name of the cluster and DNS of the proxies decide whether any call gets through.',
    'Install istiod with its values, as the README.md of the cluster says.',
  ),
} as const;

const DNS = {
  MESH890: error(
    "The cluster's DNS does not have the zone of the mesh as it was written",
    'Its names do not resolve, or to addresses that nobody answers at.',
    'Apply the DNS of the mesh again, and see who else writes this object.',
  ),
  MESH891: error(
    'The DNS server that answers for the zone does not run',
    'Names of the mesh do not resolve.',
    'Apply the DNS of the mesh again, and see why its pods do not run.',
  ),
} as const;

const UNSEEN = {
  MESH894: warning(
    'Something was not seen, so it was not checked',
    'What is not in the live data may be missing, changed or fine.',
    'Ask the cluster for it too: `mesh check --print-kubectl` prints the commands that do.',
  ),
  MESH895: warning(
    'A live object is not understood',
    'What it says may decide anything, and was not checked.',
    'Look at it with `kubectl get -o yaml`.',
  ),
} as const;

/** `mesh check`. @internal */
export const CHECK = {
  ...READING,
  ...OBJECTS,
  ...GATEWAYS,
  ...TRUST,
  ...CONTROL_PLANES,
  ...DNS,
  ...UNSEEN,
} as const;
