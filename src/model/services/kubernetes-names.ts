import { DnsMode } from '../../description/enums';
import { PresentServices } from '../../description/located';
import { ServiceProps } from '../../description/service-props';
import { Problems } from '../../problems/problems';
import { serviceKey } from '../../values/names';
import { Cluster, Service } from '../mesh';

/**
 * What a service with the name of a Service in Kubernetes cannot have.
 *
 * @param problems of the service
 * @internal
 */
export function checkKubernetesName(service: ServiceProps, problems: Problems): void {
  const { kubernetesName, subsets = [], namespace, workloadNamespace = namespace } = service;
  if (!kubernetesName) {
    return;
  }
  if (subsets.length > 0) {
    problems
      .at('kubernetesName')
      .report('MESH456', 'by that name, the gateway of the serving cluster chooses no subset');
  }
  if (workloadNamespace !== namespace) {
    problems
      .at('kubernetesName')
      .report('MESH456', `its Service is in namespace "${workloadNamespace}", not "${namespace}"`);
  }
}

/**
 * Whether the name leads to the service in each cluster that calls and does not serve.
 *
 * @param present Services that manifests put into clusters
 * @param at problems of a service
 * @internal
 */
export function checkKubernetesNames(
  services: readonly Service[],
  clusters: readonly Cluster[],
  present: PresentServices,
  at: (service: Service) => Problems,
): void {
  const declared = services.filter(({ isAlias }) => !isAlias);
  const byKey = new Map(declared.map(service => [serviceKey(service), service]));
  for (const { declaredAs, callers } of services.filter(one => one.isKubernetesName)) {
    const service = byKey.get(declaredAs)!;
    const calling = clusters.filter(one => callers.has(one.name));
    const problems = at(service).at('kubernetesName');
    for (const cluster of calling) {
      const other = declared.find(
        one => one !== service && one.owners.includes(cluster) && haveOneName(one, service),
      );
      if (cluster.dns.mode !== DnsMode.SIDECAR) {
        problems.report(
          'MESH455',
          `in cluster "${cluster.name}" the cluster's own DNS answers for that name`,
        );
      }
      const manifest = present.get(cluster.name)?.get(serviceKey(service));
      const whose = other ? `"${serviceKey(other)}"` : manifest && `the Service at ${manifest}`;
      if (whose !== undefined) {
        problems.report('MESH455', `in cluster "${cluster.name}" it is the name of ${whose}`);
      }
    }
  }
}

/** Of their Services, which are where the pods are. */
const haveOneName = (one: Service, other: Service): boolean =>
  one.name === other.name && one.workloadNamespace === other.workloadNamespace;
