import { createReadStream, existsSync, mkdirSync } from 'fs';
import { createServer, Server } from 'http';
import { AddressInfo } from 'net';
import * as path from 'path';
import { run } from './commands';
import { Tools } from './tools';

/** Where each chart lies in Istio's source. */
export const CHARTS = {
  base: 'base',
  istiod: 'istio-control/istio-discovery',
  gateway: 'gateway',
} as const;

export function chartFolder(tools: Tools, chart: keyof typeof CHARTS): string {
  return path.join(tools.istio, 'manifests/charts', CHARTS[chart]);
}

/**
 * A chart repository with the charts of Istio's source, under the versions that the READMEs of the
 * clusters ask for, added to Helm as `istio`: so the commands run as they are written.
 */
export async function serveCharts(
  folder: string,
  versions: readonly string[],
  tools: Tools,
): Promise<Server> {
  mkdirSync(folder, { recursive: true });
  const helm = (...args: string[]) =>
    run([tools.binary('helm'), ...args], { env: tools.helmEnvironment });
  for (const version of versions) {
    for (const chart of Object.keys(CHARTS) as Array<keyof typeof CHARTS>) {
      await helm(
        'package',
        chartFolder(tools, chart),
        '--version',
        version,
        '--destination',
        folder,
      );
    }
  }
  const server = createServer(({ url }, response) => {
    const file = path.join(folder, path.basename(url!));
    if (existsSync(file)) {
      createReadStream(file).pipe(response);
    } else {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await helm('repo', 'index', folder, '--url', url);
  await helm('repo', 'add', 'istio', url, '--force-update');
  return server;
}
