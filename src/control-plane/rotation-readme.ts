import { Cluster, Mesh } from '../mesh/model';

/**
 * What has to be done, and seen, in a cluster in the present phase of the rotation of the root. Empty outside of a rotation.
 *
 * @internal
 */
export function rotationSection({ rotation, rootNamespace }: Mesh, { name }: Cluster): string[] {
  switch (rotation) {
    case undefined: return [];
    case 'bundle': return section('every cluster trusts the old and the new root; the old one signs', [
      `kubectl -n ${rootNamespace} get secret cacerts -o jsonpath='{.data.root-cert\\.pem}' | base64 -d > /tmp/${name}-roots.pem`,
      `mesh ca confirm ${name} --from /tmp/${name}-roots.pem`,
    ], 'Apply `trust/`. When the Secret has arrived:');
    case 'restart': return section('control planes and proxies take both roots up', confirmProxies(name),
      'Upgrade istiod and the gateways with their values of `control-plane/helm/`, whose changed annotation restarts them, then restart the workloads '
      + '(`kubectl rollout restart deployment -n <namespace>`). When all of them run again:');
    case 'switch': return section('the new root signs', confirmProxies(name),
      'Apply `trust/`; istiod takes the new intermediate up by itself. Identities follow within a day, or at once where gateways and workloads are restarted. When all of them are new:');
  }
}

function section(what: string, commands: string[], text: string): string[] {
  return ['## Rotation of the root', `Phase: ${what}. ${text}`, ['```sh', ...commands, '```'].join('\n')];
}

/** What each proxy says of itself, gateways and workloads alike. */
function confirmProxies(cluster: string): string[] {
  return [
    'for pod in $(kubectl get pods -A -o jsonpath=\'{range .items[?(@.metadata.annotations.sidecar\\.istio\\.io/status)]}{.metadata.name}.{.metadata.namespace}{"\\n"}{end}\'); do',
    '  istioctl proxy-config secret "$pod" -o json',
    `done > /tmp/${cluster}-proxies.json`,
    `mesh ca confirm ${cluster} --from /tmp/${cluster}-proxies.json`,
  ];
}
