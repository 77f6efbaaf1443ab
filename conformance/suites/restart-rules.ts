import { must } from './requests';
import { restartsOf } from '../../src/analysis/diff/restarts';
import { Cluster } from '../../src/analysis/mesh/cluster';
import { KubernetesObject } from '../stand/kubernetes-api';

type Chart = 'istiod' | 'gateway';
type Render = (chart: Chart, values: object) => Promise<readonly KubernetesObject[]>;

/** Values as one may set them, each by itself. */
const OF_ISTIOD: readonly object[] = [
  { replicaCount: 3, autoscaleEnabled: false },
  { autoscaleMin: 2 },
  { deploymentLabels: { a: 'b' } },
  { rollingMaxSurge: '50%' },
  { podAnnotations: { a: 'b' } },
  { podLabels: { a: 'b' } },
  { resources: { requests: { cpu: '1' } } },
  { env: { A: 'b' } },
  { pilot: { env: { A: 'b' } } },
  { nodeSelector: { a: 'b' } },
  { tolerations: [{ operator: 'Exists' }] },
  { affinity: { nodeAffinity: {} } },
  { topologySpreadConstraints: [{ maxSkew: 1 }] },
  { traceSampling: 50 },
  { keepaliveMaxServerConnectionAge: '1h' },
  { serviceAnnotations: { a: 'b' } },
  { serviceAccountAnnotations: { a: 'b' } },
  { extraContainerArgs: ['--a'] },
  { image: 'pilot-other' },
  { volumes: [{ name: 'a', emptyDir: {} }] },
  { meshConfig: { accessLogFile: '/dev/null' } },
  { meshConfig: { defaultConfig: { concurrency: 1 } } },
  { sidecarInjectorWebhook: { enableNamespacesByDefault: true } },
  { revisionTags: ['prod'] },
  { telemetry: { enabled: false } },
  { global: { tag: '9.9' } },
  { global: { hub: 'example.com/istio' } },
  { global: { network: 'other' } },
  { global: { meshID: 'other' } },
  { global: { multiCluster: { clusterName: 'other' } } },
  { global: { logging: { level: 'all:debug' } } },
  { global: { logAsJson: true } },
  { global: { imagePullPolicy: 'Always' } },
  { global: { priorityClassName: 'high' } },
  { global: { proxy: { logLevel: 'debug' } } },
  { global: { proxy: { clusterDomain: 'other.local' } } },
  { global: { proxy: { resources: { requests: { cpu: '1' } } } } },
  { global: { caAddress: 'ca.example.com:443' } },
];
const OF_GATEWAY: readonly object[] = [
  { service: { type: 'NodePort' } },
  { autoscaling: { minReplicas: 3 } },
  { replicaCount: 3, autoscaling: { enabled: false } },
  { podDisruptionBudget: { minAvailable: 1 } },
  { rbac: { enabled: false } },
  { serviceAccount: { annotations: { a: 'b' } } },
  { serviceAccount: { name: 'other' } },
  { annotations: { a: 'b' } },
  { labels: { a: 'b' } },
  { podAnnotations: { a: 'b' } },
  { strategy: { type: 'Recreate' } },
  { minReadySeconds: 9 },
  { env: { A: 'b' } },
  { networkGateway: 'other' },
  { revision: 'canary' },
  { resources: { requests: { cpu: '1' } } },
  { nodeSelector: { a: 'b' } },
  { terminationGracePeriodSeconds: 99 },
  { imagePullPolicy: 'Always' },
  { topologySpreadConstraints: [{ maxSkew: 1 }] },
  { priorityClassName: 'high' },
];

/** What `mesh diff` says restarts when values change, against what Istio's charts make of them. */
export class RestartRules {
  public constructor(private readonly render: Render) {}

  public async ofIstiod(): Promise<string> {
    return this.hold('istiod', OF_ISTIOD, changed => values(changed, {}), /^istiod$/);
  }

  public async ofGateway(): Promise<string> {
    return this.hold('gateway', OF_GATEWAY, changed => values({}, changed), /^the gateway /);
  }

  private async hold(
    chart: Chart,
    settings: readonly object[],
    filesOf: (changed: object) => Cluster,
    what: RegExp,
  ): Promise<string> {
    const before = await this.podsOf(chart, {});
    const wrong: string[] = [];
    let count = 0;
    for (const changed of settings) {
      const isRestarted = (await this.podsOf(chart, changed)) !== before;
      const pair = { name: 'a', before: filesOf({}), after: filesOf(changed) };
      const isSaid = restartsOf(pair, [], []).some(
        one => one.by === 'the change' && what.test(one.what),
      );
      count += isRestarted ? 1 : 0;
      if (isSaid !== isRestarted) {
        wrong.push(`${JSON.stringify(changed)}: ${isRestarted ? 'restarts' : 'does not restart'}`);
      }
    }
    must(wrong.length === 0, wrong.join('; '));
    must(count > 0 && count < settings.length, `${count} of ${settings.length} restart`);
    return `${count} of ${settings.length} do`;
  }

  private async podsOf(chart: Chart, changed: object): Promise<string> {
    const objects = await this.render(chart, changed);
    const deployment = objects.find(({ kind }) => kind === 'Deployment');
    must(deployment !== undefined, `the chart ${chart} makes no Deployment`);
    return JSON.stringify(deployment!.spec.template);
  }
}

/** As much of a cluster as is asked for. */
function values(istiod: object, gateway: object): Cluster {
  const files = {
    facts: {},
    istiods: [{ values: istiod }],
    gateways: [{ values: { name: 'gateway', ...gateway } }],
  };
  return { files } as unknown as Cluster;
}
