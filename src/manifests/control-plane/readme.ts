import { EAST_WEST_GATEWAY, EGRESS_GATEWAY } from './modern-values';
import { rotationSection } from './rotation-readme';
import { CacertsDelivery } from '../../description/cacerts-props';
import { Cluster, Mesh } from '../../model/mesh';
import { MANAGED_BY } from '../../values/ownership';
import { dnsInstallation, dnsRemoval, Instruction } from '../dns/instructions';
import { ISTIOCOREDNS } from '../dns/istiocoredns';
import { isHelmChart } from '../traffic/classic/chart-objects';

/**
 * What a person does with a cluster's directory, in order: the README.md in it.
 *
 * @internal
 */
export function clusterReadme(mesh: Mesh, cluster: Cluster): string {
  const { controlPlane, removal } =
    mesh.profile === 'classic' ? classicSteps(mesh, cluster) : modernSteps(mesh, cluster);
  const install = [
    trustStep(mesh, cluster),
    ...controlPlane,
    step('Everything else. Applying it again changes nothing.', applyCommand(cluster)),
    instruction(dnsInstallation(mesh, cluster)),
  ];
  const uninstall = [
    step(
      'The objects of the mesh. Namespaces stay: delete them when nothing is in them any more.',
      `kubectl delete ${ISTIO_KINDS} --all-namespaces --selector ${Object.entries(MANAGED_BY)
        .map(([key, value]) => `${key}=${value}`)
        .join()}`,
    ),
    ...dnsRemoval(mesh, cluster).map(instruction),
    ...removal,
  ];
  return [
    `# ${cluster.name}`,
    `Generated; edit the description of the mesh instead. Istio ${cluster.istio.text}, network \`${cluster.network}\`, suffix \`.${mesh.suffix}\`. ` +
      "Run the commands in this directory, with kubectl's context set to this cluster.",
    '## Install',
    ...numbered(install),
    ...rotationSection(mesh, cluster),
    '## Uninstall',
    ...numbered(uninstall),
    '',
  ].join('\n\n');
}

/** Flux decrypts the file by itself; kubectl would send it as it is. */
const isEncrypted = ({ cacerts }: Cluster): boolean => cacerts.delivery === CacertsDelivery.SOPS;

function applyCommand(cluster: Cluster): string {
  const without = cluster.dns.istiocoredns ? ` -l 'app!=${ISTIOCOREDNS}'` : '';
  return isEncrypted(cluster)
    ? `for layer in dns traffic workloads; do [ ! -d $layer ] || kubectl apply -R -f $layer/${without}; done`
    : `kubectl apply -k .${without}`;
}

function trustStep({ rootNamespace }: Mesh, { name, cacerts: { delivery } }: Cluster): string {
  const text =
    'Namespace and CA. The Secret `cacerts` must be there before Istio starts, or Istio makes a root of its own that no other cluster trusts.';
  const see = `kubectl -n ${rootNamespace} get secret cacerts`;
  switch (delivery) {
    case CacertsDelivery.SOPS:
      return step(
        text,
        'kubectl apply -f trust/_cluster.yaml',
        `sops --decrypt trust/${rootNamespace}.cacerts.sops.yaml | kubectl apply -f - && ${see}`,
      );
    case CacertsDelivery.EXISTING_SECRET:
      return step(
        `${text} \`mesh ca\` makes its files: \`kubectl -n ${rootNamespace} create secret generic cacerts --from-file=<keys>/${name}\`.`,
        `kubectl apply -R -f trust/ && ${see}`,
      );
    default:
      return step(text, `kubectl apply -R -f trust/ && ${see}`);
  }
}

const ISTIO_KINDS = [
  ...[
    'serviceentries',
    'destinationrules',
    'virtualservices',
    'gateways',
    'sidecars',
    'envoyfilters',
  ].map(kind => `${kind}.networking.istio.io`),
  'authorizationpolicies.security.istio.io',
].join();

interface Steps {
  readonly controlPlane: string[];
  readonly removal: string[];
}

