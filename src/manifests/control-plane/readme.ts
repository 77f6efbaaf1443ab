import { controlPlaneOf } from './control-planes';
import { instruction, Instruction, numbered } from '../instruction';
import { rotationSection } from './rotation-readme';
import { CacertsDelivery } from '../../description/cacerts-props';
import { Cluster, Mesh } from '../../model/mesh';
import { isOnlyAudited } from '../../model/services/authorization';
import { DIRECTORIES } from '../../values/directories';
import { serviceKey } from '../../values/names';
import { MANAGED_BY, NETWORK_LABEL } from '../../values/ownership';
import { dnsCaution, dnsInstallation, dnsRemoval } from '../dns/instructions';
import { ISTIOCOREDNS } from '../dns/istiocoredns';
import { DELIVERIES } from '../gitops/deliveries';

/**
 * What a person does with a cluster's directory, in order: the README.md in it.
 *
 * @internal
 */
export function clusterReadme(mesh: Mesh, cluster: Cluster): string {
  const controlPlane = controlPlaneOf(mesh, cluster);
  const delivery = DELIVERIES[cluster.gitops];
  const install = [
    ...delivery.install(mesh, cluster, {
      trust: trustStep(mesh, cluster),
      controlPlane: controlPlane.install(mesh, cluster),
      everythingElse: applyStep(mesh, cluster),
    }),
    dnsInstallation(mesh, cluster),
  ];
  const uninstall = delivery.uninstall(mesh, cluster, {
    objects: instruction(
      'The objects of the mesh. Namespaces stay: delete them when nothing is in them any more.',
      `kubectl delete ${ISTIO_KINDS} --all-namespaces --selector ${SELECTOR}`,
    ),
    dns: dnsRemoval(mesh, cluster),
    controlPlane: controlPlane.uninstall(mesh, cluster),
  });
  return [
    `# ${cluster.name}`,
    `Generated; edit the description of the mesh instead. ${networkText(cluster)} \`${cluster.network}\`, suffix \`.${mesh.suffix}\`. ` +
      "Run the commands in this directory, with kubectl's context set to this cluster.",
    '## Install',
    ...numbered(install),
    ...section('What Istio must have', controlPlane.requirements(mesh, cluster)),
    ...section('Upgrade of the control plane', numbered(controlPlane.upgrade(mesh, cluster))),
    ...auditSection(mesh, cluster),
    ...rotationSection(mesh, cluster),
    '## Uninstall',
    ...numbered(uninstall),
    '',
  ].join('\n\n');
}

/** With the version only where no other file has it. */
const networkText = ({ istio }: Cluster): string =>
  istio.profile === 'classic' ? `Istio ${istio.text}, network` : 'Network';

const section = (title: string, paragraphs: readonly string[]): string[] =>
  paragraphs.length === 0 ? [] : [`## ${title}`, ...paragraphs];

/** Adopting the mesh cuts nobody off; so it has to be said what it does not do. */
function auditSection({ served }: Mesh, { name }: Cluster): string[] {
  const audited = served.get(name)?.filter(isOnlyAudited) ?? [];
  return audited.length === 0
    ? []
    : [
        '## Only audited',
        'The pods of these services let everybody in and count whom they would refuse (`istio.io/dry-run`). With `authorization: enforce` in the description they refuse them.',
        audited.map(service => `- \`${serviceKey(service)}\``).join('\n'),
      ];
}

/** Of everything that the mesh makes. */
const SELECTOR = Object.entries(MANAGED_BY)
  .map(([key, value]) => `${key}=${value}`)
  .join();

/** kustomization.yaml lists the encrypted Secret, which Flux decrypts and kubectl would not. */
const isEncrypted = ({ cacerts }: Cluster): boolean => cacerts.delivery === CacertsDelivery.SOPS;

const { manifests, other } = DIRECTORIES;

function applyCommand(cluster: Cluster, apply: string): string {
  const without = cluster.dns.istiocoredns ? ` -l 'app!=${ISTIOCOREDNS}'` : '';
  return isEncrypted(cluster)
    ? `${apply} -R -f ${manifests}/${without}`
    : `${apply} -k .${without}`;
}

function applyStep(mesh: Mesh, cluster: Cluster): Instruction {
  const { expected } = mesh.namespaces.get(cluster.name)!;
  const names = expected.map(name => `\`${name}\``).join(', ');
  const needs = names && ` Needs the namespaces that the mesh does not create: ${names}.`;
  const text = `Everything else. Applying it again changes nothing.${needs}${dnsCaution(cluster.dns)}`;
  return instruction(text, applyCommand(cluster, controlPlaneOf(mesh, cluster).apply));
}

function trustStep(mesh: Mesh, cluster: Cluster): Instruction {
  const { rootNamespace } = mesh;
  const applyTrust = `${controlPlaneOf(mesh, cluster).apply} -R -f ${manifests}/trust/`;
  const { name, network, cacerts } = cluster;
  const { hasRoot } = cluster.namespaces;
  const what = hasRoot
    ? `CA. The namespace \`${rootNamespace}\` is somebody else's; its label tells istiod the network.`
    : 'Namespace and CA.';
  const text = `${what} The Secret \`cacerts\` must be there before Istio starts, or Istio makes a root of its own that no other cluster trusts.`;
  const see = `kubectl -n ${rootNamespace} get secret cacerts`;
  const namespace = hasRoot
    ? `kubectl label namespace ${rootNamespace} ${NETWORK_LABEL}=${network} --overwrite`
    : applyTrust;
  switch (cacerts.delivery) {
    case CacertsDelivery.SOPS:
      return instruction(
        text,
        namespace,
        `sops --decrypt ${other}/${rootNamespace}.cacerts.sops.yaml | kubectl apply -f - && ${see}`,
      );
    case CacertsDelivery.EXISTING_SECRET:
      return instruction(
        `${text} \`mesh ca\` makes its files: \`kubectl -n ${rootNamespace} create secret generic cacerts --from-file=<keys>/${name}\`.`,
        `${namespace} && ${see}`,
      );
    default:
      return instruction(text, ...(hasRoot ? [namespace] : []), `${applyTrust} && ${see}`);
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
