import { Testing } from 'cdk8s';
import {
  DnsMode,
  GatewayAddress,
  GlobalServiceEntry,
  GlobalServiceEntryProps,
  MulticlusterMesh,
  MulticlusterMeshProps,
  Protocol,
} from '../../../src';
import { classicMesh, classicMeshWithEverything } from '../../golden/descriptions';

/** What the classic mechanism writes for descriptions other than those of the documentation. */

const specs = (props: MulticlusterMeshProps, kind: string): any[] =>
  Testing.synth(new MulticlusterMesh(Testing.app(), 'mesh', props).chart('cluster1'))
    .filter(object => object.kind === kind)
    .map(object => object.spec);

describe('the gateway', () => {
  test('of one whose labels are its own is selected by these alone', () => {
    const mesh = classicMesh('1.4');
    const clusters = mesh.clusters.map(cluster => ({
      ...cluster,
      gateway: { ...cluster.gateway!, labels: { team: 'edge' } },
    }));
    const selectors = specs({ ...mesh, clusters }, 'Gateway').map(({ selector }) => selector);
    expect(selectors).toContainEqual({ team: 'edge' });
  });

  test('takes a dot of the suffix for a dot, and not for any character', () => {
    const mesh = classicMesh('1.7');
    const clusters = mesh.clusters.map(cluster => ({ ...cluster, dns: { mode: DnsMode.NONE } }));
    const [filter] = specs({ ...mesh, clusters, suffix: 'mesh.example' }, 'EnvoyFilter');
    expect(filter.configPatches[0].patch.value.typed_config.cluster_pattern).toBe(
      '\\.mesh\\.example$',
    );
  });
});

test('one gateway of several that is a host name needs DNS behind an egress gateway too', () => {
  const mesh = classicMeshWithEverything('1.4', '10.0.1.7');
  const addresses = [GatewayAddress.ip('203.0.113.20'), GatewayAddress.hostname('gw.example.com')];
  const clusters = mesh.clusters.map(cluster =>
    cluster.name === 'cluster2' ? { ...cluster, gateway: { addresses } } : cluster,
  );
  expect(specs({ ...mesh, clusters }, 'ServiceEntry').map(({ resolution }) => resolution)).toEqual([
    'DNS',
  ]);
});

describe('the subsets of a host that stands alone', () => {
  const gateway = (cluster: string | undefined, i: number) => ({
    address: GatewayAddress.ip(`203.0.113.${i + 1}`),
    cluster,
  });
  const labels = (...clusters: Array<string | undefined>) => {
    const props: GlobalServiceEntryProps = {
      istioVersion: '1.4',
      name: 'httpbin',
      namespace: 'bar',
      ports: [{ number: 8000, protocol: Protocol.HTTP }],
      subsets: [{ name: 'v1', labels: { version: 'v1' } }],
      endpoints: clusters.map(gateway),
      virtualIps: ['240.0.0.2'],
    };
    const chart = Testing.chart();
    new GlobalServiceEntry(chart, 'entry', props);
    const [entry, rule] = ['ServiceEntry', 'DestinationRule'].map(kind =>
      chart.toJson().find((object: any) => object.kind === kind),
    );
    return [...entry.spec.endpoints, ...rule.spec.subsets].map(
      (each: object) => JSON.parse(JSON.stringify(each)).labels,
    );
  };

  test('are the one cluster, by its name', () => {
    expect(labels('east')).toEqual([{ cluster: 'east' }, { cluster: 'east' }]);
  });

  test('are all gateways where there are several clusters, or one without a name', () => {
    expect(labels('east', 'west')).toEqual([{ cluster: 'east' }, { cluster: 'west' }, undefined]);
    expect(labels(undefined)).toEqual([undefined, undefined]);
  });
});
