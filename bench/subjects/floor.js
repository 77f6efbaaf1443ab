// The imports of `grid` by string concatenation, one file for each cluster and namespace: what Node takes
// when nothing is decided, checked or compared. Usage: node floor.js OUTDIR CLUSTERS SERVICES
const { mkdirSync, writeFileSync } = require('fs');
const path = require('path');
const { destinationRule, grid, serviceEntry, virtualService } = require('./mesh');

const [outdir, clusterCount, serviceCount] = process.argv.slice(2);
const { clusters, services } = grid(Number(clusterCount), Number(serviceCount));

const served = new Map(clusters.map(({ name }) => [name, []]));
for (const service of services) {
  served.get(service.cluster).push(service);
}
for (const { name: caller } of clusters) {
  mkdirSync(path.join(outdir, caller));
  for (const [owner, owned] of served) {
    if (owner !== caller && owned.length > 0) {
      const documents = [destinationRule, serviceEntry, virtualService].flatMap(text => owned.map(text));
      writeFileSync(path.join(outdir, caller, `team-${owner}.yaml`), documents.join('---\n'));
    }
  }
}
