import { DnsMode } from '../mesh/enums';
import { Cluster, Mesh } from '../mesh/model';
import { isHelmChart } from '../traffic/classic/chart-objects';
import { EAST_WEST_GATEWAY } from './modern-values';

/**
 * What a person does with a cluster's directory, in order: the README.md in it.
 *
 * @internal
 */
export function clusterReadme(mesh: Mesh, cluster: Cluster): string {
  const steps = mesh.profile === 'classic' ? classicSteps(mesh, cluster) : modernSteps(mesh, cluster);
  return [
    `# ${cluster.name}`,
    `Generated; edit the description of the mesh instead. Istio ${cluster.istio.text}, network \`${cluster.network}\`, suffix \`.${mesh.suffix}\`. Run the commands in this directory, with kubectl's context set to this cluster.`,
    '## Install',
    ...steps.install.map((step, i) => `${i + 1}. ${step}`),
    '## Uninstall',
    'The reverse:',
    ...steps.uninstall.map((step, i) => `${i + 1}. ${step}`),
    '',
  ].join('\n\n');
}

interface Steps {
  readonly install: string[];
  readonly uninstall: string[];
}

function modernSteps(mesh: Mesh, cluster: Cluster): Steps {
  const { rootNamespace } = mesh;
  const release = chartVersion(cluster);
  const gatewayNamespace = cluster.gateway?.namespace;
  return {
    install: [
      step('Namespace and CA. The Secret `cacerts` must be there before istiod starts, or istiod makes a root of its own that no other cluster trusts.',
        `kubectl apply -f trust/ && kubectl -n ${rootNamespace} get secret cacerts`),
      step('Control plane, with Istio\'s chart repository added to Helm as `istio`.',
        `helm upgrade --install istio-base istio/base ${release} -n ${rootNamespace} --wait`,
        `helm upgrade --install istiod istio/istiod ${release} -n ${rootNamespace} -f control-plane/helm/istiod.yaml --wait`),
      ...(gatewayNamespace === undefined ? [] : [step(`East-west gateway. Its address must be what the description says: ${cluster.gateway!.addresses.map(a => `\`${a}\``).join(', ')}.`,
        `helm upgrade --install ${EAST_WEST_GATEWAY} istio/gateway ${release} -n ${gatewayNamespace} -f control-plane/helm/${EAST_WEST_GATEWAY}.yaml --wait`,
        `kubectl -n ${gatewayNamespace} get service ${EAST_WEST_GATEWAY}`)]),
      step('Everything else. Applying it again changes nothing.', 'kubectl apply -k .'),
      dnsStep(mesh, cluster),
    ],
    uninstall: [
      step('The objects of the mesh. Namespaces go too, so look before you run it.', 'kubectl delete -k . --ignore-not-found'),
      step('Gateway and control plane.',
        ...(gatewayNamespace === undefined ? [] : [`helm uninstall ${EAST_WEST_GATEWAY} -n ${gatewayNamespace}`]),
        `helm uninstall istiod -n ${rootNamespace}`,
        `helm uninstall istio-base -n ${rootNamespace}`),
    ],
  };
}

function classicSteps({ rootNamespace, ...mesh }: Mesh, cluster: Cluster): Steps {
  const file = 'control-plane/values-istio-multicluster-gateways.yaml';
  const chart = 'install/kubernetes/helm';
  const helm = `helm template ${chart}/istio --name istio --namespace ${rootNamespace} -f ${file}`;
  const init = `helm template ${chart}/istio-init --name istio-init --namespace ${rootNamespace}`;
  const crds = cluster.istio.minor === 1 ? `cat ${chart}/istio-init/files/crd-*` : init;
  const operator = `istioctl ${cluster.istio.minor < 6 ? 'manifest apply' : 'install'} -f ${file}`;
  return {
    install: [
      step('Namespace and CA: the Secret `cacerts` must be there before the control plane starts.',
        `kubectl apply -f trust/ && kubectl -n ${rootNamespace} get secret cacerts`),
      step('DNS server address. The Service comes before the chart\'s, so that it has the pinned ClusterIP.', 'kubectl apply -f dns/'),
      step(isHelmChart(cluster.istio)
        ? 'Control plane, with Helm 2 and the charts of the release (with Helm 3 leave `--name` out and give the name first).'
        : 'Control plane, with the release\'s istioctl.',
      ...(isHelmChart(cluster.istio) ? [`${crds} | kubectl apply -f -`, `${helm} | kubectl apply -f -`] : [operator])),
      step('Everything else. Applying it again changes nothing.', 'kubectl apply -k .'),
      dnsStep({ rootNamespace, ...mesh }, cluster),
    ],
    uninstall: [
      step('The objects of the mesh. Namespaces go too, so look before you run it.', 'kubectl delete -k . --ignore-not-found'),
      step('Control plane.', ...(isHelmChart(cluster.istio)
        ? [`${helm} | kubectl delete --ignore-not-found -f -`, `${crds} | kubectl delete --ignore-not-found -f -`]
        : [`istioctl manifest generate -f ${file} | kubectl delete --ignore-not-found -f -`])),
    ],
  };
}

function dnsStep({ suffix }: Mesh, { dns }: Cluster): string {
  switch (dns.mode) {
    case DnsMode.SIDECAR:
      return `DNS: nothing to do. The sidecars answer for \`.${suffix}\`. Pods that were injected before this values file need a restart.`;
    case DnsMode.NONE:
      return `DNS: not the mesh's business here. Something else must resolve \`.${suffix}\`.`;
    default:
      return step(`DNS: the cluster's DNS picks the zone \`${suffix}\` up within two minutes. To see it answer:`,
        `kubectl run dns-check --rm -i --restart=Never --image=busybox -- nslookup <name>.<namespace>.${suffix}`);
  }
}

/** Exactly the patch release, or the newest one of the minor. */
function chartVersion({ istio }: Cluster): string {
  return istio.patch === undefined ? `--version '~1.${istio.minor}.0'` : `--version ${istio.text.replace(/^v/, '')}`;
}

function step(text: string, ...commands: string[]): string {
  return [text, '', '   ```sh', ...commands.map(command => `   ${command}`), '   ```'].join('\n');
}
