import { classicValues } from './classic-values';
import { ControlPlane } from './control-plane';
import { instruction, Instruction } from '../instruction';
import { askProxies, evidenceFile, objectWith, RESTART_WORKLOADS } from './proxies';
import { Mesh } from '../../model/mesh';
import { DIRECTORIES } from '../../values/directories';
import { IstioVersion } from '../../values/istio-version';
import { printYaml } from '../../values/yaml-printer';
import { ISTIOCOREDNS } from '../dns/istiocoredns';
import { isHelmChart } from '../traffic/classic/chart-objects';

/** As a release calls its own file. */
const NAME = 'values-istio-multicluster-gateways.yaml';

/** The charts and the istioctl of Istio 1.1 to 1.7. @internal */
export const classic: ControlPlane = {
  files: (_, { istio }) => [
    { path: installerOf(istio).file, content: printYaml(classicValues(istio)) },
  ],

  // clusters of that time have no server-side apply
  apply: 'kubectl apply',

  install({ rootNamespace }, { istio, dns }) {
    const { install } = installerOf(istio);
    const controlPlane = install(rootNamespace, istio);
    return dns.istiocoredns ? [pinnedService(rootNamespace), controlPlane] : [controlPlane];
  },

  requirements: () => [],

  upgrade: () => [],

  uninstall({ rootNamespace }, { istio }) {
    return [instruction('Control plane.', ...installerOf(istio).uninstall(rootNamespace, istio))];
  },

  restart,

  renewal: (mesh, { istio }) => `${restart(mesh)}${installerOf(istio).reissue}`,

  identities: ({ name, istio }) => installerOf(istio).identities(name),
};

function restart({ rootNamespace }: Mesh): string {
  return `Restart the control plane and the gateways (\`kubectl -n ${rootNamespace} rollout restart deployment\`), then ${RESTART_WORKLOADS}.`;
}

/**
 * After `kubectl apply` the chart's own Service, which has no ClusterIP, would take the address
 * away again: before Kubernetes 1.20 that is an error.
 */
function pinnedService(rootNamespace: string): Instruction {
  return instruction(
    "The DNS server's Service, before the chart makes it: so it has the pinned ClusterIP. Created, not applied, so that the chart leaves the address alone.",
    `kubectl -n ${rootNamespace} get service ${ISTIOCOREDNS} || kubectl create -R -f ${DIRECTORIES.manifests}/dns/ -l app=${ISTIOCOREDNS}`,
  );
}

/** The way that the documentation of a release goes. */
interface Installer {
  /** below the cluster's directory */
  readonly file: string;
  readonly install: (rootNamespace: string, istio: IstioVersion) => Instruction;
  readonly uninstall: (rootNamespace: string, istio: IstioVersion) => string[];
  /** what a new CA needs beyond a restart */
  readonly reissue: string;
  readonly identities: (cluster: string) => string[];
}

const installerOf = (istio: IstioVersion): Installer =>
  isHelmChart(istio) ? HELM_2 : ISTIO_OPERATOR;

const CHARTS = '$ISTIO/install/kubernetes/helm';

const chart = (rootNamespace: string): string =>
  `helm template ${CHARTS}/istio --name istio --namespace ${rootNamespace} -f ${DIRECTORIES.helm}/${NAME}`;

const crds = (rootNamespace: string, { minor }: IstioVersion): string =>
  minor === 1
    ? `cat ${CHARTS}/istio-init/files/crd-*`
    : `helm template ${CHARTS}/istio-init --name istio-init --namespace ${rootNamespace}`;

/** Up to 1.4. Citadel keeps identities until they end, in Secrets. */
const HELM_2: Installer = {
  file: `${DIRECTORIES.helm}/${NAME}`,
  install: (rootNamespace, istio) =>
    instruction(
      'Control plane, with Helm 2 and `ISTIO` set to the directory of the release. (With Helm 3 leave `--name` out and give the name first.)',
      `${crds(rootNamespace, istio)} | kubectl apply -f -`,
      `${chart(rootNamespace)} | kubectl apply -f -`,
    ),
  uninstall: (rootNamespace, istio) =>
    [chart(rootNamespace), crds(rootNamespace, istio)].map(
      manifests => `${manifests} | kubectl delete --ignore-not-found -f -`,
    ),
  reissue:
    ' Before the workloads, delete what Citadel has issued, for it to issue anew: `kubectl delete secrets -A --field-selector type=istio.io/key-and-cert`.',
  identities: cluster => [
    `echo 'cluster ${cluster}' > ${evidenceFile(cluster)}`,
    'kubectl get secrets -A --field-selector type=istio.io/key-and-cert -o \\',
    `  go-template='{{range .items}}identity ${objectWith('root-cert.pem', 'cert-chain.pem')}{{end}}' >> ${evidenceFile(cluster)}`,
  ],
};

const OPERATOR_FILE = `${DIRECTORIES.other}/${NAME}`;

/** From 1.5 on. */
const ISTIO_OPERATOR: Installer = {
  file: OPERATOR_FILE,
  install: (_, { minor }) =>
    instruction(
      'Control plane, with the istioctl of the release.',
      `istioctl ${minor < 6 ? 'manifest apply' : 'install'} -f ${OPERATOR_FILE}`,
    ),
  uninstall: () => [
    `istioctl manifest generate -f ${OPERATOR_FILE} | kubectl delete --ignore-not-found -f -`,
  ],
  reissue: '',
  identities: askProxies,
};
