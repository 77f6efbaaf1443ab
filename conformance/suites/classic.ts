import { cpSync, mkdtempSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import * as path from 'path';
import { parseAllDocuments } from 'yaml';
import { must } from './requests';
import { DnsMode, GatewayAddress, MulticlusterMeshProps, Platform, Protocol } from '../../src';
import { Results } from '../results';
import { run } from '../stand/commands';
import { KubernetesObject } from '../stand/kubernetes-api';
import { synthesize } from '../stand/mesh';

const SUITE = 'classic';

/** A release whose charts can be had, and how they are rendered. */
interface Release {
  readonly istio: string;
  /** below the cache */
  readonly source: string;
  /** the values file that the release itself ships */
  /** the directory of our own values */
  readonly ours: string;
  readonly values: string;
  readonly charts: ReadonlyArray<{
    readonly path: string;
    readonly values: readonly string[];
    readonly set?: readonly string[];
  }>;
}

const RELEASES: readonly Release[] = [
  {
    istio: '1.1.3',
    source: 'istio-1.1',
    ours: 'helm',
    values: 'install/kubernetes/helm/istio/example-values/values-istio-multicluster-gateways.yaml',
    charts: [
      {
        path: 'install/kubernetes/helm/istio',
        values: [
          'install/kubernetes/helm/istio/example-values/values-istio-multicluster-gateways.yaml',
        ],
      },
    ],
  },
  {
    istio: '1.7.0',
    source: 'istio-1.7',
    ours: 'other',
    values: 'manifests/examples/multicluster/values-istio-multicluster-gateways.yaml',
    charts: [
      {
        path: 'manifests/charts/gateways/istio-ingress',
        values: ['manifests/charts/global.yaml'],
        set: ['global.multiCluster.enabled=true'],
      },
      {
        path: 'manifests/charts/istiocoredns',
        values: ['manifests/charts/global.yaml'],
        set: ['istiocoredns.enabled=true'],
      },
    ],
  },
];

/** Not valid for the template engine of today's Helm, and not ours to compare: roles for SDS. */
const BROKEN_TEMPLATES = [
  'charts/gateways/templates/role.yaml',
  'charts/gateways/templates/rolebindings.yaml',
];

/** What we write for the old releases, held against what their own charts write. */
export async function classic(cache: string, results: Results): Promise<void> {
  for (const release of RELEASES) {
    const folder = mkdtempSync(path.join(tmpdir(), 'conformance-classic-'));
    try {
      synthesize(description(release.istio), folder);
      const read = (file: string) =>
        documents(readFileSync(path.join(folder, 'west', file), 'utf8'));
      const source = path.join(cache, release.source);
      const title = (what: string) => `Istio ${release.istio}: ${what}`;
      await results.check(SUITE, title('the values are those of the release'), async () => {
        equal(
          read(`${release.ours}/values-istio-multicluster-gateways.yaml`)[0],
          documents(readFileSync(path.join(source, release.values), 'utf8'))[0],
        );
      });
      const rendered = await render(release, source, folder, cache);
      const ours = [
        ...read('manifests/traffic/istio-system.yaml'),
        ...read('manifests/dns/istio-system.yaml'),
      ].filter(({ metadata }) => metadata.namespace === 'istio-system');
      for (const object of ours) {
        await results.check(
          SUITE,
          title(`${object.kind} ${object.metadata.name} is the chart's`),
          async () => compare(object, rendered),
        );
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  }
}

function description(istio: string): MulticlusterMeshProps {
  return {
    clusters: ['east', 'west'].map((name, i) => ({
      name,
      istio,
      platform: Platform.GKE,
      gateway: { addresses: [GatewayAddress.ip(`203.0.113.${i + 1}`)] },
      serviceCidr: '10.0.0.0/20',
      dns: { mode: DnsMode.ISTIOCOREDNS, serverIp: '10.0.0.200' },
    })),
    services: [
      {
        name: 'httpbin',
        namespace: 'bar',
        clusters: ['west'],
        ports: [{ number: 8000, protocol: Protocol.HTTP }],
        virtualIps: ['240.0.0.2'],
      },
    ],
    grants: [
      { services: ['httpbin.bar'], clusters: ['east'], namespaces: ['*'], serviceAccounts: ['*'] },
    ],
    acceptedWarnings: ['MESH207', 'MESH314'].map(code => ({ code, reason: 'nobody runs it' })),
  };
}

async function render(
  { charts }: Release,
  source: string,
  folder: string,
  cache: string,
): Promise<KubernetesObject[]> {
  const objects: KubernetesObject[] = [];
  for (const { path: chart, values, set = [] } of charts) {
    const copy = path.join(folder, 'charts', path.basename(chart));
    cpSync(path.join(source, chart), copy, { recursive: true });
    await run(['chmod', '-R', 'u+w', copy]);
    BROKEN_TEMPLATES.forEach(file => rmSync(path.join(copy, file), { force: true }));
    objects.push(
      ...documents(
        await run(
          [
            path.join(cache, 'bin/helm'),
            'template',
            'istio',
            copy,
            '--namespace',
            'istio-system',
            ...values.flatMap(file => ['-f', path.join(source, file)]),
            ...set.flatMap(value => ['--set', value]),
          ],
          { env: { HELM_CACHE_HOME: path.join(folder, 'helm') } },
        ),
      ),
    );
  }
  return objects;
}

/** The same spec; where a ClusterIP is pinned, that is what we add. */
function compare(ours: KubernetesObject, rendered: readonly KubernetesObject[]): string {
  const theirs = rendered.find(
    ({ kind, metadata }) => kind === ours.kind && metadata.name === ours.metadata.name,
  );
  must(theirs !== undefined, 'the charts make no such object');
  const { clusterIP, ...spec } = ours.spec;
  equal([ours.apiVersion, spec], [theirs!.apiVersion, theirs!.spec]);
  return clusterIP === undefined ? 'the same' : 'the same, and the ClusterIP';
}

function documents(text: string): KubernetesObject[] {
  return parseAllDocuments(text)
    .map(document => document.toJS())
    .filter(Boolean);
}

function equal(actual: unknown, expected: unknown): void {
  must(sorted(actual) === sorted(expected), `is ${sorted(actual)}, should be ${sorted(expected)}`);
}

/** As text, with keys in order. */
function sorted(value: unknown): string {
  const isObject = (one: unknown): one is object =>
    typeof one === 'object' && one !== null && !Array.isArray(one);
  return JSON.stringify(value, (_, one) =>
    isObject(one) ? Object.fromEntries(Object.entries(one).sort()) : one,
  );
}
