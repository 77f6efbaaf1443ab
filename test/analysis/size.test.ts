import { measure } from '../../src/analysis/size';
import { Sizes } from '../../src/analysis/sizes';

const entry = (host: string, ports: number, exportTo?: string[], namespace = 'bar') => ({
  apiVersion: 'networking.istio.io/v1',
  kind: 'ServiceEntry',
  metadata: { namespace },
  spec: { hosts: [host], ports: Array(ports).fill({}), exportTo },
});
const rule = (host: string, subsets: number) => ({
  apiVersion: 'networking.istio.io/v1',
  kind: 'DestinationRule',
  spec: { host, subsets: Array(subsets).fill({}) },
});
const gateway = (mode: string, ...hosts: string[]) => ({
  apiVersion: 'networking.istio.io/v1',
  kind: 'Gateway',
  spec: { servers: [{ tls: { mode }, hosts }] },
});
const sized = (object: object) => ({ size: measure(object, 100) });

/** Of one list, and the same of lists with one object each. */
function sizeOf(...objects: object[]) {
  const all = objects.map(sized);
  const [whole, apart] = [[all], all.map(one => [one])];
  const sizes = new Sizes([whole, apart, apart]);
  expect(sizes.of(apart)).toEqual(sizes.of(whole));
  return sizes.of(whole);
}

test('nothing has no size', () => {
  expect(sizeOf()).toEqual({ objects: 0, bytes: 0, envoyClusters: 0, filterChains: 0 });
});

test('a sidecar has a cluster for each port, and one more for each subset of it', () => {
  expect(sizeOf(entry('a', 2), rule('a', 3))).toEqual({
    objects: 2,
    bytes: 200,
    envoyClusters: 8,
    filterChains: 0,
  });
  // the local and the remote half of one host
  expect(sizeOf(entry('a', 1), entry('a', 1)).envoyClusters).toBe(1);
});

test('the namespace that sees most counts', () => {
  expect(
    sizeOf(entry('a', 1, ['x', 'y']), entry('b', 2, ['y']), entry('c', 4, ['z'])).envoyClusters,
  ).toBe(4);
  expect(
    sizeOf(entry('a', 1, ['x', 'y']), entry('b', 2, ['y']), entry('c', 4, ['*'])).envoyClusters,
  ).toBe(7);
  expect(sizeOf(entry('a', 1, ['.'], 'x'), entry('b', 2, ['x'])).envoyClusters).toBe(3);
});

test("an egress gateway's own entry hides no caller", () => {
  const callers = [entry('a', 1, ['x', 'y']), entry('b', 2, ['y', 'z']), entry('c', 4, ['z'])];
  const egress = ['a', 'b', 'c'].map((host, i) => entry(host, 2 ** i, ['.'], 'istio-egress'));
  expect(sizeOf(...callers, ...egress).envoyClusters).toBe(7);
  expect(sizeOf(...egress.slice(0, 2), ...callers).envoyClusters).toBe(6);
});

test('a gateway has a chain for each port and subset of the hosts that it passes through', () => {
  expect(sizeOf(entry('a', 2), rule('a', 1), gateway('AUTO_PASSTHROUGH', 'a')).filterChains).toBe(
    4,
  );
  expect(sizeOf(entry('a', 2), gateway('SIMPLE', 'a')).filterChains).toBe(0);
});

test('other objects cost their bytes', () => {
  expect(
    sizeOf(
      { apiVersion: 'v1', kind: 'ConfigMap' },
      { apiVersion: 'networking.istio.io/v1', kind: 'Sidecar', spec: {} },
    ),
  ).toMatchObject({ objects: 2, envoyClusters: 0 });
});
