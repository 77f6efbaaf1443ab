import { writeFileSync } from 'fs';
import * as path from 'path';
import { App, Chart } from 'cdk8s';
import { stringify } from 'yaml';
import {
  ClusterCacerts,
  CoreDnsGlobalZone,
  GatewayAddress,
  GlobalServiceEntry,
  KubeDnsStub,
  MeshApp,
  MeshProblems,
  MulticlusterMesh,
} from '../../src';
import { temporaryFolder } from '../golden/golden';

const folder = temporaryFolder();

/** What is told of a description, without the words for its places in a file. */
function told(work: () => unknown): string[] {
  try {
    work();
    return [];
  } catch (error) {
    const problems = MeshProblems.of(error);
    if (problems.length === 0) {
      throw error;
    }
    return problems.map(
      ({ code, place, message, remedy }) =>
        `${code} ${/\((.*)\)$/.exec(place)?.[1] ?? place.replace(/^[^ ]*:\d+:\d+$/, '')}: ${message} → ${remedy}`,
    );
  }
}

const DOORS: Array<[string, (app: App, description: any) => unknown]> = [
  ['props', (app, description) => new MulticlusterMesh(app, 'mesh', description)],
  ['fromObject', (app, description) => MulticlusterMesh.fromObject(app, 'mesh', description)],
  [
    'a file',
    (app, description) => {
      const file = path.join(folder, 'mesh.yaml');
      writeFileSync(file, stringify(description, { aliasDuplicateObjects: false }));
      return MulticlusterMesh.fromFile(app, 'mesh', file);
    },
  ],
];

const mesh = (): any => ({
  suffix: 'mesh.internal',
  clusters: [
    { name: 'east', istio: '1.29', gateway: { addresses: ['8.8.4.1'] } },
    { name: 'west', istio: '1.29', gateway: { addresses: ['8.8.4.2'] } },
  ],
  services: [
    {
      name: 'web',
      namespace: 'shop',
      clusters: ['west'],
      ports: [{ number: 80, protocol: 'HTTP' }],
      selector: { app: 'web' },
      serviceAccounts: ['web'],
    },
  ],
  grants: [
    { services: ['web.shop'], clusters: ['east'], namespaces: ['foo'], serviceAccounts: ['sleep'] },
  ],
});

/** The mesh with something put in its place. */
function withAt(place: Array<string | number>, value: unknown): any {
  const description = mesh();
  const holder = place.slice(0, -1).reduce((part, step) => part[step], description);
  holder[place.at(-1)!] = value;
  return description;
}

