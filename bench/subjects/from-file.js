// An app that takes its mesh from a file. Usage: node from-file.js DESCRIPTION
const { MeshApp, MulticlusterMesh } = require('../../lib/src');

const app = new MeshApp();
MulticlusterMesh.fromFile(app, 'mesh', process.argv[2]);
app.synth();
