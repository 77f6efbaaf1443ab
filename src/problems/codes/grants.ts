import { error, warning } from './code-info';

/** 4xx: grants. @internal */
export const GRANTS = {
  MESH401: error(
    'Grant names an unknown service',
    'It would grant nothing.',
    'Write `<name>.<namespace>` of a declared service.',
  ),
  MESH402: error(
    'Grant names an unknown cluster',
    'It would grant nothing.',
    'Use the names of declared clusters.',
  ),
  MESH403: error(
    'Grant does not say to whom',
    'A key that is left out, or misspelled, could be read as nobody or as everybody.',
    "Write `clusters`, `namespaces` and `serviceAccounts`, each as names or as `['*']` for all, or `everyone: true`.",
  ),
  MESH404: error(
    'Grant is to everyone and to somebody',
    'One of the two is not meant.',
    'Remove `everyone`, or what stands beside it.',
  ),
  MESH405: error(
    'Grant names service accounts without a namespace',
    'A service account belongs to a namespace; the same name elsewhere is another identity.',
    "Name the namespaces of the service accounts, or write `serviceAccounts: ['*']`.",
  ),
  MESH406: warning(
    'Service has no grant',
    'No other cluster can reach it.',
    'Add a grant, or remove the service.',
  ),
  MESH407: error(
    'A list is empty',
    'Nothing would match.',
    "Fill the list, or write `['*']` where everything is meant and the key allows it.",
  ),
  MESH408: error(
    'Enforcing needs the local callers',
    'The policy holds for calls inside the cluster too: whoever is not named is cut off.',
    'List who calls it there in `localCallers` (an empty list if nobody does), or use AuthorizationMode.AUDIT to find out.',
  ),
  MESH409: error(
    'Enforcing needs port numbers',
    'The policy is limited to the ports of the service, so that metrics and probes stay reachable, and it knows ports by number only.',
    'Use `targetPort` instead of `targetPortName`, or AuthorizationMode.AUDIT.',
    'Istio: AuthorizationPolicy, operation.ports',
  ),
  MESH410: error(
    'Sidecar is not usable',
    'Istio takes one Sidecar for each namespace, with hosts of the form `<namespace>/<DNS name>`.',
    'Merge the two, or correct the host, e.g. "./*" or "shop/*".',
    'Istio: Sidecar',
  ),
  MESH411: error(
    'Grant stands outside of the file of its owner',
    'A service has one owner, and only the owner says who may call.',
    'Move the grant to the file of the owner of the service, or to mesh.yaml.',
  ),
  MESH420: error(
    'A list has names and a wildcard',
    'One of the two is not meant.',
    "Write `['*']` for all, or the names.",
  ),
  MESH421: warning(
    'Identities do not tell clusters apart',
    "An identity names a trust domain, a namespace and a service account, and no cluster. Another cluster's workload with the same names passes the policies at the pods; the gateways let in whoever knows the host, and with Istio 1.1 to 1.7 nothing else is checked.",
    'Give each cluster a trust domain of its own, grant to all clusters, or accept the warning where namesakes may call.',
    'SPIFFE ID specification; Istio: AuthorizationPolicy, source.principals',
  ),
  MESH422: error(
    'Services share pods and have different callers',
    'At a pod that two services select nobody can tell which of them was called on a port that they have in common: the policy of one refuses the callers of the other.',
    'Give both the same grants and local callers, or write `sharesPods: true` in one of them: then the policies of both let in the callers of both.',
  ),
} as const;
