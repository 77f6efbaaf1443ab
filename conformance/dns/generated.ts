import * as fc from 'fast-check';
import { stringify } from 'yaml';
import { Platform } from '../../src';

/** Upstream servers that answer every name, each with an address of its own. */
export const UPSTREAMS = [1, 2, 3, 4].map(i => ({
  server: `10.9.0.53:${5310 + i}`,
  answer: `192.0.2.${i}`,
  port: 5310 + i,
}));
/** What the mesh's own server answers. */
export const MESH = { server: '10.9.0.53:5319', answer: '240.0.0.9', port: 5319 };

const ZONES = ['corp.example', 'lab.corp.example', 'acme.test', 'internal', 'not-mesh.internal'];
const SUFFIX = 'mesh.internal';

/** Everything that is asked before and after. */
export const NAMES = [
  'kubernetes.default.svc.cluster.local',
  ...ZONES.flatMap(zone => [zone, `www.${zone}`]),
  'www.example.org',
  'old.example.org',
  'static.example.org',
  `${SUFFIX}.corp.example`,
];

/** The settings of a cluster's DNS, before the mesh comes. */
export interface Present {
  readonly platform: Platform;
  /** what kubectl or aws prints */
  readonly existing: string;
  /** the mesh answers from records, or its server is asked */
  readonly records: boolean;
}

const upstream = fc.constantFrom(...UPSTREAMS.map(({ server }) => server));
const zones = fc.uniqueArray(fc.constantFrom(...ZONES), { maxLength: 4 });
/** Zones of blocks: no zone twice, some blocks with two. */
const groups = zones.chain(list =>
  fc
    .boolean()
    .map(pairs =>
      pairs && list.length > 1
        ? [list.slice(0, 2), ...list.slice(2).map(z => [z])]
        : list.map(z => [z]),
    ),
);
const gap = fc.constantFrom('\n', '\n\n', '\n# of the platform team {\n', '\n\n# }\n\n');
/** Lines of the block that answers for the root, in any order. */
const extras = fc.subarray([
  'rewrite name old.example.org www.corp.example',
  'hosts extra.hosts static.example.org {\n        fallthrough\n    }',
  'cache 30',
  'reload',
  'loadbalance',
  'import common',
]);
const COMMON = '(common) {\n    prometheus 127.0.0.1:0\n    errors\n}\n';
const KUBERNETES = 'kubernetes cluster.local in-addr.arpa ip6.arpa {\n        pods insecure\n    }';
const HOSTS = '192.0.2.99 static.example.org\n';

const shuffled = (lines: readonly string[]) =>
  fc.shuffledSubarray([...lines], { minLength: lines.length, maxLength: lines.length });

const block = (keys: readonly string[], lines: readonly string[]) =>
  `${keys.join(' ')} {\n${lines.map(line => `    ${line}\n`).join('')}}`;

const zoneBlock = (port: number) => (names: readonly string[]) =>
  fc
    .record({
      server: upstream,
      withPort: fc.boolean(),
      more: fc.subarray(['errors', 'cache 30', '# a { comment']),
      upper: fc.boolean(),
    })
    .map(({ server, withPort, more, upper }) =>
      block(
        names.map(
          name =>
            `${upper ? name.toUpperCase() : name}${withPort || port !== 53 ? `:${port}` : ''}`,
        ),
        [...more, `forward . ${server}`],
      ),
    );

/** What the guide for Istio 1.x put there. */
const guide = (port: number) =>
  block([`${SUFFIX}:${port}`], ['errors', 'cache 30', 'forward . 10.9.0.53:5311']);

const blocks = (port: number) =>
  fc
    .tuple(groups, fc.boolean())
    .chain(([list, hasGuide]) =>
      fc
        .tuple(...list.map(zoneBlock(port)))
        .chain(texts => shuffled(hasGuide ? [...texts, guide(port)] : texts)),
    );

const rootLines = fc
  .tuple(upstream, extras)
  .chain(([server, more]) => shuffled([KUBERNETES, `forward . ${server}`, ...more]));

const corefile: fc.Arbitrary<string> = fc
  .tuple(rootLines, blocks(53), fc.array(gap, { minLength: 8, maxLength: 8 }), fc.boolean())
  .map(([lines, others, gaps, first]) => {
    const root = block(['.:53'], lines);
    const all = first ? [root, ...others] : [...others, root];
    return COMMON + all.map((text, i) => gaps[i % gaps.length] + text).join('') + '\n';
  });

const configMap = (name: string, data: { readonly [key: string]: string }) =>
  stringify({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace: 'kube-system' },
    data,
  });

