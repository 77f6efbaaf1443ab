import {
  CacertsDelivery,
  ClusterProps,
  EgressGatewayProps,
  ExistingIstioProps,
  GatewayDeploymentProps,
  GatewayProps,
  GatewayServiceProps,
  GitOpsTool,
  NamespaceProps,
  RepositoryProps,
} from '../../../src';
import { BASE, problemsOf, resolve, summarize, withCluster } from '../base';

const found = (props: Partial<ClusterProps>) => summarize(problemsOf(withCluster(props)));
const AT = 'clusters[0]';
const GATEWAY = BASE.clusters[0].gateway!;
const gateway = (props: Partial<GatewayProps>, istio = '1.29') =>
  found({ istio, gateway: { ...GATEWAY, ...props } });

test('clusters are in the order of their names, whatever the order of the description', () => {
  const clusters = [...BASE.clusters].reverse();
  expect(resolve({ ...BASE, clusters }).clusters.map(({ name }) => name)).toEqual([
    'cluster1',
    'cluster2',
  ]);
});

test('each alias of the trust domain is checked in its place', () => {
  const problems = found({ trustDomainAliases: ['old.example', 'a b'] });
  expect(problems.filter(text => text.includes('"a b"'))).toEqual([
    expect.stringMatching(/^MESH\d+ at clusters\[0\]\.trustDomainAliases\[1\]: /),
  ]);
});

describe('the egress gateway', () => {
  const egress = (props: Partial<EgressGatewayProps>, labels: Record<string, string>) =>
    found({
      gateway: { ...GATEWAY, labels },
      egressGateway: { address: '10.0.0.9', ...props },
    });

  test('has labels that pods of the other gateway do not have, one different value is enough', () => {
    const labels = { istio: 'gateway', role: 'out' };
    expect(egress({ labels }, { istio: 'gateway', role: 'in' })).toEqual([]);
    expect(egress({ labels }, { ...labels, tier: 'edge' })).toEqual([
      `MESH268 at ${AT}.egressGateway.labels: "istio: gateway" and "role: out" and the labels of the east-west gateway overlap`,
    ]);
  });

  test('is in no namespace that somebody else uses', () => {
    const labels = { istio: 'eastwestgateway' };
    const place = `MESH509 at ${AT}.egressGateway.namespace: the egress gateway is in`;
    expect(egress({ namespace: 'istio-system' }, labels)).toEqual([
      `${place} "istio-system", the namespace of the east-west gateway`,
    ]);
    const apart = { ...GATEWAY, namespace: 'gateways' };
    expect(
      found({ gateway: apart, egressGateway: { address: '10.0.0.9', namespace: 'istio-system' } }),
    ).toEqual([`${place} "istio-system", the root namespace`]);
    expect(egress({ namespace: 'bar' }, labels)).toEqual([
      `${place} "bar", the namespace of "httpbin.bar"`,
    ]);
    expect(egress({ namespace: 'foo' }, labels)).toEqual([
      `${place} "foo", a namespace that may call "httpbin.bar"`,
    ]);
  });
});

