import { Chart, Testing } from 'cdk8s';
import { parse, stringify } from 'yaml';
import {
  ClusterFile,
  CoreDnsGlobalZone,
  CoreDnsGlobalZoneProps,
  DnsMode,
  DnsProps,
  KubeDnsStub,
  KubeDnsStubProps,
  Platform,
} from '../../src';
import { MeshError } from '../../src/problems/mesh-error';
import { httpbin, problemsOf, summarize, withCluster } from '../model/base';

const COREFILE = '.:53 {\n    kubernetes cluster.local\n}\n';
const PROPS = { zone: 'mesh.internal', forwardTo: '10.0.0.200' };

const construct = (props: CoreDnsGlobalZoneProps) =>
  new CoreDnsGlobalZone(Testing.chart(), 'zone', { ...PROPS, ...props });
const written = (props: CoreDnsGlobalZoneProps) =>
  Testing.synth(construct(props).node.scope as Chart)[0];
const stub = (props: KubeDnsStubProps) =>
  Testing.synth(new KubeDnsStub(Testing.chart(), 'stub', props).node.scope as Chart)[0];

function problems(run: () => unknown): string[] {
  try {
    run();
  } catch (error) {
    return (error as MeshError).problems.map(({ code, message }) => `${code} ${message}`);
  }
  return [];
}

/** What kubectl prints for a ConfigMap of somebody else. */
const configMap = (name: string, data: { readonly [key: string]: string }) =>
  stringify({
    apiVersion: 'v1',
    data,
    kind: 'ConfigMap',
    metadata: {
      annotations: {
        'kubectl.kubernetes.io/last-applied-configuration': '{"data":{}}\n',
        'example.com/owner': 'platform',
      },
      creationTimestamp: '2026-01-01T00:00:00Z',
      labels: { 'example.com/team': 'dns' },
      name,
      namespace: 'kube-system',
      resourceVersion: '1234',
      uid: '00000000-0000-0000-0000-000000000000',
    },
  });

const OUR_BLOCK = 'mesh.internal:53 {\n    errors\n    cache 30\n    forward . 10.0.0.200\n}\n';

