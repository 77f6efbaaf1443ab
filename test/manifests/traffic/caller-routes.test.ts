import { Protocol, ServiceProps } from '../../../src';
import { meshTraffic } from '../../../src/manifests/traffic/mesh-traffic';
import { resolve, withService } from '../../model/base';

/** The VirtualServices in the cluster that calls. */
function routes(service: Partial<ServiceProps>): any[] {
  const mesh = resolve(withService(service));
  return meshTraffic(mesh)
    .get(mesh.clusters[0])!
    .flat()
    .filter(({ kind }) => kind === 'VirtualService')
    .flatMap(object => (object as any).spec.http);
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
  const subsets = [{ name: 'v1', labels: { version: 'v1' } }];
  const [route, ...others] = routes({
    ports: [{ number: 8000, protocol: Protocol.HTTP }],
    subsets,
    routes: [{ destinations: [{ subset: 'v1' }] }],
  });
  expect(others).toEqual([]);
  expect(route.route).toEqual([
    { destination: { host: 'httpbin.bar.mesh.internal', subset: 'v1' }, weight: 100 },
  ]);
});
