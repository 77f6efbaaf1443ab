import { ClusterProps, MulticlusterMeshProps, ServiceProps } from '../../../src';
import { hostsByCluster } from '../../../src/model/hosts/hosts';
import { BASE, httpbin, resolve } from '../base';

/**
 * What the first cluster knows of hosts that it calls through its egress gateway, and what the
 * gateway itself knows.
 */
function known(service: Partial<ServiceProps>, others: Array<Partial<ClusterProps>> = []) {
  const props: MulticlusterMeshProps = {
    ...BASE,
    clusters: BASE.clusters.map((cluster, i) => ({
      ...cluster,
      ...(i === 0 ? { egressGateway: { address: '10.0.0.9' } } : {}),
      ...others[i],
    })),
    services: [httpbin(service)],
  };
  const mesh = resolve(props);
  const { hosts, egress } = hostsByCluster(mesh).get(mesh.clusters[0])!;
  return { hosts: hosts.flat(), passedOn: egress!.hosts };
}

test('calls that nobody else may answer stay away from the egress gateway', () => {
  const alone = known({ clusters: ['cluster1'] });
  expect(alone.hosts.map(({ endpoints }) => endpoints)).toEqual([[]]);
  expect(alone.passedOn).toEqual([]);

  const draining = known({ clusters: ['cluster1', 'cluster2'], virtualIps: ['240.0.0.1'] }, [
    {},
    { draining: true },
  ]);
  expect(draining.hosts.map(({ endpoints }) => endpoints)).toEqual([[]]);
  expect(draining.passedOn).toEqual([]);
});

test('what others answer goes through the egress gateway, which knows who they are', () => {
  const { hosts, passedOn } = known({});
  const addresses = hosts.map(({ endpoints }) => endpoints.map(({ address }) => `${address}`));
  expect(addresses).toEqual([['10.0.0.9']]);
  expect(passedOn.map(({ endpoints }) => endpoints.map(({ cluster }) => cluster))).toEqual([
    ['cluster2'],
  ]);
});

test('callers route, wait and retry; the egress gateway does none of it a second time', () => {
  const { hosts, passedOn } = known({
    subsets: [{ name: 'v1', labels: { version: 'v1' } }],
    routes: [{ destinations: [{ subset: 'v1' }] }],
    timeout: '5s',
    retries: { attempts: 3 },
  });
  expect(hosts).toMatchObject([{ timeout: '5s', retries: { attempts: 3 } }]);
  expect(hosts[0].routes).toHaveLength(1);
  expect(passedOn).toMatchObject([{ routes: [], timeout: undefined, retries: undefined }]);
});

test("the egress gateway's hosts are its own: none else sees them, and they take no address", () => {
  const { passedOn } = known({ virtualIps: ['240.0.0.1'] });
  expect(passedOn).toMatchObject([
    { placement: 'istio-egress', exportTo: ['.'], virtualIps: [], passesOn: true },
  ]);
});
