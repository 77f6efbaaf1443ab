import { ClusterProps, FailoverProps, GatewayAddress } from '../../../src';
import { hostsByCluster } from '../../../src/model/hosts/hosts';
import { BASE, httpbin, resolve } from '../base';

/** The gateways that the first of three clusters calls, and how soon: `8.8.4.2: 0`. */
function priorities(others: Array<Partial<ClusterProps>>, failover?: FailoverProps): string[] {
  const [caller, served] = BASE.clusters;
  const third: ClusterProps = {
    ...served,
    name: 'cluster3',
    gateway: { addresses: [GatewayAddress.ip('8.8.4.3')] },
  };
  const mesh = resolve({
    ...BASE,
    clusters: [caller, served, third].map((cluster, i) => ({ ...cluster, ...others[i] })),
    services: [httpbin({ clusters: ['cluster2', 'cluster3'], failover })],
  });
  const [host] = hostsByCluster(mesh).get(mesh.clusters[0])!.hosts.flat();
  return host.endpoints.map(({ address, priority }) => `${address.host}: ${priority}`);
}

test('the gateways of the own region come first', () => {
  expect(priorities([{ region: 'eu' }, { region: 'us' }, { region: 'eu' }])).toEqual([
    '8.8.4.2: 1',
    '8.8.4.3: 0',
  ]);
});

test('to a caller without a region all gateways are equally near', () => {
  expect(priorities([{}, { region: 'us' }, {}])).toEqual(['8.8.4.2: 0', '8.8.4.3: 0']);
});

test('priorities have no gaps', () => {
  expect(priorities([{ region: 'eu' }, { region: 'us' }, { region: 'us' }])).toEqual([
    '8.8.4.2: 0',
    '8.8.4.3: 0',
  ]);
});

test('an order holds whatever the regions, and what it does not name comes last', () => {
  expect(priorities([{ region: 'eu' }, { region: 'eu' }, {}], { order: ['cluster3'] })).toEqual([
    '8.8.4.2: 1',
    '8.8.4.3: 0',
  ]);
});

test('one address that is a host name leaves all to the localities', () => {
  const addresses = [GatewayAddress.ip('8.8.4.2'), GatewayAddress.hostname('gw.example.com')];
  expect(
    priorities([{ region: 'eu' }, { region: 'us', gateway: { addresses } }, { region: 'eu' }]),
  ).toEqual(['8.8.4.2: 0', 'gw.example.com: 0', '8.8.4.3: 0']);
});