const custom = (platform: Platform, port: number) =>
  fc
    .tuple(blocks(port), fc.subarray(['rewrite name old.example.org www.corp.example', 'cache 30']))
    .map(([servers, overrides]) => ({
      platform,
      existing: configMap('coredns-custom', {
        ...Object.fromEntries(servers.map((text, i) => [`s${i}.server`, `${text}\n`])),
        ...(overrides.length > 0 ? { 'a.override': `${overrides.join('\n')}\n` } : {}),
      }),
    }));

/** A server of the chart's values. */
const chartServer = (
  names: readonly string[],
  lines: ReadonlyArray<readonly [string, string?, string?]>,
) => ({
  zones: names.map(zone => ({ zone })),
  port: 53,
  plugins: lines.map(([name, parameters, configBlock]) => ({ name, parameters, configBlock })),
});

const chart = fc
  .tuple(groups, upstream, fc.boolean(), fc.boolean())
  .map(([list, server, hasGuide, hasServers]) => {
    const servers = [
      chartServer(
        ['.'],
        [
          ['kubernetes', 'cluster.local in-addr.arpa ip6.arpa', 'pods insecure'],
          ['rewrite', 'name old.example.org www.corp.example'],
          ['forward', `. ${server}`],
        ],
      ),
      ...list.map((names, i) =>
        chartServer(names, [['errors'], ['forward', `. ${UPSTREAMS[i].server}`]]),
      ),
      ...(hasGuide ? [chartServer([SUFFIX], [['forward', '. 10.9.0.53:5311']])] : []),
    ];
    const values = { tolerations: [{ operator: 'Exists' }], ...(hasServers ? { servers } : {}) };
    return {
      platform: Platform.RKE2,
      existing: stringify({
        apiVersion: 'helm.cattle.io/v1',
        kind: 'HelmChartConfig',
        metadata: { name: 'rke2-coredns', namespace: 'kube-system' },
        spec: { valuesContent: stringify(values) },
      }),
    };
  });

const openshift = fc.tuple(groups, fc.boolean()).map(([list, hasGuide]) => ({
  platform: Platform.OPENSHIFT,
  existing: stringify({
    apiVersion: 'operator.openshift.io/v1',
    kind: 'DNS',
    metadata: { name: 'default' },
    spec: {
      logLevel: 'Debug',
      servers: [...list, ...(hasGuide ? [[SUFFIX]] : [])].map((names, i) => ({
        name: `s${i}`,
        zones: names,
        forwardPlugin: { policy: 'Sequential', upstreams: [UPSTREAMS[i % 4].server] },
      })),
    },
  }),
}));

const ack = fc.tuple(zones, fc.boolean()).map(([list, hasGuide]) => ({
  platform: Platform.ACK,
  existing: stringify({
    apiVersion: 'networking.alibabacloud.com/v1beta1',
    kind: 'CustomDNSConfig',
    metadata: { name: 'default' },
    spec: {
      zones: [...list, ...(hasGuide ? [SUFFIX] : [])].map((name, i) => ({
        name,
        forward: { upstreams: [UPSTREAMS[i % 4].server] },
      })),
    },
  }),
}));

const kubeDns = fc.tuple(zones, upstream, fc.boolean()).map(([list, server, hasGuide]) => ({
  platform: Platform.GKE,
  existing: configMap('kube-dns', {
    stubDomains: JSON.stringify(
      Object.fromEntries(
        [...list, ...(hasGuide ? [SUFFIX] : [])].map((zone, i) => [
          zone,
          [UPSTREAMS[i % 4].server],
        ]),
      ),
    ),
    upstreamNameservers: JSON.stringify([server]),
  }),
}));

/** The platforms that stand for the others, by the form in which they keep their settings. */
export const FORMS: { readonly [platform: string]: fc.Arbitrary<Omit<Present, 'records'>> } = {
  [Platform.KUBEADM]: corefile.map(text => ({
    platform: Platform.KUBEADM,
    existing: configMap('coredns', { Corefile: text, 'extra.hosts': HOSTS }),
  })),
  [Platform.EKS]: corefile.map(text => ({
    platform: Platform.EKS,
    existing: JSON.stringify({
      addon: {
        addonName: 'coredns',
        configurationValues: JSON.stringify({
          tolerations: [{ operator: 'Exists' }],
          corefile: text,
        }),
      },
    }),
  })),
  [Platform.AKS]: custom(Platform.AKS, 53),
  [Platform.GARDENER]: custom(Platform.GARDENER, 8053),
  [Platform.RKE2]: chart,
  [Platform.OPENSHIFT]: openshift,
  [Platform.ACK]: ack,
  [Platform.GKE]: kubeDns,
};

/** Settings that are made up, the same in every run. */
export function presents(platform: string, count: number): Present[] {
  const answers = [Platform.OPENSHIFT, Platform.ACK, Platform.GKE] as string[];
  return fc
    .sample(FORMS[platform], { seed: 17, numRuns: count })
    .map((present, i) => ({ ...present, records: !answers.includes(platform) && i % 2 === 0 }));
}