describe("somebody else's Istio", () => {
  const given = (existingIstio: ExistingIstioProps) =>
    found({ existingIstio }).map(text => text.replace(`${AT}.existingIstio.`, ''));
  const istiod = (values: string) => given({ istiodValues: values });
  const gatewayWith = (values: object, labels = { istio: 'eastwestgateway' }) =>
    given({
      gatewayValues: JSON.stringify({
        labels,
        env: { ISTIO_META_REQUESTED_NETWORK_VIEW: 'cluster1' },
        service: { ports: [{ port: 15443 }] },
        ...values,
      }),
    });
  const noPort =
    'MESH289 at gatewayValues: `service.ports` has no port 15443 with the target port 15443';

  test('a port without a target port leads to the port itself', () => {
    expect(gatewayWith({})).toEqual([]);
  });

  test.each([
    ['another target port', [{ port: 15443, targetPort: 443 }]],
    ['another port', [{ port: 443, targetPort: 15443 }]],
    ['an empty entry', [null]],
    ['no list', 15443],
  ])('a gateway does not have the port with %s', (_, ports) => {
    expect(gatewayWith({ service: { ports } })).toEqual([noPort]);
  });

  test('the chart gives the labels `app` and `istio` by the name of the release', () => {
    const none = {} as { istio: string };
    expect(gatewayWith({ name: 'eastwestgateway' }, none)).toEqual([]);
    expect(gatewayWith({ name: 'my-istio-eastwestgateway' }, none)).toEqual([
      'MESH289 at gatewayValues: label "istio" is "my-istio-eastwestgateway", not "eastwestgateway"',
    ]);
    expect(gatewayWith({ name: 7 }, none)).toEqual([
      'MESH289 at gatewayValues: label "istio" is missing, not "eastwestgateway"',
    ]);
    expect(gatewayWith({ labels: { istio: null } })).toEqual([
      'MESH289 at gatewayValues: label "istio" is missing, not "eastwestgateway"',
    ]);
  });

  test.each<[keyof ExistingIstioProps, string, string]>([
    ['meshConfig', '[]', 'the text is not one YAML document with a map'],
    [
      'istiodValues',
      'a: [\n',
      'Flow sequence in block collection must be sufficiently indented and end with a ]',
    ],
    ['gatewayValues', 'a: *b\n', 'alias "*b" names no anchor before it'],
    ['gatewayValues', 'a: 1\na: 2\n', 'Map keys must be unique'],
  ])('a text that is no map is refused in its place: %s "%s"', (key, text, flaw) => {
    expect(given({ [key]: text })).toEqual([`MESH290 at ${key}: ${flaw}`]);
  });

  test('the mesh config is looked at in the ConfigMap too', () => {
    const data = { mesh: 'trustDomain: other\n' };
    const meshConfig = JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', data });
    expect(given({ meshConfig })).toContain(
      'MESH284 at meshConfig: `trustDomain` is "other", not "cluster.local"',
    );
  });

  test('values may be taken over from other maps', () => {
    expect(
      given({
        gatewayValues:
          'x: &x {labels: {istio: eastwestgateway}, env: {ISTIO_META_REQUESTED_NETWORK_VIEW: cluster1}}\n<<: *x\nservice: {ports: [{port: 15443}]}\n',
      }),
    ).toEqual([]);
  });

  test('an empty value is missing', () => {
    expect(gatewayWith({ env: { ISTIO_META_REQUESTED_NETWORK_VIEW: null } })).toEqual([
      'MESH289 at gatewayValues: `env.ISTIO_META_REQUESTED_NETWORK_VIEW` is missing, not "cluster1"',
    ]);
  });

  test('what the parser only warns about is left to who reads it', () => {
    expect(
      istiod(
        'global: {network: cluster1}\nmeshConfig: {defaultConfig: {proxyMetadata: {ISTIO_META_DNS_CAPTURE: "true"}}}\nx: !secret a\n',
      ),
    ).toEqual([]);
  });

  test('values that happen to have a `kind` are values, unless they are an object', () => {
    const values = { global: { network: 'cluster1' } };
    const capture = { defaultConfig: { proxyMetadata: { ISTIO_META_DNS_CAPTURE: 'true' } } };
    const all = { ...values, meshConfig: capture };
    expect(istiod(JSON.stringify({ kind: 'Istio', ...all }))).toEqual([]);
    expect(istiod(JSON.stringify({ apiVersion: 'v1', kind: 'Other', ...all }))).toEqual([]);
    const object = { apiVersion: 'sailoperator.io/v1', kind: 'Istio', spec: { values: all } };
    expect(istiod(JSON.stringify(object))).toEqual([]);
    expect(istiod(JSON.stringify({ ...object, spec: undefined, ...all }))).not.toEqual([]);
  });

  test('an IstioOperator has the mesh config in two places, of which the outer one wins', () => {
    const capture = { defaultConfig: { proxyMetadata: { ISTIO_META_DNS_CAPTURE: 'true' } } };
    const operator = (outer: object, inner: object) =>
      istiod(
        JSON.stringify({
          apiVersion: 'install.istio.io/v1alpha1',
          kind: 'IstioOperator',
          spec: {
            meshConfig: outer,
            values: { global: { network: 'cluster1' }, meshConfig: inner },
          },
        }),
      );
    expect(operator({ trustDomain: 'cluster.local' }, { ...capture, trustDomain: 'x' })).toEqual(
      [],
    );
    expect(operator(capture, { trustDomain: 'x' })).toEqual([
      'MESH284 at istiodValues: `trustDomain` is "x", not "cluster.local"',
    ]);
  });
});

