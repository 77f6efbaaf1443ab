import { ChildProcess, spawn } from 'child_process';
import { Resolver } from 'dns/promises';
import { writeFileSync } from 'fs';
import * as path from 'path';
import { setTimeout as sleep } from 'timers/promises';
import { Chart, Testing } from 'cdk8s';
import { Foretold } from './foretold';
import {
  CoreDnsGlobalZone,
  CoreDnsGlobalZoneProps,
  DnsMode,
  GatewayAddress,
  MulticlusterMesh,
  Platform,
  Protocol,
} from '../../src';
import { coreDnsOf, kubeadmCorefile, KNOWN_MINORS } from '../../src/corefile/kubeadm-corefile';
import { lintCorefile } from '../../src/corefile/lint';
import { modernize } from '../../src/corefile/modernize';
import { parseCorefile } from '../../src/corefile/parser';
import { coreDnsVersion, CoreDnsVersion } from '../../src/corefile/version';
import { Problems } from '../../src/problems/problems';
import { Result } from '../results';

const ZONE = 'mesh.internal';
const CART = `cart.shop.${ZONE}`;
const STOCK = `stock.shop.${ZONE}`;
const RECORDS = { [CART]: ['240.0.0.1'], [STOCK]: ['240.0.0.2', 'fd00::2'] };

/**
 * What must be answered, by name and type; an address, or the name that Node gives to the kind of
 * no.
 */
const ANSWERS: Array<[string, 'A' | 'AAAA', string]> = [
  [CART, 'A', '240.0.0.1'],
  [CART, 'AAAA', 'ENODATA'],
  [STOCK, 'A', '240.0.0.2'],
  [STOCK, 'AAAA', 'fd00::2'],
  [`other.shop.${ZONE}`, 'A', 'ENOTFOUND'],
  [ZONE, 'A', 'ENOTFOUND'],
  [`shop.${ZONE}`, 'AAAA', 'ENOTFOUND'],
  [`x.${CART}`, 'A', 'ENOTFOUND'],
  [CART.toUpperCase(), 'A', '240.0.0.1'],
];

/**
 * Every Corefile that we emit, in one version of CoreDNS.
 *
 * @param meshServer CoreDNS of the version that the mesh's own server has
 */
export async function serversAnswer(
  binary: string,
  version: string,
  meshServer: string,
  folder: string,
): Promise<Result[]> {
  const number = coreDnsVersion(version, new Problems())!;
  const results: Result[] = [];
  const zone = coreDnsData({ records: RECORDS, platform: Platform.AKS });
  const check = async (what: string, run: () => Promise<string | undefined>) =>
    results.push({ what: `CoreDNS ${version}: ${what}`, problem: await run() });

  await check('a zone with records', () =>
    withServer(binary, zone, folder, () => answers('127.0.0.1')),
  );
  if (unsupported(ownServer(), number).length === 0) {
    await check("the mesh's own server", () =>
      withServer(binary, ownServer(), folder, () => answers('127.0.0.1:1053')),
    );
  }
  await check("a zone that is forwarded to the mesh's server", () =>
    withServer(meshServer, ownServer(), folder, () =>
      withServer(
        binary,
        coreDnsData({ forwardTo: '10.9.0.53:1053', platform: Platform.AKS }),
        folder,
        () => answers('127.0.0.1'),
      ),
    ),
  );
  for (const minor of minorsFor(number)) {
    const corefile = kubeadmCorefile(minor, 'cluster.local')!;
    await check(`the default Corefile since Kubernetes 1.${minor} with the zone`, () =>
      withServer(binary, withZone(corefile, number), folder, () => answers('127.0.0.1')),
    );
  }
  const old = kubeadmCorefile(12, 'cluster.local')!;
  const isBroken = unsupported(old, number).length > 0;
  await check(
    `the documented Corefile of 2018 is ${isBroken ? 'refused, as the lint says' : 'accepted, as the lint says'}`,
    async () => {
      const started = await withServer(binary, offline(old), folder, async () => undefined);
      return (started === undefined) === !isBroken
        ? undefined
        : `CoreDNS says: ${started ?? 'nothing'}`;
    },
  );
  await check('the documented Corefile of 2018, modernized', () =>
    withServer(
      binary,
      withZone(
        modernize(parseCorefile(old, new Problems())!, number, new Problems())!.text,
        number,
      ),
      folder,
      () => answers('127.0.0.1'),
    ),
  );
  results.push(foretoldOf(version));
  return results;
}

/** What `mesh reach` says of the same records, in each form that carries them. */
function foretoldOf(version: string): Result {
  const expected = new Map(
    ANSWERS.filter(([, type]) => type === 'A').map(([name, , answer]) => [
      name.toLowerCase(),
      answer,
    ]),
  );
  const foretold = new Foretold();
  foretold.compare([configOf({ records: RECORDS, platform: Platform.AKS })], expected);
  foretold.compare(clusterWithServer(), expected);
  const { known } = foretold;
  return {
    what: `CoreDNS ${version}: what \`mesh reach\` says of a zone with records, and of the mesh's own server, is what they answer`,
    problem: foretold.problem ?? (known === 2 * expected.size ? undefined : `only ${known} known`),
  };
}

