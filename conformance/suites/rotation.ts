import { readFileSync, writeFileSync } from 'fs';
import * as path from 'path';
import { setTimeout as sleep } from 'timers/promises';
import { Load } from './load';
import { matrixOf } from './matrix';
import { must } from './requests';
import { Results } from '../results';
import { StandCluster } from '../stand/cluster';
import { run, waitFor } from '../stand/commands';
import { installSteps, perform } from '../stand/install';
import { Stand } from '../stand/stand';

const SUITE = 'rotation';

/**
 * Certificates change while somebody calls without a pause, with `mesh ca` and what the clusters'
 * READMEs say in each phase. One call that fails is a failure.
 */
export async function rotation(stand: Stand, results: Results): Promise<void> {
  const one = matrixOf(stand.description, stand.workloads).find(
    ({ expected }) => 'answer' in expected && !('onlyCounted' in expected),
  )!;
  const under = (what: string, work: () => Promise<string>) =>
    results.check(SUITE, what, async () => {
      const load = new Load(() => stand.workload(one.caller), one);
      const seen = await work().catch(async error => {
        await load.stop().catch(() => undefined);
        throw error;
      });
      return `${seen}; ${await load.stop()}`;
    });
  await results.check(SUITE, 'everything is ready', async () => {
    await Promise.all(stand.workloads.map(workload => stand.workload(workload)));
    writeIstioctl(stand);
  });
  await under('the gateways restart', () => restartGateways(stand));
  await under('the intermediates are renewed', () => renew(stand));
  const { authority } = stand;
  const steps = {
    bundle: [() => authority.withKeys('rotate', 'bundle', '--algorithm', 'p-256'), spread],
    restart: [() => authority.command('rotate', 'restart'), restart],
    switch: [() => authority.withKeys('rotate', 'switch'), replaceIdentities],
    drop: [() => authority.withKeys('rotate', 'drop'), forget],
  } as const;
  for (const [step, [take, work]] of Object.entries(steps)) {
    await under(`the root is replaced, step ${step}`, async () => {
      await take();
      await stand.change(description => description);
      return work(stand);
    });
  }
}

/**
 * Seconds after which Istio's gateways end by themselves, with all that they still pass on; and
 * after which ours must.
 */
const DRAIN_SECONDS = 5;
const GATEWAY_GRACE_SECONDS = 300;

/** Alone: the connections that callers keep lead through the old ones. */
async function restartGateways(stand: Stand): Promise<string> {
  await Promise.all(stand.clusters.map(cluster => rollOut(cluster, gatewayOf(cluster))));
  await sleep(2 * DRAIN_SECONDS * 1000);
  must(
    stand.clusters.some(({ kubelet }) => kubelet.isEnding),
    'no old gateway is left, though somebody uses it',
  );
  return 'those that are in use stay';
}

/** istiod takes a new intermediate of the same root up while it runs. */
async function renew(stand: Stand): Promise<string> {
  await stand.authority.withKeys('renew', ...stand.clusters.map(({ name }) => name));
  await spreadSecrets(stand);
  await takenUp(stand);
  await restartProxies(stand);
  for (const cluster of stand.clusters) {
    const own = lines(stand.authority.filesOf(cluster.name)['ca-cert.pem']);
    for (const { name, chain } of await identities(cluster, stand)) {
      must(
        lines(chain).includes(own),
        `${name} has an identity that the new intermediate did not sign`,
      );
    }
  }
  return 'every restarted proxy has an identity of the new one';
}

async function spread(stand: Stand): Promise<string> {
  await spreadSecrets(stand);
  return confirm(stand);
}

async function restart(stand: Stand): Promise<string> {
  await upgrade(stand);
  await restartProxies(stand);
  return confirm(stand);
}

async function replaceIdentities(stand: Stand): Promise<string> {
  await spreadSecrets(stand);
  await takenUp(stand);
  await restartProxies(stand);
  return confirm(stand);
}

/** The last step is confirmed by nobody; so it is looked at here. */
async function forget(stand: Stand): Promise<string> {
  await spreadSecrets(stand);
  await upgrade(stand);
  await restartProxies(stand);
  for (const cluster of stand.clusters) {
    const root = lines(stand.authority.filesOf(cluster.name)['root-cert.pem']);
    for (const { name, roots } of await identities(cluster, stand)) {
      must(lines(roots) === root, `${name} does not trust the new root alone`);
    }
  }
  return 'every proxy trusts the new root alone';
}

async function spreadSecrets(stand: Stand): Promise<void> {
  await Promise.all(
    stand.clusters.map(({ name }) => stand.setCacerts(name, stand.authority.filesOf(name))),
  );
}

/** What istiod says when it has the files that are in the Secret. */
async function takenUp(stand: Stand): Promise<void> {
  for (const { name } of stand.clusters) {
    const istiod = await stand.istiod(name);
    await waitFor(
      `${name}'s istiod to take the new intermediate up`,
      60,
      async () =>
        /Istiod has detected the newly added intermediate CA/.test(istiod.log('discovery')),
      () => istiod.lastWords,
    );
  }
}

