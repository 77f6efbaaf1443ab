import { mkdirSync, writeFileSync } from 'fs';
import * as path from 'path';
import { buildSync } from 'esbuild';
import { main } from '../../src/cli/mesh';
import { readTree, temporaryFolder } from '../golden/golden';

/** A directory of its own for each test, to run in, and what is printed there. */
export function emptyDirectories() {
  const root = path.resolve('.');
  const folder = temporaryFolder();
  const io = { out: '', err: '' };
  let run = 0;

  beforeEach(() => {
    io.out = io.err = '';
    jest.spyOn(process.stdout, 'write').mockImplementation(chunk => ((io.out += chunk), true));
    jest.spyOn(process.stderr, 'write').mockImplementation(chunk => ((io.err += chunk), true));
    const directory = path.join(folder, `run-${run++}`);
    mkdirSync(directory);
    process.chdir(directory);
  });
  afterEach(() => {
    jest.restoreAllMocks();
    process.chdir(root);
  });
  return { io, folder };
}

/** Runs `mesh` in a directory of its own for each test, and keeps what it prints. */
export function meshHarness() {
  const { io, folder } = emptyDirectories();

  /** @returns the exit status */
  function mesh(...args: string[]): Promise<number> {
    io.out = io.err = '';
    return main(args, '1.2.3');
  }

  /** Writes a file of the working directory. */
  function write(file: string, text: string): void {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  return { mesh, io, write, folder, tree: (directory = '.') => readTree(directory) };
}

/** The library as one file, for apps that a test runs. */
export function bundledLibrary(folder: string): string {
  const library = path.join(folder, 'library.js');
  beforeAll(() => {
    const contents = "export * from './src'; export { App } from 'cdk8s';";
    const stdin = { contents, resolveDir: path.resolve('.') };
    buildSync({ stdin, outfile: library, bundle: true, platform: 'node' });
  });
  return library;
}

/** A description of two clusters as YAML, which is JSON. */
export function description(more: object = {}): string {
  const clusters = ['a', 'b'].map(name => ({
    name,
    labels: { ring: 'first' },
    istio: '1.29',
    gateway: { addresses: [`${name}.example.com`] },
  }));
  return JSON.stringify({ clusters, ...more });
}

/** One service that needs a virtual IP. */
export const DATABASE = {
  suffix: 'mesh.internal',
  services: [
    {
      name: 'db',
      namespace: 'data',
      clusters: ['b'],
      ports: [{ number: 3306, protocol: 'MYSQL' }],
      selector: { app: 'db' },
      serviceAccounts: ['db'],
    },
  ],
  grants: [{ services: ['db.data'], clusters: ['a'], namespaces: ['*'], serviceAccounts: ['*'] }],
};
