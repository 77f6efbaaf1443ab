import { Chart } from 'cdk8s';
import {
  GatewayAddress,
  GlobalServiceEntry,
  MeshApp,
  MulticlusterMesh,
  Protocol,
} from 'cdk8s-istio-multicluster';
import { KubeNamespace } from 'cdk8s-plus-27/lib/imports/k8s';

const app = new MeshApp();
const mesh = MulticlusterMesh.fromFile(app, 'mesh', 'mesh.yaml');

// objects of the user, in a directory of the mesh and in a separate one
new KubeNamespace(mesh.chart('west'), 'payments', { metadata: { name: 'payments' } });
const tools = new Chart(app, 'tools');
new GlobalServiceEntry(tools, 'ledger', {
  name: 'ledger',
  namespace: 'payments',
  suffix: 'mesh.internal',
  ports: [{ number: 8080, protocol: Protocol.HTTP }],
  endpoints: [{ cluster: 'west', address: GatewayAddress.ip('198.51.100.20') }],
  subjectAltNames: ['spiffe://cluster.local/ns/payments/sa/ledger'],
});

app.synth();