describe('what is there stays in what is written', () => {
  test.each([Platform.AKS, Platform.K3S, Platform.DIGITALOCEAN, Platform.OVH])(
    'the other keys of coredns-custom on %s, with labels and annotations',
    platform => {
      const others = {
        'corp.server': 'corp.example:53 {\n    errors\n}\n',
        'log.override': 'log\n',
      };
      const object = written({ platform, existing: configMap('coredns-custom', others) });
      expect(object.data).toEqual({ ...others, 'mesh-mesh.internal.server': OUR_BLOCK });
      expect(object.metadata).toEqual({
        name: 'coredns-custom',
        namespace: 'kube-system',
        labels: {
          'app.kubernetes.io/managed-by': 'cdk8s-istio-multicluster',
          'example.com/team': 'dns',
        },
        annotations: {
          'example.com/owner': 'platform',
          'argocd.argoproj.io/sync-options': 'Prune=false',
          'kustomize.toolkit.fluxcd.io/prune': 'disabled',
        },
      });
    },
  );

  test('the other keys of the ConfigMap coredns', () => {
    const others = { 'corp.db': '$ORIGIN corp.example.\n' };
    const existing = configMap('coredns', { Corefile: COREFILE, ...others });
    expect(written({ existing }).data).toEqual({
      Corefile: `${COREFILE}\n${OUR_BLOCK}`,
      ...others,
    });
  });

  test('the other values of the add-on of EKS', () => {
    const values = {
      tolerations: [{ key: 'dns', operator: 'Exists' }],
      replicaCount: 3,
      corefile: COREFILE,
    };
    const existing = JSON.stringify({
      addon: { addonName: 'coredns', configurationValues: JSON.stringify(values) },
    });
    const file = construct({ platform: Platform.EKS, existing }).node.findChild('file');
    expect(JSON.parse((file as ClusterFile).content)).toEqual({
      ...values,
      corefile: `${COREFILE}\n${OUR_BLOCK}`,
    });
  });

  test('the values of the chart of RKE2, as they are written, and its own servers', () => {
    const valuesContent = [
      'tolerations: # of the platform team',
      '- key: "yes"',
      '  operator: Exists',
      'mode: 0777',
      'enabled: yes',
      'servers:',
      '- zones:',
      '  - zone: .',
      '  port: 53',
      '  plugins:',
      '  - name: kubernetes',
      '    parameters: cluster.local # ours',
      '- zones: [{zone: corp.example}]',
      '  plugins:',
      '  - {name: forward, parameters: ". 10.9.9.9"}',
      '- zones: [{zone: mesh.internal}]',
      '  port: 53',
      '  plugins:',
      '  - {name: forward, parameters: ". 10.1.1.1"}',
      '',
    ].join('\n');
    const existing = stringify({
      apiVersion: 'helm.cattle.io/v1',
      kind: 'HelmChartConfig',
      metadata: { name: 'rke2-coredns', namespace: 'kube-system' },
      spec: { failurePolicy: 'abort', valuesContent },
    });
    const { spec } = written({ platform: Platform.RKE2, existing });
    expect(spec.failurePolicy).toBe('abort');
    for (const line of ['# of the platform team', 'mode: 0777', 'enabled: yes']) {
      expect(spec.valuesContent).toContain(line);
    }
    const before = parse(valuesContent, { version: '1.1' });
    const after = parse(spec.valuesContent, { version: '1.1' });
    expect({ ...after, servers: after.servers.slice(0, 2) }).toEqual({
      ...before,
      servers: before.servers.slice(0, 2),
    });
    expect(after.servers.slice(2)).toEqual([
      {
        zones: [{ zone: 'mesh.internal' }],
        port: 53,
        plugins: [
          { name: 'errors' },
          { name: 'cache', parameters: '30' },
          { name: 'forward', parameters: '. 10.0.0.200' },
        ],
      },
    ]);
  });

  test('RKE2: values without servers get those of the chart too', () => {
    const existing = stringify({
      kind: 'HelmChartConfig',
      metadata: { name: 'rke2-coredns', namespace: 'kube-system' },
      spec: { valuesContent: 'replicas: 2\n' },
    });
    const { spec } = written({ platform: Platform.RKE2, existing, nodeLocalDns: true });
    const values = parse(spec.valuesContent);
    expect([values.replicas, values.nodelocal, values.servers.length]).toEqual([
      2,
      { enabled: true },
      2,
    ]);
    expect(values.servers[0].plugins.map(({ name }: any) => name)).toContain('kubernetes');
  });

  test('RKE2: comments, and lines of any length', () => {
    const long = `note: ${'a word '.repeat(30).trim()}`;
    const existing = (valuesContent: string) =>
      stringify({
        kind: 'HelmChartConfig',
        metadata: { name: 'rke2-coredns', namespace: 'kube-system' },
        spec: { valuesContent },
      });
    const platform = Platform.RKE2;
    const { spec } = written({ platform, existing: existing(`# ours\n${long}\n`) });
    expect(spec.valuesContent.startsWith(`# ours\n${long}\nservers:\n`)).toBe(true);
  });

  test('OpenShift: entries with DNS over TLS, and the rest of the spec', () => {
    const corp = {
      name: 'corp',
      zones: ['corp.example', 'corp.internal'],
      forwardPlugin: {
        upstreams: ['10.9.9.9:853'],
        protocolStrategy: 'TCP',
        transportConfig: {
          transport: 'TLS',
          tls: { serverName: 'dns.corp.example', caBundle: { name: 'corp-ca' } },
        },
      },
    };
    const old = {
      name: 'z-mesh',
      zones: ['mesh.internal'],
      forwardPlugin: { upstreams: ['10.1.1.1'] },
    };
    const spec = {
      cache: { positiveTTL: '1h' },
      nodePlacement: { tolerations: [{ operator: 'Exists' }] },
      upstreamResolvers: { transportConfig: { transport: 'TLS' } },
    };
    const existing = stringify({
      apiVersion: 'operator.openshift.io/v1',
      kind: 'DNS',
      metadata: { name: 'default' },
      spec: { ...spec, servers: [old, corp, { ...corp, name: 'z-mesh-internal', zones: ['x'] }] },
      status: { clusterDomain: 'cluster.local' },
    });
    const object = written({ platform: Platform.OPENSHIFT, existing });
    expect(object.status).toBeUndefined();
    expect(object.spec).toMatchObject(spec);
    const [first, second, ours, ...rest] = object.spec.servers;
    expect([first, second.zones, ours.zones, rest]).toEqual([corp, ['x'], ['mesh.internal'], []]);
    expect(ours.name).not.toBe(second.name);
  });

  test('ACK: the other zones as they are', () => {
    const corp = {
      name: 'corp.example',
      forward: { upstreams: ['10.9.9.9'], protocolStrategy: 'tcp' },
    };
    const existing = stringify({
      apiVersion: 'networking.alibabacloud.com/v1beta1',
      kind: 'CustomDNSConfig',
      metadata: { name: 'default' },
      spec: { zones: [corp, { name: 'mesh.internal', forward: { upstreams: ['10.1.1.1'] } }] },
    });
    expect(written({ platform: Platform.ACK, existing }).spec.zones).toEqual([
      corp,
      { name: 'mesh.internal', forward: { upstreams: ['10.0.0.200'] } },
    ]);
  });

  test('kube-dns: stub domains, upstream servers, federations and any other key', () => {
    const existing = configMap('kube-dns', {
      stubDomains: '{"mesh.internal": ["10.1.1.1"], "corp.example": ["10.9.9.9"]}',
      upstreamNameservers: '["10.9.9.8"]',
      federations: 'a=a.example, b=b.example',
      note: 'x',
    });
    expect(stub({ stubDomains: { 'mesh.internal': ['10.0.0.200'] }, existing }).data).toEqual({
      stubDomains: '{"corp.example":["10.9.9.9"],"mesh.internal":["10.0.0.200"]}',
      upstreamNameservers: '["10.9.9.8"]',
      federations: 'a=a.example,b=b.example',
      note: 'x',
    });
  });

  test('what was written is what is there the next time, byte for byte', () => {
    const again = (props: CoreDnsGlobalZoneProps) => {
      const first = written({ ...props, existing: props.existing ?? 'none' });
      expect(written({ ...props, corefile: undefined, existing: stringify(first) })).toEqual(first);
    };
    again({ corefile: COREFILE });
    again({
      forwardTo: undefined,
      records: { 'a.b.mesh.internal': ['240.0.0.1'] },
      corefile: COREFILE,
    });
    const records = { 'a.b.mesh.internal': ['240.0.0.1'], 'c.b.mesh.internal': ['240.0.0.2'] };
    for (const platform of [Platform.AKS, Platform.GARDENER, Platform.RKE2]) {
      again({ platform });
      again({ platform, forwardTo: undefined, records });
    }
    again({ platform: Platform.OPENSHIFT });
    again({ platform: Platform.ACK });
  });
});

