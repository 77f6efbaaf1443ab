import { readFileSync } from 'fs';
import * as path from 'path';
import { StandCluster } from './cluster';
import { run, waitFor } from './commands';
import { ControlPlane } from './control-plane';
import { core, KubernetesObject } from './kubernetes-api';
import { namespaceObjects, Workload, workloadObjects } from './workloads';

/** A numbered step of a generated README: its sentence, and its commands if it has any. */
export interface Step {
  readonly text: string;
  readonly commands?: string;
}

/** The steps of the section "Install" of a cluster's README, in order. */
export function installSteps(directory: string): Step[] {
  const readme = readFileSync(path.join(directory, 'README.md'), 'utf8');
  const section = readme.split(/^## /m).find(part => part.startsWith('Install\n'))!;
  return section
    .split(/^\d+\. /m)
    .slice(1)
    .map(step => {
      const [text, commands] = step.split('```sh\n');
      return { text: text.trim(), commands: commands?.split('```')[0] };
    });
}

/**
 * Does what a step says, as a person would: its commands, in the cluster's directory, with
 * kubectl's context set to the cluster. Only what has a `<name>` to fill in, to look at something
 * afterwards, is left to the suites.
 */
export async function perform(
  { commands }: Step,
  directory: string,
  plane: ControlPlane,
): Promise<string> {
  return commands === undefined || commands.includes('<name>')
    ? ''
    : run(['bash', '-euo', 'pipefail', '-c', commands], {
        cwd: directory,
        env: plane.environment,
        timeout: 240,
      });
}

export interface Installation {
  readonly directory: string;
  readonly rootNamespace: string;
  readonly workloads: readonly Workload[];
  readonly services: readonly KubernetesObject[];
  /** what is there already, beside the control plane */
  readonly present: readonly KubernetesObject[];
  /** the addresses of the gateway */
  readonly loadBalancer: readonly string[];
  readonly setCacerts: () => Promise<void>;
  readonly say: (text: string) => void;
}

/**
 * Installs a cluster step by step; around the steps what a description takes for granted:
 * namespaces, a load balancer, the workloads.
 */
export async function install(
  { name, plane, props: { gateway } }: StandCluster,
  installation: Installation,
): Promise<void> {
  const { directory, rootNamespace, workloads, services, present, loadBalancer, setCacerts, say } =
    installation;
  const [trust, ...rest] = installSteps(directory);
  await apply(plane, namespaceObjects(workloads));
  await apply(plane, [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: rootNamespace } }]);
  await setCacerts();
  await perform(trust, directory, plane);
  const balancing = gateway && balance(gateway.namespace ?? rootNamespace, loadBalancer, plane);
  for (const step of rest) {
    await perform(step, directory, plane);
    if (step === rest[0]) {
      await apply(plane, [telemetry(rootNamespace), ...present]);
    }
    say(`${name}: ${step.text.split(/[,.:] /)[0]}`);
  }
  await balancing;
  await apply(plane, await missing(plane, [...services, ...workloadObjects(workloads)]));
}

/**
 * What a cloud does: gives the gateway's Service, once the chart has made it, the addresses that
 * the description has.
 */
async function balance(
  namespace: string,
  addresses: readonly string[],
  plane: ControlPlane,
): Promise<void> {
  const service = core(namespace, 'services', 'istio-eastwestgateway');
  const {
    spec: { type },
  } = await waitFor("the gateway's Service", 240, () =>
    plane.api.get(service).catch(() => undefined),
  );
  if (type === 'LoadBalancer') {
    await plane.api.patch(`${service}/status`, {
      status: { loadBalancer: { ingress: addresses.map(ip => ({ ip })) } },
    });
  }
}

/** The filter that makes Istio's metrics is not part of Envoy as released. */
function telemetry(namespace: string): KubernetesObject {
  return {
    apiVersion: 'telemetry.istio.io/v1',
    kind: 'Telemetry',
    metadata: { name: 'no-metrics', namespace },
    spec: { metrics: [{ overrides: [{ disabled: true }] }] },
  };
}

async function apply(plane: ControlPlane, items: readonly KubernetesObject[]): Promise<void> {
  await plane.kubectl(['apply', '-f', '-'], {
    input: JSON.stringify({ apiVersion: 'v1', kind: 'List', items }),
  });
}

/** Without the objects that the mesh's directories brought along. */
async function missing(
  plane: ControlPlane,
  objects: readonly KubernetesObject[],
): Promise<KubernetesObject[]> {
  const present = (
    await plane.kubectl(['get', 'serviceaccounts,services,deployments', '-A', '-o', PRESENT])
  ).split('\n');
  return objects.filter(
    ({ kind, metadata: { namespace, name } }) => !present.includes(`${kind}/${namespace}/${name}`),
  );
}

const PRESENT =
  'go-template={{range .items}}{{.kind}}/{{.metadata.namespace}}/{{.metadata.name}}{{"\\n"}}{{end}}';
