import * as fc from 'fast-check';
import {
  AuthorizationMode,
  DnsMode,
  GatewayAddress,
  MulticlusterMeshProps,
  Protocol,
  ServiceProps,
} from '../../src';

const NAMES = ['c0', 'c1', 'c2'];
const COREFILE =
  '.:53 {\n    errors\n    kubernetes cluster.local\n    forward . /etc/resolv.conf\n}\n';

const ALL: fc.Arbitrary<string[]> = fc.constant(['*']);

const seldom = <T>(value: T) => fc.constantFrom<T | undefined>(...Array(9), value);
const some = <T>(all: readonly T[]) => fc.subarray([...all], { minLength: 1 });

const service = (index: number): fc.Arbitrary<ServiceProps> =>
  fc.record({
    name: fc.constant(`s${index}`),
    namespace: fc.constantFrom('shop', 'data'),
    clusters: some(NAMES),
    ports: some([
      { number: 80, protocol: Protocol.HTTP, targetPort: 8080 },
      { number: 3306, protocol: Protocol.MYSQL },
    ]),
    selector: fc.constantFrom(undefined, { app: `s${index}` }),
    serviceAccounts: fc.constantFrom(undefined, ['x']),
    virtualIps: fc.constant([`240.1.0.${index + 1}`]),
    subsets: fc.constantFrom(undefined, [{ name: 'v1', labels: { version: 'v1' } }]),
  });

/** Meshes of Istio 1.1 to 1.7. */
export const classic: fc.Arbitrary<MulticlusterMeshProps> = fc
  .record({
    istio: fc.constantFrom('1.1', '1.2', '1.4', '1.5', '1.7', '1.7.4'),
    services: fc.tuple(service(0), service(1), service(2)),
    grants: fc.array(
      fc.record({ services: some([0, 1, 2]), clusters: fc.oneof(some(NAMES), ALL) }),
      { maxLength: 3 },
    ),
    // what these versions cannot keep
    authorization: seldom(AuthorizationMode.ENFORCE),
    namespace: seldom('shop'),
    egress: fc.boolean(),
    mode: fc.constantFrom(DnsMode.ISTIOCOREDNS, DnsMode.NONE),
  })
  .map(({ istio, services, grants, authorization, namespace, egress, mode }) => ({
    clusters: NAMES.map((name, i) => ({
      name,
      istio,
      gateway: { addresses: [GatewayAddress.ip(`8.8.${i}.1`)] },
      egressGateway: egress && i === 0 ? { address: '10.0.0.9' } : undefined,
      dns: mode === DnsMode.NONE ? { mode } : { mode, serverIp: '10.0.0.200', corefile: COREFILE },
    })),
    services,
    authorization,
    grants: grants.map(grant => ({
      services: grant.services.map(i => `${services[i].name}.${services[i].namespace}`),
      clusters: grant.clusters,
      namespaces: [namespace ?? '*'],
      serviceAccounts: ['*'],
    })),
  }));
