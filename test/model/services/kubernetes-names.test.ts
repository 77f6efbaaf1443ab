import { mkdtempSync, writeFileSync } from 'fs';
import * as path from 'path';
import { ClusterProps, DnsMode, GatewayAddress, Protocol, ServiceProps } from '../../../src';
import { withDiscovered } from '../../../src/description/sources/service-source';
import { meshTraffic } from '../../../src/manifests/traffic/mesh-traffic';
import { Problems } from '../../../src/problems/problems';
import { temporaryFolder } from '../../golden/golden';
import { BASE, httpbin, problemsOf, resolve, summarize } from '../base';

const HOST = 'httpbin.bar.svc.cluster.local';
const third: ClusterProps = {
  name: 'cluster3',
  istio: '1.29',
  gateway: { addresses: [GatewayAddress.ip('8.8.4.3')] },
};
const mesh = (props: Partial<ServiceProps> = {}, clusters: ClusterProps[] = [], others = {}) => ({
  ...BASE,
  clusters: [...BASE.clusters, ...clusters],
  services: [httpbin({ kubernetesName: true, ...props })],
  grants: [{ ...BASE.grants[0], clusters: ['*'] }],
  ...others,
});
const objectsOf = (props = mesh()) =>
  [...meshTraffic(resolve(props)).values()].map(lists => lists.flat() as any[]);
const about = (objects: readonly any[], host: string) =>
  objects.filter(({ spec }) => spec?.host === host || spec?.hosts?.includes(host));

describe('the name of a Service in Kubernetes', () => {
  test('is known where the service is called and not served, to the same callers', () => {
    const [calling, serving] = objectsOf();
    const [entry, rule] = about(calling, HOST);
    expect([entry.kind, rule.kind]).toEqual(['ServiceEntry', 'DestinationRule']);
    const [usual] = about(calling, 'httpbin.bar.mesh.internal');
    const { hosts: _, ...spec } = usual.spec;
    expect(entry.spec).toEqual({ ...spec, hosts: [HOST] });
    expect(about(serving, HOST)).toEqual([]);
    expect(JSON.stringify(serving)).not.toContain(HOST);
  });

  test('leads through the gateway under the name of the mesh', () => {
    const [calling, serving] = objectsOf();
    const [, rule] = about(calling, HOST);
    const [{ tls }] = rule.spec.trafficPolicy.portLevelSettings;
    expect(tls.sni).toBe('outbound_.8000_._.httpbin.bar.mesh.internal');
    const { hosts } = serving.find(({ kind }) => kind === 'Gateway').spec.servers[0];
    expect(hosts).toContain(tls.sni.split('_._.')[1]);
  });

  test('MESH325: has an address of its own where one is needed', () => {
    const ports = [{ number: 5432, protocol: Protocol.TCP }];
    expect(summarize(problemsOf(mesh({ ports, virtualIps: ['240.0.0.2'] })))).toEqual([
      expect.stringMatching(/^MESH325 .*"httpbin\.bar\.svc\.cluster\.local" needs a virtual IP/),
    ]);
  });

  test('MESH455: not where somebody else answers for it', () => {
    const zone = {
      ...third,
      dns: { mode: DnsMode.ZONE, defaultCorefile: true },
      kubernetes: '1.33',
    };
    const props = mesh({ virtualIps: ['240.0.0.2'] }, [zone]);
    expect(summarize(problemsOf(props)).filter(line => !line.startsWith('MESH325'))).toEqual([
      'MESH455 at services[0].kubernetesName: in cluster "cluster3" the cluster\'s own DNS answers for that name',
    ]);
  });

  test('MESH455: not where another service has the name', () => {
    const other = httpbin({
      namespace: 'other',
      workloadNamespace: 'bar',
      clusters: ['cluster3'],
      selector: { app: 'other' },
    });
    const services = [httpbin({ kubernetesName: true }), other];
    expect(summarize(problemsOf(mesh({}, [third], { services })))).toContain(
      'MESH455 at services[0].kubernetesName: in cluster "cluster3" it is the name of "httpbin.other"',
    );
  });

  describe('MESH455: not where manifests put a Service of that name', () => {
    const directory = mkdtempSync(path.join(temporaryFolder(), 'source-'));
    const file = path.join(directory, 'httpbin.yaml');
    const service = (name: string, namespace: string) =>
      `apiVersion: v1\nkind: Service\nmetadata: { name: ${name}, namespace: ${namespace} }\n`;
    writeFileSync(file, service('other', 'bar') + '---\n' + service('httpbin', 'bar'));
    const told = (clusters: string[], props: Partial<ServiceProps> = {}) => {
      const described = mesh(props, [third], { serviceSources: [{ directory, clusters }] });
      return summarize(problemsOf(withDiscovered(described, new Problems())));
    };

    test('though they export nothing', () => {
      expect(told(['cluster2', 'cluster3'])).toEqual([
        `MESH455 at services[0].kubernetesName: in cluster "cluster3" it is the name of the Service at ${file}:5`,
      ]);
    });

    test('but in clusters that serve, and where no name of Kubernetes is asked for', () => {
      expect(told(['cluster2'])).toEqual([]);
      expect(told(['cluster3'], { kubernetesName: false })).toEqual([]);
      expect(told(['cluster3'], { name: 'another' })).not.toContainEqual(
        expect.stringMatching(/^MESH455/),
      );
    });
  });

  test.each<[string, Partial<ServiceProps>]>([
    [
      'MESH456 at services[0].kubernetesName: by that name, the gateway of the serving cluster chooses no subset',
      { subsets: [{ name: 'v1', labels: { version: 'v1' } }] },
    ],
    [
      'MESH456 at services[0].kubernetesName: its Service is in namespace "pods", not "bar"',
      { workloadNamespace: 'pods' },
    ],
  ])('%s', (problem, props) => {
    expect(summarize(problemsOf(mesh(props)))).toEqual([problem]);
  });
});
