import * as path from 'path';
import { expectGolden, readTree, temporaryFolder } from './golden';
import { CacertsDelivery, GatewayAddress, MeshApp, MulticlusterMesh } from '../../src';

const STEPS = ['0-stable', '1-bundle', '2-restart', '3-switch', '4-drop'];
const folder = temporaryFolder();

/** The output after a step, with another delivery in each cluster. */
function synth(step: string): string {
  const outdir = path.join(folder, step);
  const app = new MeshApp({ outdir });
  const cluster = (name: string, i: number, delivery?: CacertsDelivery) => ({
    name,
    istio: '1.29',
    gateway: { addresses: [GatewayAddress.ip(`8.8.4.${i}`)] },
    cacerts: { delivery },
  });
  new MulticlusterMesh(app, 'mesh', {
    suffix: 'mesh.internal',
    pki: {
      lockFile: path.join(__dirname, 'rotation', 'locks', `${step}.json`),
      checkDate: '2026-12-01',
    },
    clusters: [
      cluster('east', 1, CacertsDelivery.SEALED_SECRET),
      cluster('west', 2, CacertsDelivery.SOPS),
      cluster('north', 3),
    ],
  });
  app.synth();
  return outdir;
}

test.each(STEPS)('%s comes out as before', step => {
  expectGolden(`rotation/${step}`, synth(step));
});

/** The files that a reviewer sees changed from one step to the next. */
function changed(from: string, to: string): string[] {
  const [before, after] = [from, to].map(step => readTree(path.join(__dirname, 'rotation', step)));
  return Object.keys(after).filter(
    file => before[file] !== after[file] && file !== 'mesh.index.json',
  );
}

const SECRETS = [
  'east/manifests/trust/istio-system.yaml',
  'west/other/istio-system.cacerts.sops.yaml',
];
const READMES = ['east/README.md', 'north/README.md', 'west/README.md'];
const VALUES = ['east', 'north', 'west'].flatMap(cluster => [
  `${cluster}/helm/istio-eastwestgateway.yaml`,
  `${cluster}/helm/istiod.yaml`,
]);

test.each([
  ['0-stable', '1-bundle', [...SECRETS, ...READMES]],
  ['1-bundle', '2-restart', [...VALUES, ...READMES]],
  ['2-restart', '3-switch', [...SECRETS, ...READMES]],
  ['3-switch', '4-drop', [...SECRETS, ...VALUES, ...READMES]],
])('from %s to %s only the files of that step change', (from, to, files) => {
  expect(changed(from, to).sort()).toEqual([...files].sort());
});

test('the roots that a Secret holds, step by step; its key changes once', () => {
  const parts = STEPS.map(step => {
    const secret = readTree(path.join(__dirname, 'rotation', step))[
      'east/manifests/trust/istio-system.yaml'
    ];
    return {
      roots: secret.split('root-cert.pem')[1].match(/BEGIN CERTIFICATE/g)?.length,
      key: /ca-key.pem: (\S+)/.exec(secret)![1],
    };
  });
  expect(parts.map(({ roots }) => roots)).toEqual([1, 2, 2, 2, 1]);
  expect(parts.map(({ key }) => parts.findIndex(part => part.key === key))).toEqual([
    0, 0, 0, 3, 3,
  ]);
});