/** The first Kubernetes minor of each form of the default that the version takes. */
function minorsFor(version: CoreDnsVersion): number[] {
  const all = Array.from(
    { length: KNOWN_MINORS.last - KNOWN_MINORS.first + 1 },
    (_, i) => KNOWN_MINORS.first + i,
  );
  const text = (minor: number) => kubeadmCorefile(minor, 'cluster.local')!;
  const isNew = (minor: number, i: number) => i === 0 || text(all[i - 1]) !== text(minor);
  return all.filter(
    (minor, i) =>
      unsupported(text(minor), version).length === 0 &&
      coreDnsOf(minor)![1] <= version[1] &&
      isNew(minor, i),
  );
}

/** What the lint says. */
export function unsupported(corefile: string, version: CoreDnsVersion): readonly unknown[] {
  const problems = new Problems();
  const read = parseCorefile(corefile, problems);
  if (read) {
    lintCorefile(read, version, problems);
  }
  return problems.all;
}

const coreDnsData = (props: CoreDnsGlobalZoneProps): string =>
  Object.values<string>(configOf(props).data).join('\n');

function configOf(props: CoreDnsGlobalZoneProps): any {
  const zone = new CoreDnsGlobalZone(Testing.chart(), 'zone', { zone: ZONE, ...props });
  return Testing.synth(zone.node.scope as Chart)[0];
}

function withZone(corefile: string, version: CoreDnsVersion): string {
  return offline(coreDnsData({ records: RECORDS, corefile, coreDnsVersion: version.join('.') }));
}

/**
 * There is no API server here: the plugin is told one that it need not reach. The host's name
 * servers are out of reach too.
 */
function offline(corefile: string): string {
  return corefile
    .replace(
      'in-addr.arpa ip6.arpa {',
      'in-addr.arpa ip6.arpa {\n       endpoint http://127.0.0.1:9',
    )
    .replace(/\/etc\/resolv.conf/g, '127.0.0.9')
    .replace('    loop\n', '');
}

/** The Corefile of the Deployment that a whole mesh gets. */
const ownServer = (): string =>
  clusterWithServer().find(
    ({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === 'mesh-dns',
  ).data.Corefile;

/** A cluster whose DNS asks the mesh's own server. */
function clusterWithServer(): any[] {
  const clusters = ['a', 'b'].map((name, i) => ({
    name,
    istio: '1.29',
    gateway: { addresses: [GatewayAddress.ip(`8.8.4.${i}`)] },
    platform: Platform.AKS,
    dns: { mode: DnsMode.SERVER, serverIp: '10.96.0.200' },
  }));
  const mesh = new MulticlusterMesh(Testing.app(), 'mesh', {
    suffix: ZONE,
    clusters,
    services: Object.entries(RECORDS).map(([host, virtualIps]) => ({
      name: host.split('.')[0],
      namespace: 'shop',
      clusters: ['b'],
      ports: [{ number: 80, protocol: Protocol.HTTP }],
      selector: { app: 'x' },
      serviceAccounts: ['x'],
      virtualIps,
    })),
    grants: [
      {
        services: ['cart.shop', 'stock.shop'],
        clusters: ['a'],
        namespaces: ['*'],
        serviceAccounts: ['*'],
      },
    ],
  });
  return Testing.synth(mesh.chart('a'));
}

let files = 0;

/** Runs a check while a server runs; the server's own words when it does not start. */
export async function withServer(
  binary: string,
  corefile: string,
  folder: string,
  check: () => Promise<string | undefined>,
): Promise<string | undefined> {
  const file = path.join(folder, `Corefile-${files++}`);
  writeFileSync(file, corefile);
  const server = spawn(binary, ['-conf', file]);
  const output = collect(server);
  try {
    const ended = new Promise<'ended'>(resolve => server.once('exit', () => resolve('ended')));
    const isUp = await Promise.race([ended, waitFor(() => /CoreDNS-/.test(output()))]);
    return isUp === true
      ? await check()
      : `does not start: ${output().trim().split('\n').slice(-1)[0]}`;
  } finally {
    await end(server);
  }
}

/** Ends a server, and waits until it has. */
export async function end(server: ChildProcess): Promise<void> {
  server.kill('SIGKILL');
  await new Promise(resolve =>
    server.exitCode === null && server.signalCode === null
      ? server.once('exit', resolve)
      : resolve(undefined),
  );
}

export function collect(server: ChildProcess): () => string {
  let text = '';
  const add = (chunk: Buffer) => {
    text += chunk.toString();
  };
  server.stdout!.on('data', add);
  server.stderr!.on('data', add);
  return () => text;
}

export async function waitFor(condition: () => boolean): Promise<boolean> {
  for (let tries = 0; tries < 200; tries++) {
    if (condition()) {
      return true;
    }
    await sleep(50);
  }
  return false;
}

/** The first answer that is wrong, if any. */
export async function answers(server: string): Promise<string | undefined> {
  const resolver = new Resolver({ timeout: 5000, tries: 3 });
  resolver.setServers([server]);
  for (const [name, type, expected] of ANSWERS) {
    const answer = await (type === 'A' ? resolver.resolve4(name) : resolver.resolve6(name)).then(
      ips => ips.join(),
      error => String(error.code),
    );
    if (answer !== expected) {
      return `${name} ${type} is ${answer}, not ${expected}`;
    }
  }
  return undefined;
}