describe.each(DOORS)('through %s', (_, open) => {
  const of = (description: unknown) =>
    told(() => open(new MeshApp({ outdir: folder }), description));
  const codes = (description: unknown) =>
    of(description).map(problem => problem.replace(/:.*/, '').replace(/\[0\]/g, ''));

  const mistakes: Array<[string, any, string]> = [
    [
      'a key of Python',
      withAt(['grants', 0, 'service_accounts'], ['sleep']),
      'MESH102 grants[0].service_accounts: "service_accounts" is not a key here → Did you mean "serviceAccounts"?',
    ],
    [
      'a key in British spelling',
      withAt(['authorisation'], 'none'),
      'MESH102 authorisation: "authorisation" is not a key here → Did you mean "authorization"?',
    ],
    [
      'a value that is nearly one',
      withAt(['authorization'], 'enforced'),
      'MESH104 authorization: "enforced" is not one of the values → Did you mean "enforce"? The values are none, audit, enforce.',
    ],
    [
      'a platform',
      withAt(['clusters', 0, 'platform'], 'foo'),
      'MESH104 clusters[0].platform: "foo" is not one of the values → Use one of kubeadm, gke, gke-autopilot, eks, rke2, openshift, ack, aks, k3s, digitalocean, ovh, gardener.',
    ],
    [
      'a mode of DNS',
      withAt(['clusters', 0, 'dns'], { mode: 'bogus' }),
      'MESH104 clusters[0].dns.mode: "bogus" is not one of the values → Use one of sidecar, zone, server, forward, istiocoredns, none.',
    ],
    [
      'a protocol in lower case',
      withAt(['services', 0, 'ports', 0, 'protocol'], 'http'),
      'MESH104 services[0].ports[0].protocol: "http" is not one of the values → Did you mean "HTTP"?',
    ],
    [
      'one text in place of a list',
      withAt(['services', 0, 'clusters'], 'west'),
      'MESH104 services[0].clusters: "west" is not a list → Give a list.',
    ],
    [
      'a list of Helm values',
      withAt(['clusters', 0, 'istiod'], { helmValues: [1] }),
      'MESH104 clusters[0].istiod.helmValues: [1] is not a map of keys → Give a map of keys.',
    ],
    [
      'a number in quotes',
      withAt(['services', 0, 'ports', 0, 'number'], '80'),
      'MESH104 services[0].ports[0].number: "80" is a string → Write it without quotes: 80.',
    ],
  ];
  test.each(mistakes)('%s is one problem', (__, description, problem) => {
    const all = of(description);
    // a file has the text as it was written, without quotes
    expect(all.map(one => one.replace(': west is', ': "west" is'))).toEqual([problem]);
  });

  test.each([
    ['half a service', withAt(['services', 0], { name: 'web' }), 'MESH103|MESH330|MESH332'],
    ['half a grant', withAt(['grants', 0, 'services'], undefined), 'MESH103'],
    ['half a cluster', withAt(['clusters', 0], { name: 'east' }), 'MESH103'],
    ['a cluster by name alone', withAt(['clusters', 0], 'east'), 'MESH104'],
    ['a list of nothing', withAt(['services'], [null]), 'MESH104'],
    ['a description that is a text', 'clusters', 'MESH104'],
    ['a description that is a list', [], 'MESH104'],
  ])('%s is told and nothing else is', (__, description, code) => {
    const all = of(description);
    expect(all.length).toBeGreaterThan(0);
    expect(all.filter(problem => !RegExp(`^(${code}) `).test(problem))).toEqual([]);
  });

  test('mistakes in the form do not hide the others', () => {
    const description = mesh();
    description.clusters[0].platform = 'mainframe';
    description.clusters[0].gateway.addresses = ['198.18.0.20:99999', '300.1.1.1', 'http://x'];
    description.clusters[1].kubernets = '1.33';
    description.services[0].ports[0].protocol = 'SCTP';
    description.services[0].clusters.push('north');
    delete description.services[0].serviceAccounts;
    description.grants.push(
      {
        services: ['httpbin.shop'],
        clusters: ['east'],
        namespaces: ['a'],
        serviceAccounts: ['sleep'],
      },
      { services: 5, clusters: ['east'], namespaces: ['a'], serviceAccounts: ['b'] },
    );
    expect(codes(description).sort()).toEqual(
      [
        'MESH102 clusters[1].kubernets',
        'MESH104 clusters.platform',
        'MESH104 grants[2].services',
        'MESH303 clusters.gateway.addresses',
        'MESH312 clusters.gateway.addresses[1]',
        'MESH312 clusters.gateway.addresses[2]',
        'MESH305 services.ports.protocol',
        'MESH310 services.clusters[1]',
        'MESH332 services.serviceAccounts',
        'MESH401 grants[1].services',
      ].sort(),
    );
  });

  test('what only follows from a mistake is not told', () => {
    const description = mesh();
    description.clusters[0] = { nam: 'east', istio: true }; // who is "east" then?
    description.services[0].name = { web: 1 }; // and "web.shop"?
    expect(codes(description)).toEqual(
      expect.arrayContaining(['MESH103 clusters', 'MESH102 clusters.nam', 'MESH104 services.name']),
    );
    expect(codes(description).filter(code => !/^MESH10[234]/.test(code))).toEqual([]);
  });
});

