// What is said of the root example after one change.
import { countsOf } from '../../../src/analysis/diff/categories';
import { diffWorlds } from '../../../src/analysis/diff/diff';
import { worldsOf } from '../../../src/analysis/diff/worlds';
import { sectionsOf } from '../../../src/cli/diff/report';
import {
  CALLER,
  Edit,
  editedExample,
  FOO,
  GATEWAY,
  ISTIOD,
  object,
  OWNER,
  PODS,
  SLEEP,
  VALUES,
} from '../edited-example';

/** The lines about calls, Secrets, restarts and settings; objects are another test. */
function told(before: readonly Edit[], after: readonly Edit[]): string[] {
  const diff = diffWorlds(worldsOf(editedExample(before), editedExample(after)));
  const all = { diff, base: 'main', notes: [], counts: countsOf(diff), denied: [] };
  return sectionsOf(all, text => text)
    .filter(({ title }) => title !== 'Objects')
    .flatMap(({ lines }) => lines.map(({ mark, text }) => `${mark} ${text}`));
}

const WORLD = 'cluster1/world.yaml';

const policy = (spec: string): Edit => [
  OWNER,
  '',
  object('AuthorizationPolicy', 'a', 'bar', spec, 'security.istio.io'),
];

const methods = (names: string) => policy(`{rules: [{to: [{operation: {methods: [${names}]}}]}]}`);

const route = (more: string): Edit => [
  CALLER,
  '',
  object(
    'VirtualService',
    'a',
    'foo',
    `{hosts: [httpbin.bar.global], exportTo: ["."], http: [{${more}, route: [{destination: {host: httpbin.bar.global}}]}]}`,
  ),
];

const distribute = (share: number): Edit => [
  CALLER,
  '',
  object(
    'DestinationRule',
    'd',
    'foo',
    `{host: httpbin.bar.global, trafficPolicy: {tls: {mode: ISTIO_MUTUAL}, loadBalancer: {localityLbSetting: {distribute: [{from: "*", to: {"*": ${share}}}]}}}}`,
  ),
];

const cacerts = (root: string, key: string): Edit => [
  OWNER,
  '',
  `apiVersion: v1\nkind: Secret\nmetadata: {name: cacerts, namespace: istio-system}\nstringData: {root-cert.pem: ${root}, ca-key.pem: ${key}}`,
];

const pod = (account: string): Edit => [
  SLEEP,
  '',
  `apiVersion: v1\nkind: Pod\nmetadata: {name: x, namespace: foo}\nspec: {serviceAccountName: ${account}, containers: []}`,
];

const CALLERS = 'foo/sleep and any other account of foo in cluster1';
const CALLED = 'httpbin.bar.global:8000 in cluster2';

const CHANGES: ReadonlyArray<
  readonly [what: string, before: readonly Edit[], after: readonly Edit[], told: readonly string[]]