describe('a zone that is there already is replaced, or refused', () => {
  const guide = 'mesh.internal:53 {\n    errors\n    cache 30\n    proxy . 10.1.1.1\n}\n';

  test('in the key of coredns-custom that has it: a second block would stop CoreDNS', () => {
    const existing = configMap('coredns-custom', { 'istio.server': `# of the guide\n${guide}` });
    expect(written({ platform: Platform.AKS, existing }).data).toEqual({
      'istio.server': `# of the guide\n${OUR_BLOCK}`,
    });
  });

  test('on the port of Gardener', () => {
    const data = {
      'a.server': guide.replace(':53', ':8053'),
      'changeme.server': '# checkout the docs',
    };
    const existing = configMap('coredns-custom', data);
    expect(Object.keys(written({ platform: Platform.GARDENER, existing }).data)).toEqual([
      'a.server',
      'changeme.server',
    ]);
  });

  test.each<[string, Platform, { readonly [key: string]: string }]>([
    [
      'MESH236 "a.server" and "b.server" both have blocks of "mesh.internal"',
      Platform.AKS,
      { 'a.server': guide, 'b.server': guide },
    ],
    [
      'MESH602 line 1, column 1: the zone "mesh.internal" shares its server block with other zones, or a part of it has one of its own',
      Platform.AKS,
      { 'a.server': guide.replace(':53', ' corp.example') },
    ],
    [
      'MESH602 line 1, column 1: the zone "mesh.internal" shares its server block with other zones, or a part of it has one of its own',
      Platform.K3S,
      { 'a.server': guide.replace('mesh', 'x.mesh') },
    ],
    [
      'MESH601 line 1, column 1: "oops" has no opening brace; a file without braces is one block to its end',
      Platform.OVH,
      { 'a.server': 'oops' },
    ],
    [
      'MESH602 line 1, column 1: the imported "../more/*.server" may hold the zone "mesh.internal"',
      Platform.AKS,
      { 'a.server': 'import ../more/*.server' },
    ],
  ])('%s', (expected, platform, data) => {
    const existing = configMap('coredns-custom', data);
    expect(problems(() => written({ platform, existing }))).toEqual([expected]);
  });

  test('MESH236: it shares an entry of a list', () => {
    const openshift = stringify({
      kind: 'DNS',
      metadata: { name: 'default' },
      spec: { servers: [{ name: 'a', zones: ['corp.example', 'mesh.internal'] }] },
    });
    expect(problems(() => written({ platform: Platform.OPENSHIFT, existing: openshift }))).toEqual([
      'MESH236 entry 1, of "corp.example", "mesh.internal", is not for "mesh.internal" alone',
    ]);
    const rke2 = (servers: unknown) =>
      stringify({
        kind: 'HelmChartConfig',
        metadata: { name: 'rke2-coredns', namespace: 'kube-system' },
        spec: { valuesContent: stringify({ servers }) },
      });
    const own = { zones: [{ zone: '.' }], plugins: [{ name: 'kubernetes' }] };
    expect(
      problems(() =>
        written({
          platform: Platform.RKE2,
          existing: rke2([own, { zones: [{ zone: 'X.Mesh.internal.' }], plugins: [] }]),
        }),
      ),
    ).toEqual(['MESH236 entry 2, of "X.Mesh.internal.", is not for "mesh.internal" alone']);
    expect(
      problems(() =>
        written({ platform: Platform.RKE2, existing: rke2([{ zones: [{ zone: '.' }] }]) }),
      ),
    ).toEqual([
      'MESH230 no entry of `servers` with the plugin "kubernetes" answers for "cluster.local"',
    ]);
    expect(
      problems(() =>
        written({
          platform: Platform.RKE2,
          existing: rke2([own, { ...own, port: 1053, zones: [{ zone: 'x.mesh.internal' }] }]),
        }),
      ),
    ).toEqual([]);
  });
});