describe('numbers at their limits', () => {
  const deployment = (props: GatewayDeploymentProps) => gateway({ deployment: props });
  const service = (props: GatewayServiceProps, istio?: string) =>
    gateway({ service: props }, istio);

  test('pods: from one to what a program holds, and as many at least as at most', () => {
    for (const replicas of [1, 2 ** 31 - 1]) {
      expect(deployment({ replicas })).toEqual([]);
    }
    for (const replicas of [0, 1.5, 2 ** 31]) {
      expect(deployment({ replicas })).toEqual([
        `MESH262 at ${AT}.gateway.deployment.replicas: ${replicas} is not a whole number from 1`,
      ]);
    }
    expect(deployment({ minReplicas: 3, maxReplicas: 3 })).toEqual([]);
    expect(deployment({ minReplicas: 5 })).toEqual([]);
  });

  test('ports: 1 to 65535', () => {
    expect(service({ ports: [1, 65535, 15443] })).toEqual([]);
    expect(service({ ports: [65536] })).toEqual([
      `MESH303 at ${AT}.gateway.service.ports[0]: gateway port 65536 is out of range`,
    ]);
    expect(service({ ports: [1.5] })).toHaveLength(1);
  });

  test('the class of a load balancer: from the first chart that writes it', () => {
    expect(service({ loadBalancerClass: 'x' }, '1.26')).toEqual([]);
    expect(service({ loadBalancerClass: 'x' }, '1.25')).toHaveLength(1);
  });
});

describe('what is asked of a gateway', () => {
  test('the annotation for the PROXY protocol is ours, where it is spoken', () => {
    const helmValues = { podAnnotations: { 'proxy.istio.io/config': 'a: b' } };
    expect(gateway({ helmValues })).toEqual([]);
    expect(gateway({ helmValues, proxyProtocol: true })).toEqual([
      `MESH263 at ${AT}.gateway.helmValues.podAnnotations.proxy.istio.io/config: "podAnnotations.proxy.istio.io/config" is decided by \`proxyProtocol\` of the gateway`,
    ]);
  });

  test('its labels are ours, each of them', () => {
    const labels = { istio: 'eastwestgateway', role: 'edge' };
    expect(gateway({ labels, helmValues: { labels: { role: 'x', other: 'y' } } })).toEqual([
      `MESH263 at ${AT}.gateway.helmValues.labels.role: "labels.role" is decided by \`labels\` of the gateway`,
    ]);
  });

  test('names and labels are checked in their places', () => {
    expect(gateway({ namespace: 'A', labels: { 'a b': 'c' } }).map(x => x.split(': ')[0])).toEqual([
      expect.stringMatching(/ at clusters\[0\]\.gateway\.labels(\.a b)?$/),
      expect.stringMatching(/ at clusters\[0\]\.gateway\.namespace$/),
    ]);
  });
});

