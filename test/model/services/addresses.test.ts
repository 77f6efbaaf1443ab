import { AuthorizationMode, Protocol, ServiceProps } from '../../../src';
import { Lock } from '../../../src/model/services/virtual-ips';
import { BASE, httpbin, problemsOf, resolve, summarize } from '../base';

const MYSQL = [{ number: 3306, protocol: Protocol.MYSQL }];
const named = (name: string, props: Partial<ServiceProps> = {}) =>
  httpbin({ name, selector: { app: name }, ports: MYSQL, ...props });

/** The virtual IP that a new service gets. */
function allocated(others: ServiceProps[] = [], ips: Lock['ips'] = []): string {
  const services = [named('new'), ...others];
  const grants = [{ ...BASE.grants[0], services: services.map(({ name }) => `${name}.bar`) }];
  const lock = { file: 'mesh.lock.json', ips, isUpdate: true, reuse: false };
  const mesh = resolve({ ...BASE, services, grants }, lock);
  return mesh.services.find(({ name }) => name === 'new')!.virtualIps.join();
}

test('an address that is given by hand is given to nobody else', () => {
  const usual = allocated();
  expect(allocated([named('old', { virtualIps: ['240.0.255.1'] })])).toBe(usual);
  expect(allocated([named('old', { virtualIps: [usual] })])).not.toBe(usual);
});

test('an address that was released is kept back, since callers may still have it', () => {
  const usual = allocated();
  const gone = { host: 'gone.bar.mesh.internal', ip: usual, released: true };
  expect(allocated([], [gone])).not.toBe(usual);
});

test('addresses that cannot stay are explained, those of both families', () => {
  const host = 'httpbin.bar.mesh.internal';
  const ips = ['240.0.0.0', 'fd00::'].map(ip => ({ host, ip, released: false }));
  const lock = { file: 'mesh.lock.json', ips, isUpdate: false, reuse: false };
  const props = {
    ...BASE,
    services: [httpbin({ ports: MYSQL })],
    virtualIpRanges: ['240.0.0.0/16', 'fd00::/112'],
  };
  expect(summarize(problemsOf(props, lock))).toEqual([
    expect.stringMatching(
      /: 240\.0\.0\.0 is the address of the network \S+ itself: fd00:: is the address of the network \S+ itself$/,
    ),
  ]);
});

test('a range of loopback addresses is for meshes whose sidecars all send them out', () => {
  const dns = { serverIp: '10.0.0.200', corefile: '. {\n    kubernetes cluster.local\n}\n' };
  const said = (...versions: string[]) =>
    summarize(
      problemsOf({
        suffix: 'global',
        clusters: BASE.clusters.map((cluster, i) => ({ ...cluster, istio: versions[i], dns })),
        services: [httpbin({ virtualIps: ['240.0.0.2'] })],
        grants: [{ services: ['httpbin.bar'], everyone: true }],
        virtualIpRanges: ['127.255.0.0/16'],
      }).filter(({ severity }) => severity === 'error'),
    );
  expect(said('1.2', '1.2')).toEqual([]);
  expect(said('1.2', '1.4')).toEqual([
    'MESH326 at virtualIpRanges[0]: "127.255.0.0/16" overlaps addresses that are loopback',
  ]);
});

describe('services that share pods', () => {
  const said = (one: Partial<ServiceProps>, other: Partial<ServiceProps>) => {
    const virtualIps = ['240.0.0.1'];
    const services = [httpbin({ virtualIps, ...one }), httpbin({ name: 'web', ...other })];
    const grants = services.map(({ name }, i) => ({
      ...BASE.grants[0],
      services: [`${name}.bar`],
      namespaces: [`caller${i}`],
    }));
    return summarize(problemsOf({ ...BASE, services, grants })).filter(text =>
      text.startsWith('MESH422'),
    );
  };
  const problem = [
    'MESH422 at services[1].selector: "web.bar" shares pods and a port with "httpbin.bar", which has other callers',
  ];

  test('do so in one cluster that both have, whatever others there are', () => {
    expect(said({ clusters: ['cluster1', 'cluster2'] }, { clusters: ['cluster2'] })).toEqual(
      problem,
    );
    expect(said({ clusters: ['cluster1'] }, { clusters: ['cluster2'] })).toEqual([]);
  });

  test('may have any callers where neither has a policy', () => {
    const { NONE, AUDIT } = AuthorizationMode;
    expect(said({ authorization: NONE }, { authorization: NONE })).toEqual([]);
    expect(said({ authorization: NONE }, { authorization: AUDIT })).toEqual(problem);
  });
});

test('a subset has a name and labels as Kubernetes has them', () => {
  const subsets = [{ name: 'V1', labels: { version: 'a b' } }];
  expect(summarize(problemsOf({ ...BASE, services: [httpbin({ subsets })] }))).toEqual([
    'MESH211 at services[0].subsets[0].labels.version: "a b" is not a label value',
    'MESH201 at services[0].subsets[0].name: subset name "V1" is not a DNS label',
  ]);
});
