import { execFileSync } from 'child_process';
import { mkdtempSync } from 'fs';
import { tmpdir } from 'os';
import * as path from 'path';
import { ClusterProps } from '../../src';
import { Results } from '../results';
import { KubernetesObject } from '../stand/kubernetes-api';
import { ConformanceMesh, meshOfFile, synthesize } from '../stand/mesh';
import { Stand } from '../stand/stand';
import { again } from '../suites/again';
import { badPod } from '../suites/bad-pod';
import { check } from '../suites/check';
import { faults } from '../suites/faults';
import { foretold } from '../suites/foretold';
import { gateways } from '../suites/gateways';
import { networks } from '../suites/networks';
import { requests } from '../suites/requests';
import { rotation } from '../suites/rotation';
import { routes } from '../suites/routes';
import { settings } from '../suites/settings';
import { tools } from '../suites/tools';

export interface Session {
  readonly mesh: ConformanceMesh;
  readonly suites: ReadonlyArray<(stand: Stand, results: Results) => Promise<void>>;
}

const ROOT = path.join(__dirname, '../..');

/** The example in TypeScript, written by the command that its README names. */
function twoClusters(): ConformanceMesh {
  const main = path.join(ROOT, 'examples/two-clusters/main.ts');
  // reading the description runs the example
  process.env.CDK8S_OUTDIR = mkdtempSync(path.join(tmpdir(), 'example-'));
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { description } = require(main);
  return {
    name: 'two-clusters',
    description,
    synth: (_, outdir) =>
      execFileSync(
        'npx',
        ['ts-node', '--transpile-only', '--project', 'test/tsconfig.json', main],
        { cwd: ROOT, env: { ...process.env, CDK8S_OUTDIR: outdir } },
      ),
  };
}

/** As `samples/multicluster/expose-services.yaml` of Istio has it. */
function stockGateway({ gateway }: ClusterProps): KubernetesObject[] {
  return gateway?.otherGatewayHosts?.length
    ? [
        {
          apiVersion: 'networking.istio.io/v1',
          kind: 'Gateway',
          metadata: { name: 'cross-network-gateway', namespace: 'istio-system' },
          spec: {
            selector: { istio: 'eastwestgateway' },
            servers: [
              {
                port: { number: 15443, name: 'tls', protocol: 'TLS' },
                tls: { mode: 'AUTO_PASSTHROUGH' },
                hosts: gateway.otherGatewayHosts,
              },
            ],
          },
        },
      ]
    : [];
}

/** What is run on each mesh, by its name; those that take longest first. */
export const meshes: { readonly [name: string]: () => Session } = {
  features: () => ({
    mesh: meshOfFile('features', path.join(__dirname, 'features/mesh.yaml')),
    suites: [foretold, again, tools, requests, gateways, routes, check, badPod, faults],
  }),
  edges: () => ({
    mesh: {
      ...meshOfFile('edges', path.join(__dirname, 'edges/mesh.yaml')),
      present: stockGateway,
    },
    suites: [foretold, again, tools, requests, gateways, routes, settings, networks],
  }),
  rotation: () => ({
    mesh: { ...twoClusters(), name: 'rotation', synth: synthesize },
    suites: [rotation],
  }),
  'online-boutique': () => ({
    mesh: meshOfFile('online-boutique', path.join(ROOT, 'examples/online-boutique/mesh.yaml')),
    suites: [foretold, again, tools, requests, gateways],
  }),
  'two-clusters': () => ({
    mesh: twoClusters(),
    suites: [foretold, again, tools, requests, gateways, check],
  }),
};