describe('further Helm values', () => {
  const valuesOf = (helmValues: any) =>
    resolve(withCluster({ istiod: { helmValues } })).clusters[0].helmValues;

  test('are not there where nothing is given', () => {
    expect(resolve(BASE).clusters[0].helmValues).toBeUndefined();
    expect(valuesOf({})).toEqual({});
  });

  test('are data: undefined is not there, and maps without a prototype are maps', () => {
    const map = Object.assign(Object.create(null), { b: 1, a: null });
    expect(JSON.stringify(valuesOf({ x: map, u: undefined, t: true, s: 'a' }))).toBe(
      '{"s":"a","t":true,"x":{"a":null,"b":1}}',
    );
    expect(Object.keys(valuesOf({ u: undefined })!)).toEqual([]);
  });

  test('may be missing in a list, which is kept as it is', () => {
    expect(valuesOf({ list: [undefined, null, 1] })).toEqual({ list: [undefined, null, 1] });
  });

  test('are a map, and nothing else that a program may have', () => {
    expect(found({ istiod: { helmValues: new Date(0) as any } })).toEqual([
      `MESH264 at ${AT}.istiod.helmValues: what a program has as "object" is not a Helm value`,
    ]);
    expect(found({ istiod: { helmValues: [1] as any } })).toEqual([
      `MESH264 at ${AT}.istiod.helmValues: a list is not a map of Helm values`,
    ]);
  });

  test('may stand twice, but not in themselves', () => {
    const twice = { a: [1] };
    expect(valuesOf({ x: twice, y: twice })).toEqual({ x: { a: [1] }, y: { a: [1] } });
    const list: any[] = [];
    list.push(list);
    expect(found({ istiod: { helmValues: { list } } })).toEqual([
      `MESH264 at ${AT}.istiod.helmValues.list[0]: the value contains itself`,
    ]);
  });

  test.each<[string, object]>([
    ['"global" is decided by `rootNamespace` of the mesh', { global: null }],
    ['"global.network" is decided by `network` of the cluster', { global: { network: {} } }],
    ['"revision" is decided by `istiod.revision`', { revision: { a: 1 } }],
  ])('%s', (message, helmValues) => {
    expect(found({ istiod: { helmValues: helmValues as any } }).map(x => x.split(': ')[1])).toEqual(
      [message],
    );
  });

  test('beside ours are free', () => {
    const helmValues: any = { global: { hub: 'x' }, meshConfig: { defaultConfig: { a: 1 } } };
    expect(found({ istiod: { helmValues } })).toEqual([]);
  });
});

test('namespaces, their names and labels are checked in their places', () => {
  const namespaces: NamespaceProps[] = [
    { name: 'A', labels: { 'a b': 'c' } },
    { name: 'ok', labels: { 'istio.io/rev': 'x' } },
  ];
  expect(found({ namespaces }).map(text => text.split(': ')[0])).toEqual([
    `MESH211 at ${AT}.namespaces[0].labels.a b`,
    `MESH201 at ${AT}.namespaces[0].name`,
    `MESH281 at ${AT}.namespaces[1].labels.istio.io/rev`,
  ]);
});

test('what is wrong with a namespace is said of the namespace, once', () => {
  expect(found({ existingNamespaces: ['ok', 'A'] })).toEqual([
    `MESH201 at ${AT}.existingNamespaces[1]: namespace "A" is not a DNS label`,
  ]);
  const egressGateway = { address: '10.0.0.9' };
  const props = { ...withCluster({ egressGateway }), rootNamespace: 'kube-mesh' };
  expect(summarize(problemsOf(props))).toEqual([
    'MESH342 at rootNamespace: root namespace "kube-mesh" is one of Kubernetes itself',
  ]);
});

test('the version after an upgrade needs no older Kubernetes, and a wrong one is said once', () => {
  const istiod = { upgrade: { istio: '1.31', revision: 'next' } };
  expect(found({ istio: '1.29', kubernetes: '1.30', istiod }).map(x => x.split(': ')[0])).toEqual([
    expect.stringMatching(/ at clusters\[0\]\.istiod\.upgrade\.istio$/),
  ]);
  expect(found({ istio: '1.29', kubernetes: 'x', istiod }).map(x => x.split(': ')[0])).toEqual([
    `MESH506 at ${AT}.kubernetes`,
  ]);
});

