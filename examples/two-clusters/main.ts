import { GatewayAddress, MeshApp, MulticlusterMesh, MulticlusterMeshProps, Platform, Protocol } from '../../src';
import { httpbin, sleep } from './workloads';

export const description: MulticlusterMeshProps = {
  clusters: [
    {
      name: 'cluster1',
      istio: '1.29',
      kubernetes: '1.33',
      platform: Platform.KUBEADM,
      gateway: { addresses: [GatewayAddress.ip('203.0.113.10')] },
    },
    {
      name: 'cluster2',
      istio: '1.29',
      kubernetes: '1.33',
      platform: Platform.KUBEADM,
      gateway: { addresses: [GatewayAddress.ip('203.0.113.20')] },
    },
  ],
  services: [
    {
      name: 'httpbin',
      namespace: 'bar',
      clusters: ['cluster2'],
      ports: [{ number: 8000, protocol: Protocol.HTTP, targetPort: 8080 }],
      selector: { app: 'httpbin' },
      serviceAccounts: ['httpbin'],
    },
  ],
  grants: [
    { services: ['httpbin.bar'], clusters: ['cluster1'], namespaces: ['foo'], serviceAccounts: ['sleep'] },
  ],
  acceptedWarnings: [
    { code: 'MESH207', reason: 'the example follows the names of Istio\'s documentation' },
    { code: 'MESH314', reason: 'an example has no real load balancers' },
  ],
};

const app = new MeshApp();
const mesh = new MulticlusterMesh(app, 'mesh', description);

// Your own objects are written next to those of the mesh.
sleep(mesh.chart('cluster1'), 'foo');
httpbin(mesh.chart('cluster2'), 'bar');

app.synth();
