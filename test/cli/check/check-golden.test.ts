import { cpSync, existsSync, readdirSync, readFileSync } from 'fs';
import * as path from 'path';
import { checkHarness } from './check-harness';
import { CacertsFiles, liveCluster } from './live-cluster';

const { mesh, io, write, found, asList, output } = checkHarness();

const GOLDEN = path.join(__dirname, '../../golden');
const directories = (folder: string) =>
  readdirSync(path.join(GOLDEN, folder), { withFileTypes: true })
    .filter(entry => entry.isDirectory())
    .map(({ name }) => path.posix.join(folder, name));
const all = [
  ...directories('.').filter(name => /^(modern|classic)/.test(name)),
  ...directories('rows'),
  ...directories('rotation').filter(name => /^rotation\/\d/.test(name)),
];

/** As the lock has them; any, where there is none. */
function cacertsOf(cluster: string): CacertsFiles {
  const { clusters, roots } = JSON.parse(readFileSync('pki.lock.json', 'utf8'));
  const { caCert, between } = clusters[cluster] ?? clusters.cluster1;
  return {
    'ca-cert.pem': caCert,
    'cert-chain.pem': [caCert, ...between].join(''),
    'root-cert.pem': roots.map(({ certificate }: any) => certificate).join(''),
  };
}

test.each(all)('nothing is found in what %s describes', async name => {
  output(path.join(GOLDEN, name));
  const lock = path.join(GOLDEN, 'rotation/locks', `${path.basename(name)}.json`);
  if (existsSync(lock)) {
    cpSync(lock, 'pki.lock.json');
  }
  for (const cluster of readdirSync('dist').filter(one => !one.endsWith('.json'))) {
    write(
      `live/${cluster}.yaml`,
      asList(liveCluster(path.join('dist', cluster), cacertsOf(cluster))),
    );
  }
  await mesh('check', 'live', '--at', '2026-12-01');
  expect(found()).toEqual([]);
  expect(io.err).toBe('');
});