describe('the repository of the output', () => {
  const refused = (repository: RepositoryProps, gitops = GitOpsTool.FLUX) =>
    summarize(problemsOf({ ...BASE, gitops, repository }));
  const url = 'https://git.example.com/mesh.git';

  test.each<[string, RepositoryProps]>([
    ['repository.url: "x" is not the URL of a Git repository without a password', { url: 'x' }],
    [
      'repository.url: "a git@git.example.com:x" is not the URL of a Git repository without a password',
      { url: 'a git@git.example.com:x' },
    ],
    [
      'repository.url: "git@git.example.com:x y" is not the URL of a Git repository without a password',
      { url: 'git@git.example.com:x y' },
    ],
    ['repository.revision: "a//b" is not a branch or tag', { url, revision: 'a//b' }],
    ['repository.revision: "a.lock" is not a branch or tag', { url, revision: 'a.lock' }],
    ['repository.revision: "a/" is not a branch or tag', { url, revision: 'a/' }],
    ['repository.directory: "../x" is not a directory in a repository', { url, directory: '../x' }],
    [
      'repository.charts: "http://x" is not the https:// URL of a Helm repository',
      { url, charts: 'http://x' },
    ],
  ])('MESH851 at %s', (message, repository) => {
    expect(refused(repository)).toEqual([`MESH851 at ${message}`]);
  });

  test('MESH201: a Secret with a name that Kubernetes does not take', () => {
    expect(refused({ url, decryptionSecret: 'A' })).toEqual([
      expect.stringMatching(/^MESH\d+ at repository\.decryptionSecret: secret "A" /),
    ]);
  });

  test('may be on any branch or tag', () => {
    for (const revision of ['v1.2.3', 'release/1.x', 'a.lock.b', 'main']) {
      expect(refused({ url, revision })).toEqual([]);
    }
  });

  test("somebody else's Istio, and a tag, are refused only with the tools that cannot have them", () => {
    const repository = { url };
    const with1 = (gitops: GitOpsTool, props: Partial<ClusterProps>) =>
      summarize(problemsOf({ ...withCluster(props), gitops, repository }));
    expect(with1(GitOpsTool.ARGOCD, { existingIstio: {} })).toEqual([]);
    expect(with1(GitOpsTool.SAIL, { istiod: { revision: 'a', revisionTag: 'b' } })).toEqual([]);
    expect(with1(GitOpsTool.NONE, { existingIstio: {} })).toEqual([]);
  });

  test.each([GitOpsTool.FLUX, GitOpsTool.ARGOCD])('%s installs any Istio with charts', gitops => {
    const props = { ...withCluster({ istio: '1.24.1' }), gitops, repository: { url } };
    const problems = summarize(problemsOf(props));
    expect(problems.filter(text => text.startsWith('MESH853'))).toEqual([]);
  });

  test('of Argo CD, Flux and the Sail operator only Argo CD cannot have what SOPS encrypts', () => {
    const cacerts = { delivery: CacertsDelivery.SOPS };
    const refusing = [GitOpsTool.ARGOCD, GitOpsTool.FLUX, GitOpsTool.SAIL].filter(gitops =>
      problemsOf({ ...withCluster({ cacerts }), gitops, repository: { url } }).some(
        ({ code }) => code === 'MESH854',
      ),
    );
    expect(refusing).toEqual([GitOpsTool.ARGOCD]);
  });

  test('the Sail operator installs from 1.24.2 on', () => {
    const sail = (istio: string) =>
      summarize(problemsOf({ ...withCluster({ istio }), gitops: GitOpsTool.SAIL }));
    for (const istio of ['1.24.2', '1.24', '1.25.0']) {
      expect(sail(istio).filter(text => text.startsWith('MESH853'))).toEqual([]);
    }
    for (const istio of ['1.24.1', '1.23.9']) {
      expect(sail(istio)).toContain(
        `MESH853 at ${AT}.gitops: the Sail operator does not install Istio ${istio}`,
      );
    }
  });
});