> = [
  [
    'a policy for one account',
    [],
    [policy('{rules: [{from: [{source: {principals: [cluster.local/ns/foo/sa/sleep]}}]}]}')],
    [`- any other account of foo in cluster1 can no longer call ${CALLED}`],
  ],
  [
    'a policy for some requests',
    [],
    [methods('GET')],
    [`- ${CALLERS} can call ${CALLED} with some requests or endpoints only`],
  ],
  [
    'a policy for some requests is gone',
    [methods('GET')],
    [],
    [`+ ${CALLERS} may now call ${CALLED} with all requests and endpoints, not with some only`],
  ],
  [
    'a policy for other requests',
    [methods('GET')],
    [methods('GET, PUT')],
    [
      `~ calls of ${CALLERS} to ${CALLED} treat requests differently: AuthorizationPolicy bar/a.rules[0].to[0].operation.methods GET → GET, PUT`,
    ],
  ],
  [
    'an entry that is gone',
    [],
    [[CALLER, 'kind: ServiceEntry', 'kind: Other']],
    [`- ${CALLERS} can no longer call ${CALLED}`],
  ],
  [
    'a Gateway that lists the host',
    [[GATEWAY, '- httpbin.bar.global', '- other.bar.global']],
    [],
    [`+ ${CALLERS} may now call ${CALLED}`],
  ],
  [
    'an address of nobody',
    [],
    [[CALLER, '203.0.113.20', '203.0.113.21']],
    [`? ${CALLERS} may no longer be able to call ${CALLED}: nobody can tell`],
  ],
  [
    'an address of somebody at last',
    [[CALLER, '203.0.113.20', '203.0.113.21']],
    [],
    [`+ ${CALLERS} may now call ${CALLED}; before, nobody could tell`],
  ],
  [
    'a timeout and retries',
    [route('timeout: 5s')],
    [route('timeout: 10s, retries: {attempts: 3}')],
    [
      `~ calls of ${CALLERS} to ${CALLED} have other timeouts, retries or limits: http[0].retries.attempts none → 3; http[0].timeout 5s → 10s`,
    ],
  ],
  [
    'an identity',
    [],
    [[CALLER, 'sa/httpbin', 'sa/httpbin\n    - spiffe://cluster.local/ns/bar/sa/two']],
    [
      `~ calls of ${CALLERS} to ${CALLED} go with other identities: now spiffe://cluster.local/ns/bar/sa/two`,
    ],
  ],
  [
    'a weight',
    [],
    [[CALLER, 'address: 203.0.113.20', 'address: 203.0.113.20\n      weight: 3']],
    [
      `~ calls of ${CALLERS} to ${CALLED} are shared out differently: weight of 203.0.113.20 none → 3`,
    ],
  ],
  [
    'a share of localities',
    [distribute(80)],
    [distribute(100)],
    [`~ calls of ${CALLERS} to ${CALLED} are shared out differently: distribute[0].to.* 80 → 100`],
  ],
  [
    'a locality',
    [],
    [[CALLER, 'address: 203.0.113.20', 'address: 203.0.113.20\n      locality: us-east1']],
    [
      `~ calls of ${CALLERS} to ${CALLED} may prefer other endpoints: locality of 203.0.113.20:15443 none → us-east1`,
    ],
  ],
  [
    'a second gateway, through which it goes as well',
    [],
    [
      [
        CALLER,
        '    - address: 203.0.113.20',
        '    - address: 203.0.113.22\n      ports:\n        http-8000: 15443\n    - address: 203.0.113.20',
      ],
      ['cluster2/world.yaml', '- 203.0.113.20', '- 203.0.113.20\n      - 203.0.113.22'],
    ],
    [
      `~ calls of ${CALLERS} to ${CALLED} go to other endpoints: now 203.0.113.22:15443`,
      '~ world.yaml of cluster2: gateways[0].addresses',
    ],
  ],
  [
    'a new caller',
    [],
    [pod('cat')],
    [`+ foo/cat in cluster1 may now call ${CALLED}: the caller is new`],
  ],
  [
    'a caller that is gone',
    [pod('cat')],
    [],
    [`- foo/cat in cluster1 can no longer call ${CALLED}: the caller is gone`],
  ],
  [
    'settings of the proxies',
    [],
    [[ISTIOD, 'ISTIO_META_DNS_CAPTURE: "true"', 'ISTIO_META_DNS_CAPTURE: "true"\n      A: b']],
    [
      '~ all sidecars and gateways of cluster1: to be restarted by you',
      '~ Helm values of istiod of cluster1: meshConfig.defaultConfig.proxyMetadata.A',
    ],
  ],
  [
    'settings that istiod takes while it runs',
    [],
    [[ISTIOD, 'meshConfig:', 'meshConfig:\n  accessLogFile: /dev/stdout']],
    ['~ Helm values of istiod of cluster1: meshConfig.accessLogFile'],
  ],
  [
    'settings of the Deployment of istiod',
    [],
    [[ISTIOD, 'meshConfig:', 'pilot: {resources: {requests: {cpu: 2}}}\nmeshConfig:']],
    [
      '~ istiod of cluster1: restarted by the change itself',
      '~ Helm values of istiod of cluster1: pilot.resources.requests.cpu',
    ],
  ],
  [
    'the Deployment of a gateway',
    [],
    [[VALUES, 'Seconds: 300', 'Seconds: 301']],
    [
      '~ the gateway istio-eastwestgateway of cluster2: restarted by the change itself',
      '~ Helm values of istio-eastwestgateway of cluster2: terminationGracePeriodSeconds',
    ],
  ],
  [
    'the Service of a gateway',
    [],
    [[VALUES, 'type: LoadBalancer', 'type: NodePort']],
    ['~ Helm values of istio-eastwestgateway of cluster2: service.type'],
  ],
  [
    'injection',
    [],
    [[FOO, 'istio-injection: enabled', 'a: b']],
    [
      `- ${CALLERS} can no longer call ${CALLED}`,
      '~ all pods of the namespace foo of cluster1: to be restarted by you',
    ],
  ],
  [
    'the account of the server',
    [],
    [[PODS, 'serviceAccountName: httpbin', 'serviceAccountName: other']],
    [
      `- ${CALLERS} can no longer call ${CALLED}`,
      '~ Deployment bar/httpbin of cluster2: restarted by the change itself',
    ],
  ],
  [
    'a version of Istio',
    [],
    [[WORLD, 'istio: "1.29"', 'istio: "1.30"']],
    ['~ all sidecars of cluster1: to be restarted by you', '~ Istio of cluster1: version'],
  ],
  [
    'a trust domain',
    [],
    [[ISTIOD, 'trustDomain: cluster.local', 'trustDomain: other.local']],
    [
      `- ${CALLERS} can no longer call ${CALLED}`,
      '~ istiod, then all sidecars and gateways of cluster1: to be restarted by you',
      '~ Helm values of istiod of cluster1: meshConfig.trustDomain',
    ],
  ],
  [
    'a root',
    [cacerts('a', 'b')],
    [cacerts('c', 'b')],
    [
      '~ Secret istio-system/cacerts of cluster2 is changed',
      '~ istiod, then all sidecars and gateways of cluster2: to be restarted by you',
    ],
  ],
  [
    'an intermediate, which istiod loads by itself',
    [cacerts('a', 'b')],
    [cacerts('a', 'c')],
    ['~ Secret istio-system/cacerts of cluster2 is changed'],
  ],
];

test.each(CHANGES)('%s', (_, before, after, expected) => {
  expect(told(before, after)).toEqual(expected);
});
