import { callerRoutes } from '../../../src/manifests/traffic/modern/virtual-service';
import { Host } from '../../../src/model/hosts/host';
import { hostsByCluster } from '../../../src/model/hosts/hosts';
import { BASE, resolve } from '../../model/base';

const NOTHING = { routes: [], timeout: undefined, retries: undefined };

/** What the calling cluster writes for calls that are as given. */
function routes(calls: Partial<Host>): any[] {
  const mesh = resolve(BASE);
  const [host] = hostsByCluster(mesh).get(mesh.clusters[0])!.hosts.flat();
  return callerRoutes({ ...host, ...NOTHING, ...calls }).flatMap(
    object => (object as any).spec.http,
  );
}
const TO_HOST = { route: [{ destination: { host: 'httpbin.bar.mesh.internal' } }] };

test('without routes, a timeout and retries there is nothing to say', () => {
  expect(routes({})).toEqual([]);
});

test('a timeout alone is written, and retries alone are', () => {
  expect(routes({ timeout: '2s' })).toEqual([{ ...TO_HOST, timeout: '2s' }]);
  expect(routes({ retries: { attempts: 3 } })).toEqual([{ ...TO_HOST, retries: { attempts: 3 } }]);
});

test('routes alone are written', () => {
  const [route, ...others] = routes({ routes: [{ destinations: [{ subset: 'v1' }] }] });
  expect(others).toEqual([]);
  expect(route.route).toEqual([
    { destination: { host: 'httpbin.bar.mesh.internal', subset: 'v1' }, weight: 100 },
  ]);
});