function modernSteps({ rootNamespace }: Mesh, cluster: Cluster): Steps {
  const release = chartVersion(cluster);
  const { gateway, egressGateway } = cluster;
  const install = (name: string, namespace: string) =>
    `helm upgrade --install ${name} istio/gateway ${release} -n ${namespace} --create-namespace -f control-plane/helm/${name}.yaml --wait`;
  return {
    controlPlane: [
      step(
        "Control plane, with Istio's chart repository added to Helm as `istio`.",
        `helm upgrade --install istio-base istio/base ${release} -n ${rootNamespace} --set global.istioNamespace=${rootNamespace} --wait`,
        `helm upgrade --install istiod istio/istiod ${release} -n ${rootNamespace} -f control-plane/helm/istiod.yaml --wait`,
      ),
      ...(gateway
        ? [
            step(
              `East-west gateway. Its address must be what the description says: ${gateway.addresses.map(a => `\`${a}\``).join(', ')}.`,
              install(EAST_WEST_GATEWAY, gateway.namespace),
              `kubectl -n ${gateway.namespace} get service ${EAST_WEST_GATEWAY}`,
            ),
          ]
        : []),
      ...(egressGateway
        ? [
            step(
              `Egress gateway, in a namespace of its own. Its address must be what the description says: \`${egressGateway.address}\`.`,
              install(EGRESS_GATEWAY, egressGateway.namespace),
              `kubectl -n ${egressGateway.namespace} get service ${EGRESS_GATEWAY}`,
            ),
          ]
        : []),
    ],
    removal: [
      step(
        'Gateway and control plane.',
        ...(gateway ? [`helm uninstall ${EAST_WEST_GATEWAY} -n ${gateway.namespace}`] : []),
        ...(egressGateway
          ? [`helm uninstall ${EGRESS_GATEWAY} -n ${egressGateway.namespace}`]
          : []),
        `helm uninstall istiod -n ${rootNamespace}`,
        `helm uninstall istio-base -n ${rootNamespace}`,
      ),
    ],
  };
}

function classicSteps({ rootNamespace }: Mesh, { istio, dns }: Cluster): Steps {
  const file = 'control-plane/values-istio-multicluster-gateways.yaml';
  const charts = '$ISTIO/install/kubernetes/helm';
  const helm = `helm template ${charts}/istio --name istio --namespace ${rootNamespace} -f ${file}`;
  const crds =
    istio.minor === 1
      ? `cat ${charts}/istio-init/files/crd-*`
      : `helm template ${charts}/istio-init --name istio-init --namespace ${rootNamespace}`;
  const install = isHelmChart(istio)
    ? step(
        'Control plane, with Helm 2 and `ISTIO` set to the directory of the release. (With Helm 3 leave `--name` out and give the name first.)',
        `${crds} | kubectl apply -f -`,
        `${helm} | kubectl apply -f -`,
      )
    : step(
        'Control plane, with the istioctl of the release.',
        `istioctl ${istio.minor < 6 ? 'manifest apply' : 'install'} -f ${file}`,
      );
  const remove = isHelmChart(istio)
    ? [
        `${helm} | kubectl delete --ignore-not-found -f -`,
        `${crds} | kubectl delete --ignore-not-found -f -`,
      ]
    : [`istioctl manifest generate -f ${file} | kubectl delete --ignore-not-found -f -`];
  return {
    controlPlane: [
      ...(dns.istiocoredns
        ? [
            // After `kubectl apply` the chart's own, which has no ClusterIP, would take it away
            // again: before Kubernetes 1.20 that is an error.
            step(
              "The DNS server's Service, before the chart makes it: so it has the pinned ClusterIP. Created, not applied, so that the chart leaves the address alone.",
              `kubectl -n ${rootNamespace} get service ${ISTIOCOREDNS} || kubectl create -R -f dns/ -l app=${ISTIOCOREDNS}`,
            ),
          ]
        : []),
      install,
    ],
    removal: [step('Control plane.', ...remove)],
  };
}

/** Exactly the patch release, or the newest one of the minor. */
function chartVersion({ istio }: Cluster): string {
  return istio.patch === undefined
    ? `--version '~1.${istio.minor}.0'`
    : `--version ${istio.text.replace(/^v/, '')}`;
}

function step(text: string, ...commands: string[]): string {
  return [text, '', '   ```sh', ...commands.map(command => `   ${command}`), '   ```'].join('\n');
}

function instruction({ text, commands }: Instruction): string {
  return commands.length === 0 ? text : step(text, ...commands);
}

function numbered(steps: readonly string[]): string[] {
  return steps.map((text, i) => `${i + 1}. ${text}`);
}
