import { Cluster, Mesh } from '../../model/mesh';
import { isHelmChart } from '../traffic/classic/chart-objects';

/**
 * What has to be done, and seen, in a cluster in the present phase of the rotation of the root.
 * Empty outside of a rotation.
 *
 * @internal
 */
export function rotationSection(mesh: Mesh, cluster: Cluster): string[] {
  switch (mesh.rotation) {
    case undefined:
      return [];
    case 'bundle':
      return section(
        cluster,
        'every cluster trusts the old and the new root; the old one signs',
        'Apply `trust/`. When the Secret has arrived:',
        [
          `kubectl -n ${mesh.rootNamespace} get secret cacerts -o jsonpath='{.data.root-cert\\.pem}' | base64 -d > /tmp/${cluster.name}-evidence`,
        ],
      );
    case 'restart':
      return section(
        cluster,
        'control planes and proxies take both roots up',
        `${restart(mesh)} When all of them run again:`,
        identities(cluster),
      );
    case 'switch':
      return section(
        cluster,
        'the new root signs',
        `Apply \`trust/\`. ${renewal(mesh, cluster)} When all of them are new:`,
        identities(cluster),
      );
  }
}

function section({ name }: Cluster, what: string, text: string, evidence: string[]): string[] {
  return [
    '## Rotation of the root',
    `Phase: ${what}. ${text}`,
    code(evidence),
    'Then, in the directory of the lock file of the CAs:',
    code([`npx mesh ca confirm ${name} --from /tmp/${name}-evidence`]),
  ];
}

const code = (commands: string[]): string => ['```sh', ...commands, '```'].join('\n');

const WORKLOADS = 'restart the workloads (`kubectl rollout restart deployment -n <namespace>`)';

function restart({ profile, rootNamespace }: Mesh): string {
  return profile === 'classic'
    ? `Restart the control plane and the gateways (\`kubectl -n ${rootNamespace} rollout restart deployment\`), then ${WORKLOADS}.`
    : `Upgrade istiod and the gateways with their values of \`control-plane/helm/\`, whose changed annotation restarts them, then ${WORKLOADS}.`;
}

/**
 * istiod watches the Secret from 1.18 on; before, it is read at the start. Citadel keeps identities
 * until they end, in Secrets.
 */
function renewal(mesh: Mesh, { istio }: Cluster): string {
  const citadel = isHelmChart(istio)
    ? ' Before the workloads, delete what Citadel has issued, for it to issue anew: `kubectl delete secrets -A --field-selector type=istio.io/key-and-cert`.'
    : '';
  return mesh.profile === 'classic'
    ? `${restart(mesh)}${citadel}`
    : 'istiod takes the new intermediate up by itself. Identities follow within a day, or at once where gateways and workloads are restarted.';
}

/**
 * What each proxy says of itself, gateways and workloads alike; up to 1.4 what Citadel has put into
 * its Secret. Never a private key.
 */
function identities({ name, istio }: Cluster): string[] {
  return isHelmChart(istio)
    ? [
        'kubectl get secrets -A --field-selector type=istio.io/key-and-cert -o \\',
        `  jsonpath='{range .items[*]}{.data.root-cert\\.pem}{" "}{.data.cert-chain\\.pem}{"\\n"}{end}' > /tmp/${name}-evidence`,
      ]
    : [
        'for pod in $(kubectl get pods -A -o jsonpath=\'{range .items[?(@.metadata.annotations.sidecar\\.istio\\.io/status)]}{.metadata.name}.{.metadata.namespace}{"\\n"}{end}\'); do',
        '  istioctl proxy-config secret "$pod" -o json',
        `done > /tmp/${name}-evidence`,
      ];
}