/** istiod and the gateways, with the values as they now are: the commands of the installation. */
async function upgrade(stand: Stand): Promise<void> {
  await Promise.all(
    stand.clusters.map(async ({ name, plane }) => {
      for (const step of installSteps(stand.directory(name)).filter(({ commands }) =>
        commands?.includes('helm upgrade'),
      )) {
        await perform(step, stand.directory(name), plane);
      }
    }),
  );
}

/**
 * Workloads and gateways; a proxy asks for a new identity when it starts, otherwise within a day.
 */
async function restartProxies(stand: Stand): Promise<void> {
  await Promise.all(
    stand.clusters.map(async cluster => {
      const namespaces = [
        ...new Set(
          stand.workloads
            .filter(workload => workload.cluster === cluster.name)
            .map(({ namespace }) => namespace),
        ),
      ];
      const deployments = [
        ...namespaces.map(namespace => ['deployment', '-n', namespace]),
        gatewayOf(cluster),
      ];
      await Promise.all(deployments.map(which => rollOut(cluster, which)));
      await waitFor(
        `the old pods of ${cluster.name} to go`,
        GATEWAY_GRACE_SECONDS + 30,
        async () => cluster.kubelet.isQuiet,
      );
    }),
  );
}

function gatewayOf({ props: { gateway } }: StandCluster): string[] {
  return ['deployment', 'istio-eastwestgateway', '-n', gateway!.namespace ?? 'istio-system'];
}

async function rollOut({ plane }: StandCluster, which: readonly string[]): Promise<void> {
  await plane.kubectl(['rollout', 'restart', ...which]);
  await plane.kubectl(['rollout', 'status', ...which, '--timeout=120s'], { timeout: 130 });
}

/**
 * Runs what the README says for the phase, where the lock is, with `mesh` from the sources, and
 * leaves /tmp alone.
 */
async function confirm(stand: Stand): Promise<string> {
  const said = [];
  for (const { name, plane } of stand.clusters) {
    const readme = readFileSync(path.join(stand.directory(name), 'README.md'), 'utf8');
    const [section] = readme.split('## Rotation of the root')[1].split('\n## ');
    const folder = path.dirname(stand.authority.lockFile);
    const blocks = section
      .split('```sh\n')
      .slice(1)
      .map(block => block.split('```')[0]);
    const commands = blocks
      .join('')
      .replace(/\/tmp\//g, `${folder}/`)
      .replace('npx mesh ', 'mesh ');
    const environment = {
      ...plane.environment,
      CLUSTER: name,
      PATH: `${stand.authority.commands}:${plane.environment.PATH}`,
    };
    said.push(
      (
        await run(['bash', '-euo', 'pipefail', '-c', commands], {
          cwd: folder,
          env: environment,
          timeout: 120,
        })
      ).trim(),
    );
  }
  return said.join('; ');
}

interface Identity {
  readonly name: string;
  readonly chain: string;
  readonly roots: string;
}

/** What the proxies of a cluster have, as istioctl reads it. */
async function identities(cluster: StandCluster, stand: Stand): Promise<Identity[]> {
  const injected = cluster.kubelet.all.filter(
    pod => pod.isReady && pod.object.metadata.annotations?.['sidecar.istio.io/status'],
  );
  return Promise.all(
    injected.map(async pod => {
      const text = await run(
        [
          'istioctl',
          'proxy-config',
          'secret',
          `${pod.name}.${pod.object.metadata.namespace}`,
          '-o',
          'json',
        ],
        {
          env: {
            ...cluster.plane.environment,
            CLUSTER: cluster.name,
            PATH: `${stand.authority.commands}:${cluster.plane.environment.PATH}`,
          },
        },
      );
      // eslint-disable-line @typescript-eslint/no-explicit-any
      const secrets: Array<{ name: string; secret: any }> = JSON.parse(text).dynamicActiveSecrets;
      const of = (name: string) => secrets.find(secret => secret.name === name)!.secret;
      const decode = (value: { inlineBytes: string }) =>
        Buffer.from(value.inlineBytes, 'base64').toString();
      return {
        name: pod.name,
        chain: decode(of('default').tlsCertificate.certificateChain),
        roots: decode(of('ROOTCA').validationContext.trustedCa),
      };
    }),
  );
}

/**
 * istioctl reaches proxies through the kubelet, which is not there: so what it would get is handed
 * to it as a file.
 */
function writeIstioctl(stand: Stand): void {
  const file = path.join(stand.authority.commands, 'istioctl');
  writeFileSync(
    file,
    [
      '#!/bin/sh',
      'set -e',
      'name=${3%.*} namespace=${3##*.}',
      'dump=$(mktemp)',
      'address=$(kubectl get pod -n "$namespace" "$name" -o "jsonpath={.status.podIP}")',
      'nsenter "--net=/run/netns/$CLUSTER-${address##*.}" curl -sf http://127.0.0.1:15000/config_dump > "$dump"',
      `${stand.tools.binary('istioctl')} proxy-config secret --file "$dump" -o json`,
      'rm "$dump"',
      '',
    ].join('\n'),
    { mode: 0o755 },
  );
}

function lines(pem: string): string {
  return pem.trim();
}
