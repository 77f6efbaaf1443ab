import { modern } from '../../../src/manifests/traffic/modern/modern';
import { EgressRoutes, ExportingGateway } from '../../../src/model/hosts/host';
import { NEWEST_ISTIO } from '../../../src/values/istio-version';

const LABELS = { istio: 'eastwestgateway' };
const hosts = (count: number) =>
  Array.from({ length: count }, (_, i) => `service-${i}.namespace-${i % 97}.mesh.internal`).sort();
const gatewaysFor = (names: readonly string[]): any[] => {
  const gateway: ExportingGateway = {
    istio: NEWEST_ISTIO,
    rootNamespace: 'istio-system',
    namespace: 'istio-system',
    labels: LABELS,
    suffix: 'mesh.internal',
    hosts: names,
  };
  return modern.gateway(gateway);
};

/**
 * What istiod makes of Gateways, in their order: it passes over a server that has a host of one
 * before it, or another protocol on its port.
 */
function merged(gateways: readonly any[]): string[] {
  const taken = new Set<string>();
  for (const { spec } of gateways) {
    expect(spec.selector).toEqual(LABELS);
    for (const { port, tls, hosts: own } of spec.servers) {
      const isOurs = port.number === 15443 && port.protocol === 'TLS';
      if (isOurs && tls.mode === 'AUTO_PASSTHROUGH' && !own.some((h: string) => taken.has(h))) {
        own.forEach((host: string) => taken.add(host));
      }
    }
  }
  return [...taken].sort();
}

const changed = (before: readonly any[], after: readonly any[]) =>
  after.filter((one, i) => JSON.stringify(one) !== JSON.stringify(before[i]));

test.each([1, 100, 4_000, 9_000, 30_000])('%i hosts are let in, each once', count => {
  const gateways = gatewaysFor(hosts(count));
  expect(merged(gateways)).toEqual(hosts(count));
  expect(merged([...gateways].reverse())).toEqual(hosts(count));
  for (const gateway of gateways) {
    expect(JSON.stringify(gateway).length).toBeLessThan(256 * 1024);
  }
  const names = gateways.map(({ metadata }) => metadata.name);
  expect(names[0]).toBe('global-cross-network');
  expect(new Set(names).size).toBe(names.length);
});

test('there is one Gateway for as many as one can hold, and none for none', () => {
  expect(gatewaysFor(hosts(4_000))).toHaveLength(1);
  expect(gatewaysFor(hosts(9_000)).length).toBeGreaterThan(1);
  expect(gatewaysFor([])).toEqual([]);
});

test('one more host changes one Gateway, wherever its name comes in the order', () => {
  const names = hosts(9_000);
  for (const name of ['a.a.mesh.internal', 'zz.zz.mesh.internal']) {
    expect(changed(gatewaysFor(names), gatewaysFor([...names, name].sort()))).toHaveLength(1);
  }
});

test('where more Gateways are needed, hosts move to later ones only', () => {
  const holders = (gateways: readonly any[]) =>
    new Map<string, number>(
      gateways.flatMap(({ metadata, spec }) =>
        spec.servers[0].hosts.map((host: string) => [
          host,
          Number(metadata.name.split('-')[3] ?? 0),
        ]),
      ),
    );
  const before = holders(gatewaysFor(hosts(9_000)));
  const after = holders(gatewaysFor(hosts(30_000)));
  const moved = [...before].filter(([host, place]) => after.get(host) !== place);
  expect(moved.length).toBeGreaterThan(0);
  expect(moved.filter(([host, place]) => after.get(host)! < place)).toEqual([]);
});

test('those of an egress gateway are split as well', () => {
  const named = hosts(9_000).map(host => ({ host }) as EgressRoutes['hosts'][number]);
  const gateways = modern
    .egress({
      istio: NEWEST_ISTIO,
      namespace: 'istio-egress',
      labels: LABELS,
      hosts: named.map(one => ({
        ...one,
        istio: NEWEST_ISTIO,
        name: 'x',
        namespace: 'x',
        placement: 'istio-egress',
        objectName: 'x',
        ports: [],
        exportTo: ['.'],
        virtualIps: [],
        endpoints: [],
        subjectAltNames: [],
        subsets: [],
        routes: [],
        byNamespace: [],
        passesOn: true,
        trafficPolicy: {},
      })),
    })
    .filter(({ kind }) => kind === 'Gateway');
  expect(merged(gateways)).toEqual(hosts(9_000));
});