describe('what is given must be what the platform keeps', () => {
  test.each<[string, Platform, string]>([
    ['there is no object in it', Platform.AKS, ''],
    ['there is no object in it', Platform.KUBEADM, '# nothing\n'],
    ['there is no object in it', Platform.AKS, 'nothing found'],
    [
      'ConfigMap "coredns" of "kube-system" is not ConfigMap "coredns-custom"',
      Platform.AKS,
      configMap('coredns', {}),
    ],
    [
      'ConfigMap "coredns" of "istio-system" is not ConfigMap "coredns"',
      Platform.KUBEADM,
      configMap('coredns', { Corefile: COREFILE }).replace('kube-system', 'istio-system'),
    ],
    [
      'ConfigMap "node-local-dns" of "kube-system" is not ConfigMap "coredns"',
      Platform.KUBEADM,
      configMap('node-local-dns', {}),
    ],
    ['what is there is not add-on "coredns"', Platform.EKS, '{"addon": {"addonName": "vpc-cni"}}'],
    [
      'the `configurationValues` of the add-on are not a map',
      Platform.EKS,
      '{"addon": {"addonName": "coredns", "configurationValues": "[]"}}',
    ],
    [
      'ConfigMap "coredns-custom" is there twice',
      Platform.AKS,
      `${configMap('coredns-custom', {})}---\n${configMap('coredns-custom', {})}`,
    ],
    [
      '`spec.servers` is not a list of maps',
      Platform.OPENSHIFT,
      'kind: DNS\nmetadata: {name: default}\nspec: {servers: x}\n',
    ],
    [
      '`spec.valuesContent` is not a map',
      Platform.RKE2,
      'kind: HelmChartConfig\nmetadata: {name: rke2-coredns}\nspec: {valuesContent: "[]"}\n',
    ],
    [
      'ConfigMap "coredns-custom" of "kube-system" is not of its form',
      Platform.AKS,
      'kind: ConfigMap\nmetadata: {name: coredns-custom, namespace: kube-system}\ndata: {a: 1}\n',
    ],
  ])('MESH233 %s', (message, platform, existing) => {
    const corefile = platform === Platform.EKS ? COREFILE : undefined;
    const found = problems(() => written({ platform, existing, corefile }));
    expect(found.filter(text => text.startsWith('MESH233'))).toEqual([`MESH233 ${message}`]);
  });

  test.each(['constructor', '__proto__'])(
    'MESH233: a key that every object of JavaScript has would be lost: %s',
    key => {
      const existing = `kind: ConfigMap\nmetadata: {name: coredns-custom}\ndata: {${key}: x}\n`;
      expect(problems(() => written({ platform: Platform.AKS, existing }))).toEqual([
        'MESH233 ConfigMap "coredns-custom" is not of its form',
      ]);
    },
  );

  test('what is wrong in the ConfigMap kube-dns is said of it', () => {
    const existing = configMap('kube-dns', { federations: 'A=x', upstreamNameservers: '["x y"]' });
    expect(problems(() => stub({ stubDomains: {}, existing }))).toEqual([
      'MESH604 name server "x y" is not an IP address, or has no valid port',
      'MESH604 federation "A=x" is not a DNS label and a lower-case DNS name',
    ]);
    expect(() => stub({ stubDomains: {}, existing })).toThrow('MESH604 at test/stub.existing');
    const broken = configMap('kube-dns', { stubDomains: '{"corp": "10.9.9.9"}' });
    expect(problems(() => stub({ stubDomains: {}, existing: broken }))).toEqual([
      'MESH233 ConfigMap "kube-dns" has values that are not those of kube-dns',
    ]);
  });

  test('MESH603: a ConfigMap without a Corefile does not say what is there', () => {
    expect(problems(() => written({ existing: configMap('coredns', {}) }))).toEqual([
      'MESH603 platform "kubeadm" keeps the whole Corefile in one place, and the present one is not known',
    ]);
    expect(problems(() => written({ existing: configMap('coredns', { Corefile: '' }) }))).toEqual([
      'MESH230 no server block with the plugin "kubernetes" answers for "cluster.local"',
    ]);
  });

  test('MESH235: nothing is said twice', () => {
    const existing = configMap('coredns', { Corefile: COREFILE });
    const said = 'MESH235 `existing` has ConfigMap "coredns", which says it already';
    expect(problems(() => written({ existing, corefile: COREFILE }))).toEqual([said]);
    expect(problems(() => written({ existing, defaultCorefileOf: '1.33' }))).toEqual([said]);
    const dns = 'kind: DNS\nmetadata: {name: default}\n';
    const otherZones = { 'corp.example': ['10.9.9.9'] };
    expect(
      problems(() => written({ platform: Platform.OPENSHIFT, existing: dns, otherZones })),
    ).toEqual(['MESH235 `existing` has DNS "default", which says it already']);
    const kubeDns = configMap('kube-dns', {});
    expect(
      problems(() =>
        stub({ stubDomains: {}, upstreamNameservers: ['10.9.9.9'], existing: kubeDns }),
      ),
    ).toEqual(['MESH235 `existing` has ConfigMap "kube-dns", which says it already']);
    const chart = stringify({
      kind: 'HelmChartConfig',
      metadata: { name: 'rke2-coredns' },
      spec: { valuesContent: 'nodelocal: {enabled: true}\n' },
    });
    expect(problems(() => written({ platform: Platform.RKE2, existing: chart }))).toEqual([
      'MESH235 the chart has `nodelocal.enabled: true`, and `nodeLocalDns` is false',
    ]);
  });
});