describe('what only a program can give', () => {
  const east = ['clusters', 0];
  const itself: any = {};
  itself.itself = itself;
  test.each<[string, any]>([
    ['no description', undefined],
    ['no description at all', null],
    ['a function', withAt([...east, 'name'], () => 'east')],
    ['a symbol', withAt([...east, 'name'], Symbol('east'))],
    ['a very large number', withAt(['services', 0, 'ports', 0, 'number'], 80n)],
    ['not a number', withAt(['services', 0, 'ports', 0, 'number'], NaN)],
    ['a hole in a list', withAt(['clusters'], [, ...mesh().clusters])],
    ['an object that contains itself', withAt([...east, 'gateway'], itself)],
    [
      'an address without one',
      withAt([...east, 'gateway', 'addresses'], [GatewayAddress.ip(5 as any)]),
    ],
    ['no address', withAt([...east, 'gateway', 'addresses'], [undefined])],
    [
      'an address in place of a text',
      withAt([...east, 'region'], { a: GatewayAddress.ip('8.8.8.8') }),
    ],
  ])('%s', (_, description) => {
    const all = told(() => new MulticlusterMesh(new App({ outdir: folder }), 'mesh', description));
    expect(all.length).toBeGreaterThan(0);
    expect(all.filter(problem => !/^MESH(10[234]|303)/.test(problem))).toEqual([]);
  });
});

test('an address may be written as in a file', () => {
  const typed = mesh();
  typed.clusters[0].gateway.addresses = [GatewayAddress.ip('8.8.4.1')];
  const [text, value] = [mesh(), typed].map(description => {
    const app = new MeshApp({ outdir: folder });
    new MulticlusterMesh(app, 'mesh', description);
    app.synth();
    return app.summary;
  });
  expect(text!.written).not.toEqual([]);
  expect(value!.written).toEqual([]);
});

describe('the other constructs are held to their props too', () => {
  const chart = () => new Chart(new App({ outdir: folder }), 'c');
  test.each<[string, () => unknown, string]>([
    [
      'KubeDnsStub',
      () => new KubeDnsStub(chart(), 's', { stubDomain: { a: ['10.0.0.1'] } } as any),
      'MESH102 c/s.stubDomain: "stubDomain" is not a key here → Did you mean "stubDomains"?',
    ],
    [
      'CoreDnsGlobalZone',
      () => new CoreDnsGlobalZone(chart(), 'z', { forwardTo: 5, platform: 'aks' } as any),
      'MESH104 c/z.forwardTo: 5 is a number → Write it in quotes: "5".',
    ],
    [
      'ClusterCacerts',
      () => new ClusterCacerts(chart(), 'k', { delivery: 'sealed' } as any),
      'MESH104 c/k.delivery: "sealed" is not one of the values',
    ],
    [
      'GlobalServiceEntry',
      () =>
        new GlobalServiceEntry(chart(), 'g', {
          ...{ name: 'web', namespace: 'shop', ports: [{ number: 80, protocol: 'HTTP' }] },
          endpoint: [{ address: '8.8.8.8' }],
          workloadSelector: { app: 'web' },
          subjectAltNames: ['spiffe://cluster.local/ns/shop/sa/web'],
        } as any),
      'MESH102 c/g.endpoint: "endpoint" is not a key here → Did you mean "endpoints"?',
    ],
    [
      'MeshApp',
      () => new MeshApp({ outDir: folder } as any),
      'MESH102 MeshApp.outDir: "outDir" is not a key here → Did you mean "outdir"?',
    ],
    [
      'MeshApp with a layout of its own',
      () => new MeshApp({ layout: 'flat' } as any),
      'MESH104 MeshApp.layout: "flat" is not one of the values',
    ],
  ])('%s', (_, make, problem) => {
    const all = told(make).filter(one => !one.startsWith('MESH103'));
    expect(all).toEqual([expect.stringContaining(problem)]);
  });

  test.each<[string, (props: any) => unknown]>([
    ['KubeDnsStub', props => new KubeDnsStub(chart(), 's', props)],
    ['CoreDnsGlobalZone', props => new CoreDnsGlobalZone(chart(), 'z', props)],
    ['ClusterCacerts', props => new ClusterCacerts(chart(), 'k', props)],
    ['GlobalServiceEntry', props => new GlobalServiceEntry(chart(), 'g', props)],
    ['MeshApp', props => new MeshApp(props)],
  ])('%s of nothing, of a text, of a list', (_, make) => {
    for (const props of [null, 'text', [], 5]) {
      expect(told(() => make(props))[0]).toMatch(/MESH104 .* is not a map of keys/);
    }
  });
});
