// A chart that renders the imports of `grid`, and the values of a release for each cluster.
// Usage: node helm-chart.js FOLDER CLUSTERS SERVICES
const { mkdirSync, writeFileSync } = require('fs');
const path = require('path');
const { destinationRule, grid, serviceEntry, virtualService } = require('./mesh');

const [folder, clusterCount, serviceCount] = process.argv.slice(2);
const { clusters, services } = grid(Number(clusterCount), Number(serviceCount));

const PLACEHOLDERS = Object.fromEntries(
  ['name', 'namespace', 'address', 'host'].map(key => [key, `{{ .${key} }}`]),
);
const forEachService = text => `{{- range .Values.services }}\n---\n${text}{{- end }}\n`;

mkdirSync(path.join(folder, 'chart/templates'), { recursive: true });
mkdirSync(path.join(folder, 'values'));
const files = {
  'chart/Chart.yaml': 'apiVersion: v2\nname: imports\nversion: 0.1.0\n',
  'chart/templates/destination-rules.yaml': forEachService(destinationRule(PLACEHOLDERS)),
  'chart/templates/service-entries.yaml': forEachService(serviceEntry(PLACEHOLDERS)),
  'chart/templates/virtual-services.yaml': forEachService(virtualService(PLACEHOLDERS)),
};
for (const { name } of clusters) {
  const remote = services.filter(({ cluster }) => cluster !== name);
  files[`values/${name}.yaml`] = JSON.stringify({ services: remote });
}
for (const [file, content] of Object.entries(files)) {
  writeFileSync(path.join(folder, file), content);
}