describe('in a mesh', () => {
  const found = (dns: DnsProps, platform: Platform) =>
    summarize(
      problemsOf({
        ...withCluster({ dns, platform }),
        services: [httpbin({ virtualIps: ['240.0.0.2'] })],
      }),
    );
  const forward = { mode: DnsMode.FORWARD, serverIp: '10.7.0.200' };

  test.each<[Platform, DnsProps, string | undefined]>([
    [Platform.KUBEADM, { corefile: COREFILE }, undefined],
    [Platform.EKS, { corefile: COREFILE }, 'add-on "coredns"'],
    [Platform.AKS, {}, 'ConfigMap "coredns-custom"'],
    [Platform.RKE2, { otherZones: { corp: ['10.9.9.9'] } }, 'HelmChartConfig "rke2-coredns"'],
    [Platform.OPENSHIFT, {}, 'DNS "default"'],
    [Platform.OPENSHIFT, { otherZones: {} }, undefined],
    [Platform.ACK, {}, 'CustomDNSConfig "default"'],
    [Platform.GKE, {}, 'ConfigMap "kube-dns"'],
    [Platform.GKE, { stubDomains: {} }, undefined],
  ])('MESH234: on %s with %j it is said what may be lost', (platform, dns, object) => {
    const warning = `MESH234 at clusters[0].dns: it is not known what ${object} says already`;
    expect(found({ ...forward, ...dns }, platform)).toEqual(object ? [warning] : []);
    const { otherZones, stubDomains, ...rest } = dns;
    expect(found({ ...forward, ...rest, existing: 'none' }, platform)).toEqual([]);
  });

  test('with NodeLocal DNSCache two objects are there', () => {
    const two = stringify({
      apiVersion: 'v1',
      kind: 'List',
      items: [
        parse(configMap('coredns', { Corefile: COREFILE })),
        parse(configMap('kube-dns', { stubDomains: '{"corp": ["10.9.9.9"]}' })),
      ],
    });
    const dns = { ...forward, nodeLocalDns: true };
    expect(found({ ...dns, existing: two }, Platform.KUBEADM)).toEqual([]);
    expect(
      found({ ...dns, existing: configMap('coredns', { Corefile: COREFILE }) }, Platform.KUBEADM),
    ).toEqual([
      'MESH234 at clusters[0].dns: it is not known what ConfigMap "kube-dns" says already',
    ]);
    const names = configMap('kube-dns', { stubDomains: '{"corp": ["ns.corp.example"]}' });
    const both = `${configMap('coredns', { Corefile: COREFILE })}---\n${names}`;
    expect(found({ ...dns, existing: both }, Platform.KUBEADM)).toEqual([
      'MESH604 at clusters[0].dns.existing.corp[0]: name server "ns.corp.example" is a host name: NodeLocal DNSCache refuses all of the ConfigMap for it',
    ]);
  });
});
