import { join } from 'path';
import { MeshApp, MulticlusterMesh } from '../../src';

const app = new MeshApp();
MulticlusterMesh.fromFile(app, 'mesh', join(__dirname, 'mesh.yaml'));
app.synth();
